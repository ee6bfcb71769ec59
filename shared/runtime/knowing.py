"""What every process of a service knows and reads anew for as long as it runs, whether it works or serves alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from fastapi import FastAPI

from shared.runtime.clock import Clock
from shared.runtime.supervision import Loop, Progress

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Any]]


class Knows(Protocol):
    """What is known: it is read by loops of a worker, or beside a process that serves alone."""

    def begin(self) -> None:
        """It is yet to be read."""
        ...

    def loops(self) -> Mapping[str, Loop]:
        """Of a worker."""
        ...

    def beside(self, app: object, /) -> AbstractAsyncContextManager[None]:
        """While an application is served."""
        ...


@asynccontextmanager
async def running(loop: Loop, clock: Clock) -> AsyncIterator[None]:
    """A loop from here to the end of the block; then it is told to end, and waited for."""
    stop = asyncio.Event()
    going = asyncio.create_task(loop(Progress(clock), stop))
    try:
        yield
    finally:
        stop.set()
        await going


def also(app: FastAPI, outer: Lifespan) -> None:
    """Lets something run from before an application serves until after it has ended."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def both(one: FastAPI) -> AsyncIterator[None]:
        async with outer(one), inner(one):
            yield

    app.router.lifespan_context = both
