"""Where a webhook may not go. A host is looked up once for each connection, and that very address is connected to.

So a name that changes its mind between two look-ups gains nothing, and a name that has one address outside and one inside
is refused. What an address may look like at all: ``domain.open_address``.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from services.notifications.domain.open_address import fault_of_host, is_open

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""From host and port to addresses, as many as there are. Raises OSError."""


class AddressRefused(Exception):
    """A webhook may not go there; ``code`` says why in a word, never where."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SystemResolver:
    """The system's resolver on threads of its own: a name server that hangs does not hold up other look-ups."""

    def __init__(self, threads: int = 32) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Addresses of a host."""

        def look_up() -> list[str]:
            return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

        return await asyncio.get_running_loop().run_in_executor(self._threads, look_up)


async def allowed_addresses(host: str, port: int, resolver: Resolver, *, private: bool) -> list[str]:
    """The addresses to connect to, all of them open. Raises AddressRefused, OSError when the name is not known."""
    if not private and (fault := fault_of_host(host)) is not None:
        raise AddressRefused(fault)
    try:
        ipaddress.ip_address(host)
        found: Sequence[str] = [host]
    except ValueError:
        found = await resolver(host, port)
    if not found:
        raise OSError("the name has no address")
    if not private and not all(is_open(address) for address in found):
        raise AddressRefused("address_not_allowed")
    return list(dict.fromkeys(found))
