"""Installs the chart on a real API server: ``make k8s-check``.

Kubernetes' own API server with etcd behind it, and no nodes: what is written is decoded strictly, defaulted,
validated and admitted as on a cluster, and nothing is run. The namespace enforces the restricted Pod
Security standard. Every example must be taken without a warning; what is broken on purpose must be refused,
so that the check is known to be able to fail; and a release must live through install, upgrades, rollback
and removal.
"""

# ruff: noqa: S603, S607 - it runs the tools of this machine
# ruff: noqa: T201 - it prints what it found
# ruff: noqa: INP001 - it stands alone

import copy
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".kubernetes"
HELM = TOOLS / "bin" / "helm"
CHART = ROOT / "deploy" / "helm" / "dateline"
EXAMPLES = sorted((ROOT / "deploy" / "helm" / "examples").glob("*.yaml"))
PRODUCTION = ROOT / "deploy" / "helm" / "examples" / "production.yaml"
BROKEN = Path(__file__).with_name("broken.yaml")
NAMESPACE = "news"
START_LIMIT_S = 60.0
TOKEN = "local"  # noqa: S105 - of a server on this machine that holds nothing
SETTING = f"""
apiVersion: v1
kind: Namespace
metadata:
  name: {NAMESPACE}
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/warn: restricted
---
apiVersion: v1
kind: Namespace
metadata:
  name: kafka
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: business
value: 1000
"""

Object = dict[str, Any]


class CheckFailed(Exception):  # noqa: N818 - it is an outcome
    """Something is not as it should be; the message says what."""


