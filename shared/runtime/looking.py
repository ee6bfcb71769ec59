"""Time as an event: a loop that looks, again and again, whether something has come. What it does stands in the look."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from shared.modalities.errors import Retryable
from shared.runtime.db.database import is_away
from shared.runtime.supervision import Loop, Progress, pause

BEAT_S = 5.0
log = structlog.get_logger()


Look = Callable[[], Awaitable[int | None]]


def looking(look: Look, every_s: float, waits: str, *, takes_long: bool = False) -> Loop:
    """Looks again at once while a look found something (it answers how much), else after ``every_s`` seconds.

    ``takes_long``: a look goes on beside the beats, however long it takes, and is cut off by the stop.

    While the database, or what the look needs, is away, that is logged as ``waits`` and tried again. Any other error
    ends the loop, and with it the process.
    """

    async def run(progress: Progress, stop: asyncio.Event) -> None:
        while not stop.is_set():
            found: int | None = 0
            try:
                found = await (_beside(look, progress, stop) if takes_long else look())
            except Exception as error:
                if not (is_away(error) or isinstance(error, Retryable)):
                    raise
                log.warning(waits, error=type(error).__name__)
            progress.beat(found or 0)
            left = 0.0 if found else every_s
            while left > 0 and not stop.is_set():
                await pause(stop, min(left, BEAT_S))
                progress.beat()
                left -= BEAT_S

    return run


async def _beside(look: Look, progress: Progress, stop: asyncio.Event) -> int | None:
    work = asyncio.ensure_future(look())
    while not work.done() and not stop.is_set():
        await asyncio.wait({work}, timeout=1)
        progress.beat()
    if not work.done():
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return None
    return work.result()
