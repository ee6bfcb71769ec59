"""What Geneva misses it asks of its owner: events while they are kept, states after that, and it says which (G3)."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.runtime.clock import FixedClock
from shared.runtime.kafka.records import Record
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel, read_model

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HEALED = "select healed_by, count(*) from gap where healed_at is not null group by 1"


@dataclass
class World:
    network: Network
    clock: FixedClock
    intake: Intake
    geneva: ReadModel

    async def some_work(self, count: int) -> list[Record]:
        """Requests that are submitted, revised and decided."""
        ids = [await self.intake.submit() for _ in range(count)]
        for n, one in enumerate(ids):
            await self.intake.revise(one, f"Title {n} of this request")
            if n % 2:
                await self.intake.decide(one)
        return await self.intake.published()


@pytest_asyncio.fixture(loop_scope="session")
async def world(postgres: Postgres, tmp_path: Path) -> AsyncIterator[World]:
    network, clock = Network(), FixedClock(NOW)
    intake = Intake(postgres, tmp_path, network, clock)
    await intake.start()
    geneva = await geneva_over(postgres, tmp_path, network, clock, compare_every_s=1e9)
    yield World(network, clock, intake, geneva)
    await geneva.close()
    await intake.stop()


def without_some(records: list[Record], share: float, seed: int = 5) -> list[Record]:
    """A share of the records is lost, the last of no stream."""
    last = {(r.topic, r.partition): n for n, r in enumerate(records)}.values()
    chance = random.Random(seed)
    return [r for n, r in enumerate(records) if n in set(last) or chance.random() > share]


async def test_missing_events_are_pulled_and_lead_to_the_same_read_model(
    world: World, postgres: Postgres, tmp_path: Path
) -> None:
    records = await world.some_work(40)
    whole = await read_model(postgres, tmp_path, NOW, "read_model_whole")
    await whole.told(records)
    await world.geneva.told(without_some(records, 0.2))
    lost = await world.geneva.value("select sum(missing) from stream_cursor")
    assert lost > 10
    await world.geneva.mend()
    assert await world.geneva.value("select count(*) from gap where healed_at is not null") == 0
    world.clock.advance(seconds=6)
    await world.geneva.mend()
    assert {r[0] for r in await world.geneva.rows(HEALED)} == {"pull"}
    assert await world.geneva.value("select sum(missing) from stream_cursor") == 0
    assert await world.geneva.digest() == await whole.digest()
    await world.geneva.told(records)
    assert await world.geneva.digest() == await whole.digest()
    await whole.close()


async def test_what_the_outbox_no_longer_has_is_taken_over_as_states_and_said_so(world: World) -> None:
    records = await world.some_work(30)
    await world.intake.sweep()
    await world.geneva.told(without_some(records, 0.3))
    world.clock.advance(seconds=6)
    await world.geneva.mend()
    assert {r[0] for r in await world.geneva.rows(HEALED)} == {"state"}
    assert await world.geneva.value("select sum(missing) from stream_cursor") == 0
    asked = world.intake.service.database
    async with asked.reading() as connection:
        rows = await connection.exec_driver_sql("select request_id::text, version, status from support_request")
        theirs = {(r[0], r[1], r[2]) for r in rows}
    ours = await world.geneva.rows("select id, version, status from item where kind = 'request'")
    assert {tuple(r) for r in ours} == theirs
    taken = await world.geneva.value("select count(*) from history where type = 'acsg.gateway.state-taken-over'")
    assert taken > 0
    assert await world.geneva.value("select count(*) from item where state::text like '%cnarr@example.org%'") == 0


async def test_an_owner_that_is_away_is_asked_again_later_and_less_often(world: World) -> None:
    records = await world.some_work(20)
    await world.geneva.told(without_some(records, 0.2))
    world.network.cut.add("wca-intake")
    world.clock.advance(seconds=6)
    waits = []
    for _ in range(5):
        await world.geneva.mend()
        row = (await world.geneva.rows("select attempts, error, next_at from gap where healed_at is null limit 1"))[0]
        waits.append((row.next_at - world.clock.now()).total_seconds())
        assert row.error == "ConnectError"
        world.clock.advance(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16]
    world.network.cut.clear()
    await world.geneva.mend()
    assert await world.geneva.value("select count(*) from gap where healed_at is null") == 0


async def test_a_missing_tail_is_found_though_nothing_comes_after_it(world: World) -> None:
    records = await world.some_work(12)
    await world.geneva.told(records[:-7])
    for _ in range(4):
        await world.geneva.upkeep.listen()
        world.clock.advance(seconds=3)
    assert await world.geneva.value("select sum(missing) from stream_cursor") == 7
    world.clock.advance(seconds=6)
    await world.geneva.mend()
    assert await world.geneva.value("select sum(missing) from stream_cursor") == 0
    assert await world.geneva.value("select count(*) from item where kind = 'request'") == 12


@pytest.mark.control
async def test_control_without_upkeep_what_is_missing_stays_missing(world: World) -> None:
    records = await world.some_work(20)
    await world.geneva.told(without_some(records, 0.2))
    world.clock.advance(hours=5)
    assert await world.geneva.value("select count(*) from gap where healed_at is null") > 0


async def test_an_owner_that_answers_for_another_is_not_believed(world: World) -> None:
    """An address that leads to another deployment, or a wrong one, must not write into this region."""
    records = await world.some_work(10)
    await world.geneva.told(without_some(records, 0.3))
    before = await world.geneva.digest()
    await world.intake.stop()
    await world.intake.start(deployment="europe")
    world.clock.advance(seconds=6)
    await world.geneva.mend()
    assert {r[0] for r in await world.geneva.rows("select error from gap where healed_at is null")} == {"other_owner"}
    assert await world.geneva.digest() == before
