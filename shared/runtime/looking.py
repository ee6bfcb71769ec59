"""Time as an event: a loop that looks, again and again, whether something has come. What it does stands in the look."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from shared.modalities.errors import Retryable
from shared.runtime.db.bell import REST_S, Bell
from shared.runtime.db.database import is_away
from shared.runtime.supervision import BEAT_S, Loop, Progress, pause

log = structlog.get_logger()


@dataclass(frozen=True)
class Quiet:
    """A look's answer: nothing is to be done, and nothing will be for so many seconds unless something is committed."""

    seconds: float

    @classmethod
    def until(cls, moment: datetime | None, now: datetime) -> "Quiet":
        """Until a moment; for good where there is none."""
        return cls(REST_S if moment is None else max(0.0, (moment - now).total_seconds()))

    def __bool__(self) -> bool:
        """Nothing was found."""
        return False


Found = int | Quiet | None
Look = Callable[[], Awaitable[Found]]


def looking(look: Look, every_s: float, waits: str, *, takes_long: bool = False, bell: Bell | None = None) -> Loop:
    """Looks again at once while a look found something (it answers how much), else after ``every_s`` seconds.

    ``bell``: of the database in which there may be something to do. Then a look that found nothing is followed by the
    next one when something was committed there, but never sooner than ``every_s`` after it; when what it said will have
    to be done (``Quiet``); and after ``REST_S`` in any case.

    ``takes_long``: a look goes on beside the beats, however long it takes, and is cut off by the stop.

    While the database, or what the look needs, is away, that is logged as ``waits`` and tried again. Any other error
    ends the loop, and with it the process.
    """

    async def run(progress: Progress, stop: asyncio.Event) -> None:
        ear = bell.ear() if bell is not None else None
        while not stop.is_set():
            found: Found = 0
            away = False
            if ear is not None:
                ear.clear()
            try:
                found = await (_beside(look, progress, stop) if takes_long else look())
            except Exception as error:
                if not (is_away(error) or isinstance(error, Retryable)):
                    raise
                log.warning(waits, error=type(error).__name__)
                away = True
            progress.beat(found if isinstance(found, int) else 0)
            if not found:
                most = found.seconds if isinstance(found, Quiet) else REST_S
                await _rest(progress, stop, every_s, most, None if away else ear)

    return run


async def _rest(
    progress: Progress, stop: asyncio.Event, every_s: float, most_s: float, ear: asyncio.Event | None
) -> None:
    left = every_s
    while left > 0 and not stop.is_set():
        await pause(stop, min(left, BEAT_S))
        progress.beat()
        left -= BEAT_S
    left = min(REST_S, most_s) - every_s
    while ear is not None and left > 0 and not (stop.is_set() or ear.is_set()):
        await pause(stop, min(left, BEAT_S), ear)
        progress.beat()
        left -= BEAT_S


async def _beside(look: Look, progress: Progress, stop: asyncio.Event) -> Found:
    work = asyncio.ensure_future(look())
    while not work.done() and not stop.is_set():
        await asyncio.wait({work}, timeout=1)
        progress.beat()
    if not work.done():
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return None
    return work.result()
