"""A region's clock that is an hour off changes no order and no merge; it is an alarm (G8)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.runtime.clock import FixedClock
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import BEGIN, Region

ORDER = "select region, id, kind, epoch, version, status, md5(state::text) as digest from item order by 1, 2, 3"
SUMS = "select region, figure, area, unit, label, amount, items from rollup where items > 0 order by 1, 2, 3, 4, 5"


@pytest_asyncio.fixture(loop_scope="session")
async def right(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    model = await read_model(postgres, tmp_path, BEGIN + timedelta(days=30))
    await model.told(Region("wca").live(0, 40))
    yield model
    await model.close()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_order_and_merge_are_the_same(right: ReadModel, postgres: Postgres, tmp_path: Path, hours: int) -> None:
    wrong = await read_model(postgres, tmp_path, BEGIN + timedelta(days=30), "read_model_wrong")
    region = Region("wca")
    records = []
    for number, record in enumerate(region.live(0, 40)):
        records.append(record)
        # The clock jumps in the middle of lives, so that versions of one item have moments in the wrong order.
        region.ahead = timedelta(hours=hours) if number % 5 == 0 else timedelta(0)
    await wrong.told(records)
    for query in (ORDER, SUMS):
        assert [tuple(r) for r in await wrong.rows(query)] == [tuple(r) for r in await right.rows(query)]
    assert await wrong.rows("select * from gap") == []
    query = '{ item(key: "wca-request-000003") { history { type version } } }'
    steps = (await wrong.ask("geneva-officer", query))["item"]["history"]
    own = [s["version"] for s in steps if "intake" in s["type"]]
    assert own == sorted(own)
    before = await wrong.digest()
    await wrong.told(records)
    assert await wrong.digest() == before
    await wrong.close()


@pytest.mark.parametrize(("hours", "alarm"), [(-1, True), (0, False), (1, True)])
async def test_a_clock_that_is_off_is_measured_and_is_an_alarm(
    postgres: Postgres, tmp_path: Path, hours: int, alarm: bool
) -> None:
    ours = FixedClock(datetime(2026, 6, 1, 12, tzinfo=UTC))
    theirs = FixedClock(ours.now() + timedelta(hours=hours))
    network = Network()
    intake = Intake(postgres, tmp_path, network, theirs)
    await intake.start()
    geneva = await geneva_over(postgres, tmp_path, network, ours)
    await intake.submit()
    await geneva.told(await intake.published())
    await geneva.upkeep.listen()
    found = (await geneva.ask(None, "{ regions { region state clockAlarm clockOffSeconds } }"))["regions"]
    assert found == [{"region": "wca", "state": "FRESH", "clockAlarm": alarm, "clockOffSeconds": hours * 3600.0}]
    digests = await geneva.rows("select * from divergence")
    await geneva.mend()
    assert await geneva.rows("select * from divergence") == digests == []
    await geneva.close()
    await intake.stop()


async def test_an_event_from_the_future_is_an_alarm_by_itself(postgres: Postgres, tmp_path: Path) -> None:
    geneva = await read_model(postgres, tmp_path, BEGIN + timedelta(minutes=5), deployment="geneva")
    region = Region("wca", ahead=timedelta(hours=1))
    await geneva.told([next(iter(region.live(0, 1)))])
    found = (await geneva.ask(None, "{ regions { region clockAlarm clockOffSeconds } }"))["regions"]
    assert found == [{"region": "wca", "clockAlarm": True, "clockOffSeconds": 3300.0}]
    await geneva.close()


@pytest.mark.control
async def test_control_an_order_by_moments_would_be_another(right: ReadModel) -> None:
    """With the jumps of the first test, the latest moment of an item is not its latest version."""
    region = Region("wca")
    moments: dict[str, list[tuple[datetime, int]]] = {}
    for number, record in enumerate(region.live(0, 40)):
        headers = dict(record.headers)
        moment = datetime.fromisoformat(headers["ce_time"].decode())
        moments.setdefault(record.key + record.topic, []).append((moment, int(headers["ce_aggregateversion"])))
        region.ahead = timedelta(hours=1) if number % 5 == 0 else timedelta(0)
    assert right.clock.now() > BEGIN
    assert any(max(steps)[1] != max(version for _, version in steps) for steps in moments.values())
