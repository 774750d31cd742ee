"""A Kafka with three ways in: an open one, one by way of a proxy, and one that asks who one is."""

import subprocess
from collections.abc import Iterable
from pathlib import Path
from resource import RLIMIT_FSIZE, prlimit
from typing import Self

from confluent_kafka.admin import (  # type: ignore[attr-defined] # its stub re-exports none of them
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from service.demo.broker import LocalKafka, free_port
from service.settings import TopicSettings

QUICK_SESSIONS = {"group.min.session.timeout.ms": "1000"}
"""Lets a broker notice a dead member within seconds."""
USER = "newsroom"
PASSWORD = "ferry line seven"  # noqa: S105 - of a broker that lives as long as a test
Right = tuple[ResourceType, str, ResourcePatternType, AclOperation]


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate that vouches for itself, and its key beside it."""
    path = folder / f"{name}.pem"
    subject = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(path.with_suffix(".key")), "-out", str(path)]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *subject, *files], check=True, capture_output=True)
    return path


class Node(LocalKafka):
    """A node with a TLS listener for users with a SCRAM-SHA-512 password and rights, and two open ones."""

    def __init__(self, folder: Path) -> None:
        """Make the certificate and add the listeners."""
        super().__init__(properties=QUICK_SESSIONS)
        self.proxied = f"127.0.0.1:{free_port()}"
        """Address the second open listener says it has; a proxy must listen there."""
        self.behind_proxy = f"127.0.0.1:{free_port()}"
        """Address it really has."""
        self.secured = f"127.0.0.1:{free_port()}"
        self.ca = certificate(folder, "broker")
        keystore = folder / "keystore.pem"
        keystore.write_text(self.ca.with_suffix(".key").read_text() + self.ca.read_text())
        listeners, advertised = self.properties["listeners"], self.properties["advertised.listeners"]
        protocols = self.properties["listener.security.protocol.map"]
        self.properties |= {
            "listeners": f"{listeners},PROXIED://{self.behind_proxy},SECURED://{self.secured}",
            "advertised.listeners": f"{advertised},PROXIED://{self.proxied},SECURED://{self.secured}",
            "listener.security.protocol.map": f"{protocols},PROXIED:PLAINTEXT,SECURED:SASL_SSL",
            "listener.name.secured.sasl.enabled.mechanisms": "SCRAM-SHA-512",
            "listener.name.secured.scram-sha-512.sasl.jaas.config": "org.apache.kafka.common.security.scram."
            "ScramLoginModule required;",
            "listener.name.secured.ssl.keystore.type": "PEM",
            "listener.name.secured.ssl.keystore.location": str(keystore),
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": "User:ANONYMOUS",
        }

    def __enter__(self) -> Self:
        """Start it and let the user in."""
        super().__enter__()
        self.admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})
        secret = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        change = UserScramCredentialUpsertion(USER, secret, PASSWORD.encode())
        for future in self.admin.alter_user_scram_credentials([change]).values():
            future.result(30)
        return self

    def fill_disk(self, limit_s: float = 30) -> None:
        """Let no file of the node's grow any more, as on a full disk; wait until it gives up and ends.

        To its writes the kernel answers as a full disk does, with an error after as much as fits.
        """
        assert self.process is not None
        _, most = prlimit(self.process.pid, RLIMIT_FSIZE)
        prlimit(self.process.pid, RLIMIT_FSIZE, (1, most))
        self.process.wait(limit_s)

    def environment(self) -> dict[str, object]:
        """Return the settings a replica connects with to the listener that asks who one is."""
        return {
            "KAFKA__BOOTSTRAP_SERVERS": self.secured,
            "KAFKA__SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA__SSL_CA_FILE": self.ca,
            "KAFKA__SASL_USERNAME": USER,
            "KAFKA__SASL_PASSWORD": PASSWORD,
        }

    def grant(self, rights: Iterable[Right]) -> None:
        """Give the user rights."""
        for future in self.admin.create_acls([_binding(right) for right in rights]).values():
            future.result(30)

    def withdraw(self, right: Right) -> None:
        """Take a right away."""
        kind, name, pattern, operation = right
        found = AclBindingFilter(kind, name, pattern, f"User:{USER}", "*", operation, AclPermissionType.ALLOW)
        for future in self.admin.delete_acls([found]).values():
            assert future.result(30), "it was never given"


def rights(topics: TopicSettings) -> list[Right]:
    """List all that a replica may be given; its group is named as its raw topic."""
    literal = ResourcePatternType.LITERAL
    return [
        (ResourceType.TOPIC, topics.raw, literal, AclOperation.READ),
        (ResourceType.GROUP, topics.raw, literal, AclOperation.READ),
        (ResourceType.TOPIC, topics.events, literal, AclOperation.WRITE),
        (ResourceType.TOPIC, topics.dead, literal, AclOperation.WRITE),
        (
            ResourceType.TRANSACTIONAL_ID,
            f"dateline/{topics.raw}/",
            ResourcePatternType.PREFIXED,
            AclOperation.WRITE,
        ),
    ]


def _binding(right: Right) -> AclBinding:
    kind, name, pattern, operation = right
    return AclBinding(kind, name, pattern, f"User:{USER}", "*", operation, AclPermissionType.ALLOW)
