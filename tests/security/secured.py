"""A Kafka with a listener for passwords that takes certificates too, and one for certificates alone."""

import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from confluent_kafka.admin import (  # type: ignore[attr-defined] # its stub re-exports none of them
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

from service.demo.broker import free_port
from tests.faults.node import USER, Node, Right, certificate

ANY = AclBindingFilter(
    ResourceType.ANY,
    None,  # type: ignore[arg-type] # any name
    ResourcePatternType.ANY,
    None,  # type: ignore[arg-type] # any user
    None,  # type: ignore[arg-type] # any host
    AclOperation.ANY,
    AclPermissionType.ANY,
)
APPLY_LIMIT_S = 10.0


class MutualKafka(Node):
    """A secured node that also knows its user by certificate: whoever is named ``newsroom`` is that user."""

    def __init__(self, folder: Path) -> None:
        """Make a client's certificate and the one after it, and add the listener that asks for one."""
        super().__init__(folder)
        self.mutual = f"127.0.0.1:{free_port()}"
        (folder / "renewed").mkdir()
        self.client = certificate(folder, USER)
        self.renewed = certificate(folder / "renewed", USER)
        self.trusted = folder / "trusted.pem"
        self.trusted.write_text(self.client.read_text() + self.renewed.read_text())
        protocols = self.properties["listener.security.protocol.map"]
        self.properties |= {
            "listeners": f"{self.properties['listeners']},MUTUAL://{self.mutual}",
            "advertised.listeners": f"{self.properties['advertised.listeners']},MUTUAL://{self.mutual}",
            "listener.security.protocol.map": f"{protocols},MUTUAL:SSL",
            "ssl.principal.mapping.rules": "RULE:^CN=(.*)$/$1/",
        }
        for listener, asked in (("secured", "requested"), ("mutual", "required")):
            prefix = f"listener.name.{listener}.ssl."
            self.properties |= {
                f"{prefix}keystore.type": "PEM",
                f"{prefix}keystore.location": self.properties["listener.name.secured.ssl.keystore.location"],
                f"{prefix}truststore.type": "PEM",
                f"{prefix}truststore.location": str(self.trusted),
                f"{prefix}client.auth": asked,
            }

    def by_certificate(self, client: Path) -> dict[str, object]:
        """Return the settings of who connects by certificate alone, its key beside it."""
        return {
            "KAFKA__BOOTSTRAP_SERVERS": self.mutual,
            "KAFKA__SECURITY_PROTOCOL": "SSL",
            "KAFKA__SSL_CA_FILE": self.ca,
            "KAFKA__SSL_CERT_FILE": client,
            "KAFKA__SSL_KEY_FILE": client.with_suffix(".key"),
        }

    def grant(self, rights: Iterable[Right]) -> None:
        """Give the user rights, and wait until the node goes by them."""
        given = list(rights)
        if given:
            super().grant(given)
        self._wait(lambda held: set(given) <= held)

    def withdraw_all(self, rights: Iterable[Right]) -> None:
        """Take rights away, and wait until the node goes by it."""
        taken = list(rights)
        for right in taken:
            self.withdraw(right)
        self._wait(lambda held: held.isdisjoint(taken))

    def _wait(self, condition: Callable[[set[Right]], bool]) -> None:
        deadline = time.monotonic() + APPLY_LIMIT_S
        while not condition(self._held()):
            assert time.monotonic() < deadline, "the broker does not apply the change"
            time.sleep(0.02)

    def _held(self) -> set[Right]:
        bindings = self.admin.describe_acls(ANY).result(10)
        return {(b.restype, b.name, b.resource_pattern_type, b.operation) for b in bindings}


def encrypted(key: Path, place: Path, password: str) -> Path:
    """Encrypt a key with a password, to another place."""
    command = ["openssl", "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", str(key), "-out", str(place)]
    subprocess.run([*command, "-passout", f"pass:{password}"], check=True, capture_output=True)
    return place
