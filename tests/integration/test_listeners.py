"""A region that nothing is asked of: what listens is declared, and on this machine alone (S16); and it rests."""

import asyncio
import os
import socket
from collections.abc import Iterable
from contextlib import suppress

import asyncpg
import psutil
import pytest

from deploy.local.stack import Stack
from services.intake.storage.tables import runtime
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.hearing import Hearing
from shared.runtime.looking import looking
from shared.runtime.settings import RuntimeSettings
from shared.runtime.supervision import Progress
from tests.support.poll import until


def listening(pids: Iterable[int]) -> set[tuple[str, int]]:
    """Address and port of every listener of these processes and their children."""
    mine: set[int] = set()
    for pid in pids:
        with suppress(psutil.NoSuchProcess):  # one that ended since it was recorded listens nowhere
            mine |= {one.pid for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))}
    found = (one for one in psutil.net_connections("inet") if one.pid in mine and one.status == psutil.CONN_LISTEN)
    return {(one.laddr.ip, one.laddr.port) for one in found}


def faults(found: set[tuple[str, int]], declared: set[int]) -> list[str]:
    """Listeners that are not declared, or that more than this machine reaches."""
    wrong = [f"{address}:{port} is not declared" for address, port in sorted(found) if port not in declared]
    home = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    return wrong + [f"{address}:{port} is open to others" for address, port in sorted(found) if address not in home]


def declared(stack: Stack) -> set[int]:
    """Every port that the stack gave out."""
    return set(stack._ports.values()) | {int(url.rpartition(":")[2]) for url in stack._metrics.values()}


def test_nothing_listens_that_is_not_declared(stack: Stack) -> None:
    found = listening(pid for _, pid in stack.keeper.living())
    assert len(found) >= len(stack.services)
    assert faults(found, declared(stack)) == []


@pytest.mark.control
def test_a_planted_listener_is_found(stack: Stack) -> None:
    with socket.create_server(("0.0.0.0", 0)) as planted:
        port = planted.getsockname()[1]
        found = listening([os.getpid()])
    assert ("0.0.0.0", port) in found
    assert {f"0.0.0.0:{port} is not declared", f"0.0.0.0:{port} is open to others"} <= set(
        faults(found, declared(stack))
    )


WINDOW_S, PER_S, WAKES_PER_S = 12, 20, 12
"""Of a region in which each service has a process for its interface and one for its work; on a slow machine it is less."""


async def transactions(stack: Stack) -> int:
    """Of all its databases until now."""
    connection = await asyncpg.connect(stack.addresses["postgres"])
    try:
        counted = "select sum(xact_commit + xact_rollback)::bigint from pg_stat_database where datname like 'acsg%'"
        return int(await connection.fetchval(counted))
    finally:
        await connection.close()


def wakes(stack: Stack) -> int:
    """How often the processes of its services have waited until now."""
    found = 0
    for key, pid in stack.keeper.living():
        if key[0] in stack.services:
            found += psutil.Process(pid).num_ctx_switches().voluntary
    return found


async def busiest(stack: Stack) -> str:
    """What of it did more than it may at rest, in so many seconds; nothing where it rested."""
    before, waits = await transactions(stack), wakes(stack)
    await asyncio.sleep(WINDOW_S)
    done, woken = await transactions(stack) - before, wakes(stack) - waits
    processes = sum(key[0] in stack.services for key, _ in stack.keeper.living())
    faults = [f"{done} transactions"] if done > WINDOW_S * PER_S else []
    faults += [f"{woken} wake-ups"] if woken > WINDOW_S * WAKES_PER_S * processes else []
    return ", ".join(faults)


async def test_a_region_of_which_nothing_is_asked_rests(stack: Stack) -> None:
    async def rested() -> bool:
        return not await busiest(stack)

    assert await until(rested, "a region that rests", 240)


async def test_what_another_process_committed_is_heard(stack: Stack) -> None:
    address = stack._environments["intake"]["ACSG_DATABASE_URL"]
    settings = RuntimeSettings(service="intake", database_url=address)
    here, there = (Database(settings, runtime, SystemClock()) for _ in range(2))
    ear, stop = here.bell.ear(), asyncio.Event()
    running = asyncio.create_task(Hearing(here).run(Progress(SystemClock()), stop))
    try:
        await asyncio.wait_for(ear.wait(), 60)  # from now on it listens
        ear.clear()
        async with there.unit_of_work(ByClock("test")) as uow:
            uow.tells = True
        await asyncio.wait_for(ear.wait(), 60)
    finally:
        stop.set()
        await running
        await asyncio.gather(here.dispose(), there.dispose())


@pytest.mark.control
async def test_a_loop_that_asks_all_the_time_is_found(stack: Stack) -> None:
    connection, stop = await asyncpg.connect(stack.databases["intake"]), asyncio.Event()

    async def look() -> None:
        await connection.execute("select 1")

    running = asyncio.create_task(looking(look, 0.001, "waits")(Progress(SystemClock()), stop))
    try:
        assert "transactions" in await busiest(stack)
    finally:
        stop.set()
        await running
        await connection.close()
