"""Silent corruption at Geneva is found by digests within two rounds and repaired (G6)."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ITEMS = """select md5(string_agg(row(id, epoch, version, status, areas, parties, shown_to, state, figures)::text, '|'
    order by id)) from item"""
CORRUPTIONS = (
    "update item set state = jsonb_set(state, '{content,title}', '\"Planted\"') where id = :id",
    "update item set status = 'withdrawn' where id = :id",
    "update item set parties = '{iso3166:XXX}' where id = :id",
    "update item set shown_to = '{public}' where id = :id",
    "update item set version = version + 3 where id = :id",
    "update item set version = 0 where id = :id",
    "delete from item where id = :id",
    "update item set figures = '[]' where id = :id",
    "update item set state = state - 'findings' where id = :id",
    "update item set reference = 'ACSG-0000-XXX-000' where id = :id",
)


@pytest_asyncio.fixture(loop_scope="session")
async def network() -> Network:
    return Network()


@pytest_asyncio.fixture(loop_scope="session")
async def intake(postgres: Postgres, tmp_path: Path, network: Network) -> AsyncIterator[Intake]:
    found = Intake(postgres, tmp_path, network, FixedClock(NOW))
    await found.start()
    yield found
    await found.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def geneva(postgres: Postgres, tmp_path: Path, network: Network, intake: Intake) -> AsyncIterator[ReadModel]:
    model = await geneva_over(postgres, tmp_path, network, intake.clock, compare_every_s=600)
    yield model
    await model.close()


async def corrupt(geneva: ReadModel) -> list[str]:
    """One row each way, chosen at random."""
    rows = await geneva.rows("select id from item where kind = 'request' order by id")
    ids: list[str] = random.Random(11).sample([r.id for r in rows], len(CORRUPTIONS))
    for statement, one in zip(CORRUPTIONS, ids, strict=True):
        assert await geneva.change(statement, id=one) == 1
    return ids


async def test_ten_rows_corrupted_at_random_are_found_within_two_rounds_and_repaired(
    geneva: ReadModel, intake: Intake
) -> None:
    for _ in range(40):
        await intake.submit()
    await geneva.told(await intake.published())
    before, sums = (
        await geneva.value(ITEMS),
        await geneva.rows("select * from rollup where items > 0 order by 1,2,3,4,5"),
    )
    ids = await corrupt(geneva)
    assert await geneva.value(ITEMS) != before
    for _ in range(2):
        await geneva.mend()
        intake.clock.advance(seconds=601)
    assert await geneva.value(ITEMS) == before
    repaired = await geneva.rows("select item_id, what from divergence where repaired_at is not null")
    assert {r.item_id for r in repaired} == set(ids)
    assert {r.what for r in repaired} == {"altered", "ahead", "behind", "missing"}
    rounds = await geneva.rows(
        "select kind, rounds, compared, differing, repaired, error from comparison order by kind"
    )
    assert [(r.kind, r.rounds, r.compared, r.error) for r in rounds] == [
        ("commitment", 2, 0, None),
        ("crisis", 2, 0, None),
        ("request", 2, 40, None),
        ("warning", 2, 0, None),
    ]
    await geneva.mend()
    assert (await geneva.rows("select differing from comparison where kind = 'request'"))[0][0] == 0
    after = await geneva.rows("select * from rollup where items > 0 order by 1,2,3,4,5")
    assert [tuple(r) for r in after] == [tuple(r) for r in sums]


async def test_what_is_merely_on_its_way_is_left_alone(geneva: ReadModel, intake: Intake) -> None:
    ids = [await intake.submit() for _ in range(10)]
    await geneva.told(await intake.published())
    for one in ids[:5]:
        await intake.decide(one)
    await geneva.mend()
    intake.clock.advance(seconds=601)
    assert await geneva.value("select count(*) from divergence where what = 'behind'") == 5
    await geneva.told(await intake.published())
    await geneva.mend()
    assert await geneva.value("select count(*) from history where type like 'acsg.gateway.%'") == 0
    assert await geneva.value("select count(*) from divergence") == 0


async def test_an_item_its_owner_has_nothing_of_is_listed_as_vanished(geneva: ReadModel, intake: Intake) -> None:
    for _ in range(3):
        await intake.submit()
    await geneva.told(await intake.published())
    await geneva.change(
        """insert into item (region, kind, id, version, reference, status, areas, parties, roles, shown_to, begun_at, changed_at,
        state, epoch, serving, figures, withheld, seal) select region, kind, 'planted', version, 'PLANTED', status, areas,
        parties, roles, shown_to, begun_at, changed_at, state, epoch, serving, figures, withheld, seal from item limit 1"""
    )
    for _ in range(2):
        await geneva.mend()
        intake.clock.advance(seconds=601)
    assert await geneva.value("select count(*) from item where id = 'planted'") == 0
    assert [tuple(r) for r in await geneva.rows("select item_id, reference, kept_version from vanished")] == [
        ("planted", "PLANTED", None)
    ]


async def test_an_owner_that_has_lost_most_without_a_new_epoch_empties_no_view(
    geneva: ReadModel, intake: Intake
) -> None:
    for _ in range(30):
        await intake.submit()
    await geneva.told(await intake.published())
    async with intake.service.database.unit_of_work(ByClock("test")) as uow:
        await uow.connection.exec_driver_sql("delete from request_version; ")
        await uow.connection.exec_driver_sql("delete from support_request")
    for _ in range(3):
        await geneva.mend()
        intake.clock.advance(seconds=601)
    assert await geneva.value("select count(*) from item") == 30
    assert await geneva.value("select count(*) from vanished") == 0
    row = (await geneva.rows("select compared, differing, error from comparison where kind = 'request'"))[0]
    assert tuple(row) == (0, 30, "owner_lost_most")


async def test_an_owner_that_is_away_leaves_the_last_figures_with_the_reason(
    geneva: ReadModel, intake: Intake, network: Network
) -> None:
    await intake.submit()
    await geneva.told(await intake.published())
    await geneva.mend()
    network.cut.add("wca-intake")
    intake.clock.advance(seconds=601)
    await geneva.mend()
    row = (await geneva.rows("select rounds, compared, error from comparison where kind = 'request'"))[0]
    assert tuple(row) == (1, 1, "ConnectError")


@pytest.mark.control
async def test_control_without_the_comparison_corruption_stays(geneva: ReadModel, intake: Intake) -> None:
    """Events alone do not heal: what was altered behind the projector's back stays until the item's next event."""
    for _ in range(40):
        await intake.submit()
    records = await intake.published()
    await geneva.told(records)
    before = await geneva.value(ITEMS)
    await corrupt(geneva)
    await geneva.told(records)
    assert await geneva.value(ITEMS) != before
