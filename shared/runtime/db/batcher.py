"""Calls that come while the database is busy share its next round trip: one statement, one commit, one flush to disk.

With nobody else waiting a call goes out at once, alone; nothing is delayed on purpose. Under load a statement that takes
many rows replaces as many statements. All calls of a batch succeed or fail together, so a caller whose batch failed for
another's sake is tried again alone; when the database is away all of them hear so at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from shared.runtime.db.database import is_away

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class Batcher(Generic[Asked, Answered]):
    """``run`` gives one answer per call, in order; ``lanes`` batches may be under way at once, each of ``most`` calls."""

    def __init__(
        self, run: Callable[[Sequence[Asked]], Awaitable[Sequence[Answered]]], *, most: int = 32, lanes: int = 1
    ) -> None:
        self._run, self._most, self._lanes = run, most, lanes
        self._waiting: list[tuple[Asked, asyncio.Future[Answered]]] = []
        self._busy: set[asyncio.Task[None]] = set()

    async def __call__(self, asked: Asked) -> Answered:
        """The answer to one call. Raises what ``run`` raises for it."""
        answer: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        self._begin()
        return await answer

    def _begin(self) -> None:
        while self._waiting and len(self._busy) < self._lanes:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            task = asyncio.create_task(self._work(batch))
            self._busy.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._busy.discard(task)
        self._begin()

    async def _work(self, batch: "list[tuple[Asked, asyncio.Future[Answered]]]") -> None:
        try:
            answers = await self._run([asked for asked, _ in batch])
        except Exception as error:
            if len(batch) == 1 or is_away(error):
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                return
            for one in batch:
                await self._work([one])
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
