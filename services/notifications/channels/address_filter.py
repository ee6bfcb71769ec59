"""Where a webhook may not go: an address inside our network is refused, and the address checked is the one used."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from services.notifications.channels import NotDelivered


def is_open(address: str) -> bool:
    """Whether an address is on the public internet; also looks through IPv4 inside IPv6."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is not None:
            return is_open(str(inner))
    return one.is_global and not one.is_multicast


async def resolve(url: str, *, private: bool) -> tuple[str, str, int]:
    """Host, the address to connect to, and the port. Raises NotDelivered, final, when it may not be reached."""
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    if host is None or parts.username or parts.scheme not in ({"https", "http"} if private else {"https"}):
        raise NotDelivered("url_not_allowed", final=True)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as unknown:
        raise NotDelivered("host_unknown") from unknown
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(is_open(address) for address in addresses):
        raise NotDelivered("address_not_allowed", final=True)
    return host, addresses[0], port
