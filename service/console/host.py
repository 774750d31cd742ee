"""Which names the console answers to, so that no site in its reader's browser can rebind its own name to it.

A page of another site that makes its name resolve to this port is, to the browser, of one origin with the
console and could read it. Such a page comes under a public name; addresses and names that only a private
network resolves are beyond its reach.
"""

import re
from ipaddress import ip_address

PRIVATE = ("localhost", "local", "internal", "svc", "cluster.local", "home.arpa", "lan", "test")
"""Top names that no public registry gives out, and that of services in Kubernetes."""
HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d{0,5})?")


def answers_to(host: str, own_name: str) -> bool:
    """Tell whether a ``Host`` header names this machine, an address or a private name; browsers send one."""
    if not host:
        return True
    parts = HOST.fullmatch(host.lower())
    if parts is None:
        return False
    name = (parts["v6"] or parts["name"]).removesuffix(".")
    try:
        ip_address(name)
    except ValueError:
        private = "." not in name or any(name.endswith(f".{top}") for top in PRIVATE)
        return bool(parts["name"]) and bool(name) and (private or name == own_name.lower())
    return True
