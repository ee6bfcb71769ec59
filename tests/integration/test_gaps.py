"""Gaps are found by number, whatever way events come, and close when what is missing comes (G3, G4)."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import BEGIN, Region

NOW = BEGIN + timedelta(days=30)
OPEN = (
    "select region, stream, first, last, cause, missing::text from gap where healed_at is null order by stream, first"
)


@pytest_asyncio.fixture(loop_scope="session")
async def geneva(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    model = await read_model(postgres, tmp_path, NOW)
    yield model
    await model.close()


@pytest_asyncio.fixture(loop_scope="session")
async def other(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    model = await read_model(postgres, tmp_path, NOW, "read_model_too")
    yield model
    await model.close()


async def test_whole_streams_have_no_gap(geneva: ReadModel) -> None:
    await geneva.told(Region("wca").live(0, 60))
    assert await geneva.rows("select * from gap") == []
    assert await geneva.value("select sum(missing) from stream_cursor") == 0
    assert await geneva.value("select count(*) from item where kind = 'request'") == 60


async def test_every_dropped_event_is_missed_and_closes_its_gap_when_it_comes(geneva: ReadModel) -> None:
    records = list(Region("wca").live(0, 100))
    chance = random.Random(7)
    tails = {(r.topic, r.partition): n for n, r in enumerate(records)}.values()
    dropped = set(chance.sample(sorted(set(range(len(records))) - set(tails)), 40))
    await geneva.told([r for n, r in enumerate(records) if n not in dropped])
    assert await geneva.value("select sum(missing) from stream_cursor") == 40
    missing = "select sum(upper(p) - lower(p)) from gap, unnest(missing) p where healed_at is null"
    assert await geneva.value(missing) == 40
    late = [records[n] for n in sorted(dropped)]
    chance.shuffle(late)
    await geneva.told(late[:20], batch=3)
    assert await geneva.value(missing) == 20
    await geneva.told(late[20:], batch=1)
    assert await geneva.rows(OPEN) == []
    assert await geneva.value("select sum(missing) from stream_cursor") == 0
    assert {r.healed_by for r in await geneva.rows("select healed_by from gap")} == {"bus"}


async def test_any_order_and_any_batches_lead_to_the_same_read_model(geneva: ReadModel, other: ReadModel) -> None:
    records = list(Region("wca").live(0, 40)) + list(Region("europe").live(0, 40))
    await geneva.told(records)
    shuffled = records.copy()
    random.Random(3).shuffle(shuffled)
    await other.told(shuffled, batch=17)
    assert await other.rows(OPEN) == []
    assert await other.digest() == await geneva.digest()


async def test_a_replicator_that_starts_from_the_beginning_changes_nothing(geneva: ReadModel) -> None:
    records = list(Region("wca").live(0, 50))
    await geneva.told(records)
    before = await geneva.digest()
    for _ in range(3):
        await geneva.told(records, batch=100)
    assert await geneva.digest() == before
    assert await geneva.rows("select * from gap") == []


@pytest.mark.control
async def test_control_records_that_come_again_under_other_identities_do_change_it(geneva: ReadModel) -> None:
    """Else the digest above would be blind: what protects is that a repeat keeps its identity and its number."""
    records = list(Region("wca").live(0, 10))
    await geneva.told(records)
    before = await geneva.digest()
    await geneva.told(
        replace(r, headers=tuple((k, b"again-" + v if k == "ce_id" else v) for k, v in r.headers)) for r in records
    )
    assert await geneva.digest() != before


async def test_where_records_stood_tells_why_numbers_are_missing(geneva: ReadModel) -> None:
    region = Region("wca")
    first = list(region.live(0, 12))
    await geneva.told(first)
    purged = list(region.live(12, 30))
    kept = list(region.live(30, 40))
    await geneva.told(kept)
    assert {r.cause for r in await geneva.rows(OPEN)} == {"retention"}
    assert purged
    region.offsets.clear()
    list(region.live(40, 50))
    region.offsets.clear()
    await geneva.change("delete from gap")
    await geneva.told(region.live(50, 60))
    assert {r.cause for r in await geneva.rows(OPEN)} == {"topic_recreated"}
    europe = Region("europe")
    list(europe.live(0, 10))
    europe.offsets.clear()
    await geneva.told(europe.live(10, 20))
    assert {r.cause for r in await geneva.rows(OPEN) if r.region == "europe"} == {"unknown"}


@pytest.mark.control
async def test_control_without_numbers_a_lost_event_is_lost_in_silence(geneva: ReadModel, other: ReadModel) -> None:
    """What a reader would see that trusts the bus: a read model that looks whole and is not."""
    records = list(Region("wca").live(0, 30))
    await other.told(records)
    dropped = next(n for n, r in enumerate(records) if b"consent-to-solicit-given" in dict(r.headers)["ce_type"])
    await geneva.told(records[:dropped] + records[dropped + 1 :])
    assert await geneva.value("select count(*) from item") == await other.value("select count(*) from item")
    assert await geneva.digest() != await other.digest()
    assert len(await geneva.rows(OPEN)) == 1
