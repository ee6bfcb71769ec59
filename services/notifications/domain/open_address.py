"""Where a webhook may not go, by how its address is written. Pure.

Only canonical addresses count: the forms that C libraries also read as an address (decimal, octal, hexadecimal, short) are
refused as host names that they are not.
"""

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "in-addr.arpa",
           "ip6.arpa", "onion", "test", "invalid", "example")  # fmt: skip
_CLOSED = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32",
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9",
        "ff00::/8",
    )
)  # fmt: skip
"""Blocks of the special-purpose registries of IANA, and one cloud's address of its metadata that lies outside them."""


def is_open(address: str) -> bool:
    """Whether an address is on the public internet. Addresses that carry another one inside (6to4, NAT64) are closed."""
    try:
        one = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address) and one.scope_id is not None:
        return False
    return one.is_global and not any(one in block for block in _CLOSED if block.version == one.version)


def fault_of_host(host: str) -> str | None:
    """What is wrong with a host as it is written; None when it is a canonical address or a full name in ASCII."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _fault_of_name(host)
    return None if is_open(host) else "address_not_allowed"


def _fault_of_name(host: str) -> str | None:
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if not host.isascii() or not 0 < len(name) <= 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return "host_not_allowed"
    # The last label of a name is never a number; what ends in one is an address written in a way that hides it.
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        return "host_not_allowed"
    inside = any(name == one or name.endswith("." + one) for one in _INSIDE)
    return "host_not_allowed" if len(labels) < 2 or inside else None


def fault_of_url(url: str, *, private: bool) -> str | None:
    """What is wrong with the address of an endpoint; None when it may be tried. ``private`` opens the local stack's own."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "url_not_allowed"
    if any(ord(one) <= 32 or ord(one) >= 127 for one in url) or "\\" in url:
        return "url_not_allowed"
    if parts.scheme not in ({"https", "http"} if private else {"https"}) or not host or port == 0:
        return "url_not_allowed"
    if "@" in parts.netloc or parts.fragment or ("[" in parts.netloc and ":" not in host):
        return "url_not_allowed"
    return None if private else fault_of_host(host)
