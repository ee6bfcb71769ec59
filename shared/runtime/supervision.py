"""Supervision by progress: a loop that stops getting on ends its process, and whoever started it starts it again."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from shared.runtime.clock import Clock

WEDGED = 70
"""Exit status of a process whose loop made no progress."""

DRAIN_SECONDS, LOOK_S = 10.0, 3.0
BEAT_S = 5.0
"""How often at least a loop that waits says that it lives."""
Answer = TypeVar("Answer")
log = structlog.get_logger()


@dataclass
class Progress:
    """What a loop tells about itself. ``beat`` = I am getting on; ``lag`` = work waiting, in events."""

    clock: Clock
    last: float = field(init=False)
    lag: int = 0

    def __post_init__(self) -> None:
        self.last = self.clock.monotonic()

    def beat(self, lag: int = 0) -> None:
        """Called when something was handled, when nothing waits, or while a known outage is waited out."""
        self.last, self.lag = self.clock.monotonic(), lag

    def idle_seconds(self) -> float:
        """Seconds since the last beat."""
        return self.clock.monotonic() - self.last


Loop = Callable[[Progress, asyncio.Event], Coroutine[object, object, None]]
"""A loop runs until the event is set, and beats."""


async def run_supervised(loops: Mapping[str, Loop], clock: Clock, watchdog_seconds: float) -> None:
    """Runs loops until SIGTERM or SIGINT, then lets them drain; ends the process when one wedges or dies."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    progress = {name: Progress(clock) for name in loops}
    tasks = {asyncio.create_task(loop(progress[name], stop), name=name) for name, loop in loops.items()}
    stopping = asyncio.create_task(stop.wait())
    try:
        every = min(LOOK_S, watchdog_seconds / 10)
        while not stop.is_set():
            await asyncio.wait({*tasks, stopping}, timeout=every, return_when=asyncio.FIRST_COMPLETED)
            _end_when_dead(tasks, stop)
            _end_when_wedged(progress, watchdog_seconds)
        log.info("draining")
        _, late = await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
        for task in late:
            log.warning("drain_cut_short", loop=task.get_name())
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        stopping.cancel()


def _end_when_dead(tasks: set["asyncio.Task[None]"], stop: asyncio.Event) -> None:
    for task in tasks:
        if task.done() and not stop.is_set():
            error = task.exception()
            log.error("loop_ended", loop=task.get_name(), error=type(error).__name__, exc_info=error)
            os._exit(WEDGED)


def _end_when_wedged(progress: Mapping[str, Progress], watchdog_seconds: float) -> None:
    for name, state in progress.items():
        if state.idle_seconds() > watchdog_seconds:
            log.error("loop_wedged", loop=name, seconds=round(state.idle_seconds()), lag=state.lag)
            os._exit(WEDGED)


async def through_outages(
    session: Callable[[], Awaitable[None]],
    progress: Progress,
    stop: asyncio.Event,
    is_outage: Callable[[Exception], bool],
    event: str,
    **named: str,
) -> None:
    """Holds sessions until the stop; an outage is logged as ``event`` and waited out with growing pauses.

    Raises what a session raises when it is no outage.
    """
    delay = 0.1
    while not stop.is_set():
        try:
            await session()
            delay = 0.1
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning(event, error=type(error).__name__, **named)
            progress.beat()
            await pause(stop, delay)
            delay = min(delay * 2, 3.0)


async def unless(stop: asyncio.Event, work: Coroutine[object, object, Answer]) -> Answer | None:
    """What the work answers; None, and the work is given up, when the stop comes first."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for one in (working, stopping):
            one.cancel()


async def pause(stop: asyncio.Event, seconds: float, ear: asyncio.Event | None = None) -> None:
    """Waits, but not past the stop, nor past what the ear hears."""
    if ear is None:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)
        return
    if seconds <= 0:
        return
    waiting = {asyncio.ensure_future(one.wait()) for one in (stop, ear)}
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
