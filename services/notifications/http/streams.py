"""Live streams with resume of what may be told to all (WM 6, 17).

A reader names what it had last (``Last-Event-ID``) and gets everything after it, in the order of positions, which is the
order of commits. One look at the database a moment serves all readers of a process.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import structlog
from fastapi import Request
from prometheus_client import Gauge

from services.notifications.http.event_stream import comment, message, retry
from services.notifications.settings import NotificationsSettings
from shared.modalities.errors import Fault, Invalid, Retryable
from shared.runtime.db.database import Database
from shared.runtime.http.places import Bounds, Places

log = structlog.get_logger()
PAGE = 50
OPEN = Gauge("acsg_streams_open", "Server-sent event streams that are open")

Page = Callable[[int, int], Awaitable[Sequence[tuple[int, bytes]]]]
"""From a position and a number to so many messages after it, each with its position."""


class Tail:
    """Knows the newest position of each stream, and wakes readers when one rises. Looks only while somebody reads."""

    def __init__(
        self, database: Database, settings: NotificationsSettings, newest: Callable[[], Awaitable[dict[str, int]]]
    ) -> None:
        self._database, self._settings, self._newest = database, settings, newest
        self._positions: dict[str, int] = {}
        self._moved, self._readers = asyncio.Condition(), 0
        self._looking: asyncio.Task[None] | None = None
        bounds = Bounds(
            settings.streams_at_once, settings.streams_per_caller, settings.per_address, settings.kept_for_known
        )
        self.places = Places("streams", bounds, 30, OPEN)

    async def __aenter__(self) -> "Tail":
        """One more reader."""
        self._readers += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        """One reader less."""
        self._readers -= 1

    async def beyond(self, stream: str, position: int, seconds: float) -> bool:
        """Waits until something lies after the position; False when nothing came in time."""
        try:
            async with asyncio.timeout(seconds), self._moved:
                await self._moved.wait_for(lambda: self._positions.get(stream, 0) > position)
        except TimeoutError:
            return False
        return True

    async def _look(self) -> None:
        while self._readers:
            try:
                found = await self._newest()
            except Retryable:
                log.info("streams_wait")
                found = {}
            if any(found[name] != self._positions.get(name) for name in found):
                async with self._moved:
                    self._positions |= found
                    self._moved.notify_all()
            await asyncio.sleep(self._settings.stream_poll_s)


def last_event_id(request: Request, newest: int) -> int | None:
    """Where a reader left off: the header of a reader that comes back, or ``after``; None for one that has nothing.

    Raises Invalid for what is no position of ours, also for one that lies ahead: then the reader knows another history
    than ours, after a restore for instance, and must start anew.
    """
    asked = {"/headers/Last-Event-ID": request.headers.get("last-event-id"),
             "/parameters/after": request.query_params.get("after")}  # fmt: skip
    given = {place: value for place, value in asked.items() if value}
    words = f"must be a position of this stream, from 0 to {newest}"
    unfit = [
        Fault(place, words, "position_unknown")
        for place, value in given.items()
        if not (value.isascii() and value.isdigit() and len(value) <= 18) or int(value) > newest
    ]
    if unfit:
        raise Invalid(tuple(unfit))
    return next((int(value) for value in given.values()), None)


async def follow(
    tail: Tail, stream: str, after: int, swept: int, page: Page, settings: NotificationsSettings
) -> AsyncIterator[bytes]:
    """The chunks of one stream: what lies after a position, then what comes, comments in between, until its time is up.

    A reader that left off before the highest position that was forgotten (``swept``) is told so by an event ``gap`` before
    anything else: it may have missed that something was taken back, and should start anew.
    """
    async with tail:
        ends = asyncio.get_running_loop().time() + settings.stream_most_s
        yield retry(2000)
        if 0 < after < swept:
            yield message(f'{{"after":{after},"forgotten_up_to":{swept}}}', event="gap")
        while asyncio.get_running_loop().time() < ends:
            found = await page(after, PAGE)
            if found:
                after = found[-1][0]
                yield b"".join(chunk for _, chunk in found)
            elif not await tail.beyond(stream, after, settings.stream_heartbeat_s):
                yield comment("still here")
        yield comment("come back with the last id")