def main() -> int:
    """Run every check; return the exit code."""
    try:
        with tempfile.TemporaryDirectory() as folder, api_server(Path(folder)):
            taken()
            refused()
            lived()
    except CheckFailed as error:
        print(f"FAILED  {error}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def api_server(folder: Path) -> Iterator[None]:
    """Start etcd and the API server, and make them the ones kubectl and helm talk to."""
    client, peer, port = (free_port() for _ in range(3))
    (folder / "tokens").write_text(f"{TOKEN},admin,1,system:masters\n")
    subprocess.run(
        ["openssl", "genrsa", "-out", folder / "key", "2048"], check=True, stderr=subprocess.DEVNULL
    )
    etcd = [TOOLS / "etcd/usr/bin/etcd", "--data-dir", folder / "etcd"]
    for name, number in (("client", client), ("peer", peer)):
        prefix = {"client": "", "peer": "initial-"}[name]
        etcd += [f"--listen-{name}-urls", f"http://127.0.0.1:{number}"]
        etcd += [f"--{prefix}advertise-{name}-urls", f"http://127.0.0.1:{number}"]
    etcd += ["--initial-cluster", f"default=http://127.0.0.1:{peer}"]
    server = [
        *(TOOLS / "bin/kube-apiserver", "--etcd-servers", f"http://127.0.0.1:{client}"),
        *("--bind-address", "127.0.0.1", "--secure-port", str(port), "--cert-dir", folder),
        *("--token-auth-file", folder / "tokens", "--service-account-issuer", "https://localhost"),
        *("--service-account-key-file", folder / "key", "--service-account-signing-key-file", folder / "key"),
        *("--disable-admission-plugins", "ServiceAccount"),  # nobody here makes the accounts' tokens
    ]
    address = f"https://127.0.0.1:{port}"
    (folder / "config").write_text(json.dumps(access(address)))
    os.environ["KUBECONFIG"] = str(folder / "config")
    begun = time.monotonic()
    with running(etcd, folder / "etcd.log"), running(server, folder / "server.log") as process:
        while not ok(kubectl("get", "--raw", "/readyz", strict=False)):
            if process.poll() is not None or time.monotonic() - begun > START_LIMIT_S:
                raise CheckFailed(f"no API server:\n{(folder / 'server.log').read_text()[-2000:]}")
            time.sleep(0.2)
        version = json.loads(kubectl("version", "-o", "json").stdout)["serverVersion"]["gitVersion"]
        print(f"API server {version}, ready after {time.monotonic() - begun:.1f} s")
        for definition in sorted((TOOLS / "crds").glob("*.yaml")):
            kubectl("apply", "--server-side", "-f", str(definition))
        kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
        kubectl("apply", "-f", "-", given=SETTING)
        yield


@contextmanager
def running(command: list[Any], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            yield process
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def access(address: str) -> Object:
    """Describe the server to kubectl and helm."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "check",
        "clusters": [
            {"name": "check", "cluster": {"server": address, "insecure-skip-tls-verify": True}},
        ],
        "users": [{"name": "check", "user": {"token": TOKEN}}],
        "contexts": [
            {"name": "check", "context": {"cluster": "check", "user": "check", "namespace": NAMESPACE}}
        ],
    }


def kubectl(*arguments: str, given: str = "", strict: bool = True) -> subprocess.CompletedProcess[str]:
    """Run kubectl; a failure is one of the check's where it is strict."""
    return run("kubectl", *arguments, given=given, strict=strict)


def helm(*arguments: str) -> str:
    """Run helm in the namespace; return what it prints."""
    return run(str(HELM), "--namespace", NAMESPACE, *arguments).stdout


def run(*command: str, given: str = "", strict: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program with text given to it."""
    done = subprocess.run(command, input=given, text=True, capture_output=True, check=False)
    if strict and not ok(done):
        raise CheckFailed(f"{' '.join(command)}:\n{done.stderr.strip()}")
    return done


def ok(done: subprocess.CompletedProcess[str]) -> bool:
    """Say whether a program ended well."""
    return done.returncode == 0


def rendered(example: Path | None) -> list[Object]:
    """Render the chart, and add the Pod its Deployment would make: only Pods are refused as insecure."""
    values = ["--values", str(example)] if example else []
    objects = [o for o in yaml.safe_load_all(helm("template", "dateline", str(CHART), *values)) if o]
    template = copy.deepcopy(one(objects, "Deployment")["spec"]["template"])
    template["metadata"]["name"] = "dateline-pod"
    return [*objects, {"apiVersion": "v1", "kind": "Pod", **template}]


def one(objects: list[Object], kind: str) -> Object:
    """Return the last object of a kind."""
    return [found for found in objects if found["kind"] == kind][-1]


def submit(objects: list[Object]) -> subprocess.CompletedProcess[str]:
    """Have the server judge objects without keeping them; a warning counts as a refusal."""
    given = "".join(f"---\n{json.dumps(each)}\n" for each in objects)  # JSON is YAML without surprises
    return kubectl("apply", "--dry-run=server", "--warnings-as-errors", "-f", "-", given=given, strict=False)


def taken() -> None:
    """Want every example taken."""
    for example in (None, *EXAMPLES):
        objects = rendered(example)
        done = submit(objects)
        name = example.stem if example else "defaults"
        if not ok(done):
            raise CheckFailed(f"{name} is refused:\n{done.stderr}")
        print(f"taken    {name}: {len(objects)} objects")


def refused() -> None:
    """Want each object that is broken on purpose refused, for the reason it is broken."""
    objects = rendered(PRODUCTION)
    for case in yaml.safe_load(BROKEN.read_text()):
        name, reason = case["name"], case["reason"]
        done = submit([broken(one(objects, case["kind"]), case["path"], case["value"])])
        said = " ".join(done.stderr.split())
        if ok(done) or reason not in said:
            raise CheckFailed(f"{name} should be refused ({reason}):\n{done.stdout}{done.stderr}")
        print(f"refused  {name}: {said[said.index(reason) :][:100]}")


def broken(sound: Object, path: str, value: Any) -> Object:  # noqa: ANN401 - a value of YAML
    """Copy an object with one value put in its place, or taken away where null."""
    result = copy.deepcopy(sound)
    *parents, last = path.split(".")
    place: Any = result
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    if value is None:
        del place[last]
    elif last.isdigit():
        place[int(last)] = value
    else:
        place[last] = value
    return result


def lived() -> None:
    """Take a release through its life: each step writes to the server for real."""
    release, chart = "dateline", str(CHART)
    steps: list[tuple[str, Callable[[], object]]] = [
        ("installed", lambda: helm("install", release, chart)),
        *(
            (f"upgraded to {example.stem}", lambda e=example: helm("upgrade", release, chart, "-f", str(e)))
            for example in EXAMPLES
        ),
        ("rolled back to the first", lambda: helm("rollback", release, "1")),
        ("upgraded to production", lambda: helm("upgrade", release, chart, "-f", str(PRODUCTION))),
        ("removed", lambda: helm("uninstall", release)),
    ]
    for name, step in steps:
        step()
        kinds = "deployment,pdb,networkpolicy,scaledobject,hpa,podmonitor,servicemonitor,prometheusrule"
        left = kubectl("get", kinds, "-o", "name").stdout.split()
        print(f"{name}: {' '.join(sorted(o.split('.')[0].split('/')[0] for o in left)) or 'nothing left'}")
    topics = kubectl("get", "kafkatopics", "-n", "kafka", "-o", "name").stdout.split()
    if left or len(topics) != 3:  # noqa: PLR2004 - raw, events, dead
        raise CheckFailed(f"removed, and left: {left}, {topics}")
    print(f"kept: {' '.join(topics)}")


if __name__ == "__main__":
    sys.exit(main())
