"""Calls that wait together go together; each gets its own answer, and nobody pays for another's fault."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.runtime.db.batcher import Batcher


class Slow:
    """Answers ten times the number; each batch waits for a word. Odd numbers over 100 are refused."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go = asyncio.Semaphore(0)

    async def __call__(self, asked: Sequence[int]) -> list[int]:
        self.batches.append(list(asked))
        await self.may_go.acquire()
        if any(number == 404 for number in asked):
            raise OSError("away")
        if any(number > 100 and number % 2 for number in asked):
            raise ValueError("refused")
        return [number * 10 for number in asked]


async def asked(batcher: Batcher[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(batcher(number)) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_the_first_goes_at_once_and_those_that_wait_share_the_next() -> None:
    slow = Slow()
    tasks = await asked(Batcher(slow), 1, 2, 3, 4)
    assert slow.batches == [[1]]
    for _ in range(2):
        slow.may_go.release()
    assert await asyncio.gather(*tasks) == [10, 20, 30, 40]
    assert slow.batches == [[1], [2, 3, 4]]


async def test_a_batch_is_bounded_and_lanes_run_beside_each_other() -> None:
    slow = Slow()
    tasks = await asked(Batcher(slow, most=2, lanes=2), *range(1, 7))
    assert slow.batches == [[1], [2]]
    for _ in range(4):
        slow.may_go.release()
    assert await asyncio.gather(*tasks) == [10, 20, 30, 40, 50, 60]
    assert slow.batches == [[1], [2], [3, 4], [5, 6]]


async def test_one_that_is_refused_does_not_take_the_others_with_it() -> None:
    slow = Slow()
    tasks = await asked(Batcher(slow), 1, 2, 101, 4)
    for _ in range(5):
        slow.may_go.release()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [found[0], found[1], found[3]] == [10, 20, 40]
    assert isinstance(found[2], ValueError)
    assert slow.batches == [[1], [2, 101, 4], [2], [101], [4]]


async def test_all_hear_at_once_that_the_database_is_away() -> None:
    slow = Slow()
    tasks = await asked(Batcher(slow), 1, 404, 5)
    for _ in range(2):
        slow.may_go.release()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert found[0] == 10
    assert [type(one) for one in found[1:]] == [OSError, OSError]
    assert slow.batches == [[1], [404, 5]]


async def test_a_caller_that_leaves_harms_nobody() -> None:
    slow = Slow()
    tasks = await asked(Batcher(slow), 1, 2, 3)
    tasks[1].cancel()
    for _ in range(2):
        slow.may_go.release()
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    assert [await tasks[0], await tasks[2]] == [10, 30]
