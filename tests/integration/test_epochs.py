"""A region restored from a backup raises its epoch; Geneva comes in line and lists what is lost (R23)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.runtime.clock import FixedClock
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="session")
async def intake(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Intake]:
    found = Intake(postgres, tmp_path, Network(), FixedClock(NOW))
    await found.start()
    yield found
    await found.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def geneva(postgres: Postgres, tmp_path: Path, intake: Intake) -> AsyncIterator[ReadModel]:
    model = await geneva_over(postgres, tmp_path, intake._network, intake.clock, compare_every_s=1e9)
    yield model
    await model.close()


async def test_the_divergent_suffix_is_reconciled_and_listed(geneva: ReadModel, intake: Intake) -> None:
    kept, changed, retold = [await intake.submit() for _ in range(5)], await intake.submit(), await intake.submit()
    records = await intake.published()
    async with intake.restored_later(epoch=2):
        await intake.revise(changed, "A version that the backup does not have")
        await intake.decide(changed)
        await intake.revise(retold, "The first telling of version two")
        lost = await intake.submit()
        records += await intake.published()
        await geneva.told(records)
    assert await geneva.value("select version from item where id = :id", id=changed) == 3
    await intake.revise(retold, "The second telling of version two")
    await intake.revise(kept[0], "Something new")
    again = await intake.published()
    places = [
        (dict(r.headers)["ce_stream"], dict(r.headers)["ce_epoch"], dict(r.headers)["ce_sequence"])
        for r in records + again
    ]
    assert len(set(places)) == len(places)
    assert len({dict(r.headers)["ce_id"] for r in records + again}) == len(places)
    await geneva.told(again)
    found = await geneva.rows("select region, source, epoch, done_at from reconciliation")
    assert [tuple(r) for r in found] == [("wca", "/acsg/wca/intake", 2, None)]
    await geneva.mend()
    listed = await geneva.rows("select item_id, epoch, version, kept_version from vanished order by item_id, version")
    assert sorted(tuple(r) for r in listed) == sorted(
        [(changed, 1, 2, 1), (changed, 1, 3, 1), (lost, 1, 1, None), (retold, 1, 2, 2)]
    )
    async with intake.service.database.reading() as connection:
        rows = await connection.exec_driver_sql("select request_id::text, version, state ->> 'status', "
                                                "state #>> '{content,title}' from support_request")  # fmt: skip
        theirs = {tuple(r) for r in rows}
    ours = await geneva.rows("select id, version, status, state #>> '{content,title}' from item where kind = 'request'")
    assert {tuple(r) for r in ours} == theirs
    row = (await geneva.rows("select done_at, taken_over, vanished, error from reconciliation"))[0]
    assert (row.done_at, row.vanished, row.error) == (intake.clock.now(), 4, None)
    assert await geneva.value("select sum(missing) from stream_cursor") == 0
    # Old words that come once more, late or by a replicator that starts anew, bring nothing of it back.
    before = await geneva.digest()
    await geneva.told(records)
    await geneva.change("delete from inbox")
    await geneva.told(records)
    assert await geneva.value("select count(*) from item where id = :id", id=lost) == 0
    ours = await geneva.rows("select id, version, status, state #>> '{content,title}' from item where kind = 'request'")
    assert {tuple(r) for r in ours} == theirs
    assert await geneva.digest() == before


async def test_a_new_epoch_is_heard_of_also_while_the_region_is_quiet(geneva: ReadModel, intake: Intake) -> None:
    await intake.submit()
    async with intake.restored_later(epoch=2):
        lost = await intake.submit()
        await geneva.told(await intake.published())
    await geneva.upkeep.listen()
    await geneva.mend()
    assert [r.item_id for r in await geneva.rows("select item_id from vanished")] == [lost]
    assert await geneva.value("select count(*) from item") == 1


async def test_an_owner_that_is_away_is_reconciled_when_it_answers(geneva: ReadModel, intake: Intake) -> None:
    one = await intake.submit()
    async with intake.restored_later(epoch=2):
        await intake.decide(one)
        await geneva.told(await intake.published())
    await intake.submit()
    await geneva.told(await intake.published())
    intake._network.cut.add("wca-intake")
    await geneva.mend()
    assert (await geneva.rows("select error, attempts from reconciliation"))[0].error == "ConnectError"
    intake._network.cut.clear()
    intake.clock.advance(seconds=2)
    await geneva.mend()
    assert await geneva.value("select count(*) from reconciliation where done_at is not null") == 1
    assert await geneva.value("select status from item where id = :id", id=one) == "submitted"


@pytest.mark.control
async def test_control_without_a_raised_epoch_the_suffix_stands_for_ever(geneva: ReadModel, intake: Intake) -> None:
    """A restore that forgets to raise the epoch uses numbers twice, and events alone never tell."""
    one = await intake.submit()
    records = await intake.published()
    async with intake.restored_later(epoch=1):
        await intake.decide(one)
        records += await intake.published()
        await geneva.told(records)
    await intake.revise(one, "Another version two")
    again = await intake.published()
    places = [(dict(r.headers)["ce_stream"], dict(r.headers)["ce_sequence"]) for r in records + again]
    assert len(set(places)) < len(places)
    await geneva.told(again)
    assert await geneva.value("select status from item where id = :id", id=one) == "in_line"
