"""Who is connected: how many, of whom, who goes when it is crowded, and whose time is up."""

import asyncio
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from math import inf
from typing import ClassVar

import orjson
from prometheus_client import Counter, Gauge

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http.rates import network_of

OPEN = Gauge("acsg_connections_open", "Connections that are open")
ENDED = Counter("acsg_connections_ended_total", "Connections that were ended for what they did", ["why"])
LINGER_S, LOOK_S = 1.0, 0.5
_REFUSALS = {
    408: ("Request Timeout", "too_slow", "The request took too long to arrive"),
    431: (
        "Request Header Fields Too Large",
        "headers_too_large",
        "The request has too many headers, or too large ones",
    ),
    503: ("Service Unavailable", "too_many_connections", "Too many connections are open just now"),
}


def among(networks: list[str]) -> Callable[[str], bool]:
    """Whether an address is one of some addresses or networks."""
    known = [ip_network(one, strict=False) for one in networks]

    def check(address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in one for one in known)

    return check


def refusal(status: int) -> bytes:
    """A whole answer, as a problem document, for who has not said enough to be answered by the application."""
    title, code, detail = _REFUSALS[status]
    body = orjson.dumps(
        {
            "type": f"urn:acsg:problem:{code}",
            "title": title,
            "status": status,
            "detail": detail,
            "instance": "",
            "code": code,
        }
    )
    again = "Retry-After: 5\r\n" if status == 503 else ""
    head = f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n{again}Connection: close\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


class Timed:
    """What both kinds of connection share. ``deadline`` and ``stalled`` are moments of the loop's clock."""

    door: ClassVar["ServerConnections"]
    transport: asyncio.Transport
    client: tuple[str, int] | None
    address: str = ""
    deadline: float = inf
    stalled: float = inf
    ended: bool = False

    def begin(self, seconds: float) -> None:
        """Gives what comes next so much time."""
        self.deadline = asyncio.get_running_loop().time() + seconds

    def end(self, why: str, answer: bytes | None) -> None:
        """Ends a connection, at once or after a last answer; what still comes is thrown away meanwhile."""
        ENDED.labels(why).inc()
        if answer is None or self.transport.is_closing():
            self.transport.abort()
            return
        self.ended = True
        self.transport.write(answer)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.begin(LINGER_S)

    @property
    def waits(self) -> bool:
        """Whether nothing is lost but patience when it goes."""
        raise NotImplementedError

    def time_is_up(self) -> None:
        """Ends it."""
        raise NotImplementedError

    def recognise(self) -> None:
        """Somebody known has spoken on it."""
        self.door.recognise(self)


class ServerConnections:
    """All connections of one server. Those on which somebody known has spoken are never ended for those of others."""

    def __init__(self, settings: EdgeSettings) -> None:
        self.settings = settings
        self._is_proxy = among(settings.proxies)
        self._unknown: dict[str, dict[Timed, None]] = {}
        self._all: set[Timed] = set()
        self._looking: asyncio.TimerHandle | None = None

    def enter(self, line: Timed) -> bool:
        """Takes a connection in; where there is no room, another one that waits goes. False: there is no room at all."""
        host = line.client[0] if line.client else ""
        line.address = "" if self._is_proxy(host) else network_of(host)
        self._all.add(line)
        OPEN.set(len(self._all))
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(LOOK_S, self._look)
        mine = self._unknown.setdefault(line.address, {})
        fits = True
        if line.address and len(mine) >= self.settings.connections_per_address:
            fits = self._make_room(mine)
        elif sum(map(len, self._unknown.values())) >= self.settings.connections_at_once:
            fits = self._make_room(max(self._unknown.values(), key=len))
        # The address may have been forgotten with its last connection.
        self._unknown.setdefault(line.address, {})[line] = None
        return fits

    def _make_room(self, those: dict[Timed, None]) -> bool:
        victim = next((one for one in those if one.waits), None)
        if victim is not None:
            victim.end("crowded", None)
            self._forget(victim)
        return victim is not None

    def recognise(self, line: Timed) -> None:
        """Somebody known has spoken on it."""
        self._forget(line)

    def leave(self, line: Timed) -> None:
        """It is closed, or goes on as another one."""
        self._all.discard(line)
        OPEN.set(len(self._all))
        self._forget(line)

    def _forget(self, line: Timed) -> None:
        mine = self._unknown.get(line.address)
        if mine is not None:
            mine.pop(line, None)
            if not mine:
                del self._unknown[line.address]

    def _look(self) -> None:
        """Ends those whose time is up. One look at all costs less than a timer for each phase of each."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for line in [one for one in self._all if one.deadline <= now or one.stalled <= now]:
            line.time_is_up()
        self._looking = loop.call_later(LOOK_S, self._look) if self._all else None
