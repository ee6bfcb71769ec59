"""A loop that looks: at once again while there is more, later when not; an outage is waited out, a fault ends it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.modalities.errors import Retryable
from shared.runtime.clock import SystemClock
from shared.runtime.db.bell import REST_S, Bell
from shared.runtime.looking import Quiet, looking
from shared.runtime.supervision import Progress, pause, unless
from tests.support.poll import until

Found = int | Exception | None


async def looked(script: list[Found], every_s: float, seconds: float) -> int:
    """How often a loop with these answers looked until they were all given, or the time was over."""
    stop, left = asyncio.Event(), iter(script)
    given = 0

    async def look() -> int | None:
        nonlocal given
        found, given = next(left), given + 1
        if given == len(script):
            stop.set()
        if isinstance(found, Exception):
            raise found
        return found

    running = asyncio.create_task(looking(look, every_s, "waits")(Progress(SystemClock()), stop))
    await asyncio.wait({running}, timeout=seconds)
    stop.set()
    await running
    return given


async def test_while_something_is_found_it_looks_again_at_once() -> None:
    assert await looked([3, 2, 1, None], 60, 5) == 4


async def test_when_nothing_is_found_it_waits() -> None:
    assert await looked([2, 0, 1], 60, 0.2) == 2


async def test_what_is_away_is_waited_for() -> None:
    away = Retryable("database_away", "The database is away for a moment")
    assert await looked([away, away, 0, away, 0], 0.001, 5) == 5


async def test_a_fault_ends_it_so_that_the_process_is_started_again() -> None:
    with pytest.raises(ValueError, match="a fault"):
        await looked([0, ValueError("a fault"), 0], 0.01, 1)


async def test_a_look_that_takes_long_does_not_look_stuck_and_ends_with_the_stop() -> None:
    stop, begun, progress = asyncio.Event(), asyncio.Event(), Progress(SystemClock())
    cut = asyncio.get_running_loop().create_future()

    async def look() -> int | None:
        begun.set()
        try:
            return int(await asyncio.get_running_loop().create_future())
        except asyncio.CancelledError:
            cut.set_result(True)
            raise

    running = asyncio.create_task(looking(look, 60, "waits", takes_long=True)(progress, stop))
    await begun.wait()
    first = progress.last

    async def beaten() -> bool:
        return progress.last > first

    assert await until(beaten, "a beat beside the look")
    stop.set()
    await asyncio.wait_for(running, 5)
    assert cut.done()


@pytest.mark.control
async def test_a_look_that_is_said_to_be_short_beats_only_after_it() -> None:
    stop, free, progress = asyncio.Event(), asyncio.Event(), Progress(SystemClock())

    async def look() -> int | None:
        await free.wait()
        return 0

    first = progress.last
    running = asyncio.create_task(looking(look, 60, "waits")(progress, stop))
    await asyncio.wait({running}, timeout=1.2)
    assert progress.last == first
    free.set()
    stop.set()
    await running


async def test_a_fault_in_a_long_look_ends_it_too() -> None:
    async def look() -> int | None:
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        await looking(look, 0.01, "waits", takes_long=True)(Progress(SystemClock()), asyncio.Event())


async def rests(bell: Bell | None, answer: Quiet | None, then: Callable[[], None], seconds: float) -> int:
    """How often a loop looked that found nothing, when something happened after its first look."""
    stop, first, given = asyncio.Event(), asyncio.Event(), 0

    async def look() -> Quiet | None:
        nonlocal given
        given += 1
        first.set()
        return answer

    running = asyncio.create_task(looking(look, 0.05, "waits", bell=bell)(Progress(SystemClock()), stop))
    await first.wait()
    then()
    await asyncio.wait({running}, timeout=seconds)
    stop.set()
    await running
    return given


async def test_a_loop_that_hears_rests_until_something_is_committed() -> None:
    bell = Bell()
    assert await rests(bell, None, lambda: None, 1) == 1
    assert await rests(bell, None, bell.ring, 1) == 2
    # What rings again and again is looked at no more often than without a bell.
    assert await rests(bell, None, lambda: [bell.ring() for _ in range(100)].clear(), 1) == 2


async def test_what_will_be_due_is_looked_at_then() -> None:
    assert await rests(Bell(), Quiet(0.2), lambda: None, 1) > 1
    now = SystemClock().now()
    assert Quiet.until(now - timedelta(seconds=5), now) == Quiet(0)
    assert Quiet.until(None, now).seconds == REST_S


@pytest.mark.control
async def test_a_loop_that_hears_nothing_asks_all_the_time() -> None:
    assert await rests(None, None, lambda: None, 1) > 2


async def test_what_is_away_is_asked_for_again_without_being_told() -> None:
    stop, given = asyncio.Event(), 0

    async def look() -> int:
        nonlocal given
        given += 1
        if given < 3:
            raise Retryable("database_away", "The database is away for a moment")
        stop.set()
        return 0

    running = asyncio.create_task(looking(look, 0.01, "waits", bell=Bell())(Progress(SystemClock()), stop))
    await asyncio.wait_for(running, REST_S)
    assert given == 3


async def test_a_pause_ends_with_the_stop_and_with_what_is_heard() -> None:
    stop, ear = asyncio.Event(), asyncio.Event()
    for one in (ear, stop):
        asyncio.get_running_loop().call_soon(one.set)
        await asyncio.wait_for(pause(stop, 60, ear), 10)
        ear.clear()


async def test_work_is_given_up_when_the_stop_comes_first() -> None:
    stop = asyncio.Event()

    async def answers() -> int:
        return 7

    assert await unless(stop, answers()) == 7
    asyncio.get_running_loop().call_soon(stop.set)
    assert await asyncio.wait_for(unless(stop, asyncio.sleep(60, 7)), 10) is None
