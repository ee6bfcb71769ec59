"""Messages that could not be delivered in the worklist: what asks for a step apart, the rest one line per recipient (WM 6)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import Region, Told

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORK = "{ worklist(first: 200) { region kind itemId who code what recipient messages late dueAt } }"


@pytest_asyncio.fixture(loop_scope="session")
async def model(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    made = await read_model(postgres, tmp_path, NOW + timedelta(days=30), "undelivered")
    yield made
    await made.close()


class Telling:
    """What notifications of some deployments say of their deliveries."""

    def __init__(self, model: ReadModel) -> None:
        self.model, self.regions = model, {name: Region(name, at_home=name == "geneva") for name in ("wca", "geneva")}

    async def __call__(self, *deliveries: tuple[int, str], must_act: bool, state: str = "failed", version: int = 1, region: str = "wca") -> None:  # fmt: skip
        records = []
        for n, recipient in deliveries:
            said = DeliveryState.model_validate({
                "delivery_id": f"d{n:03}", "event_id": "e", "event_type": "t", "item_id": "i", "recipient": recipient,
                "channel": "email", "must_act": must_act, "state": state, "attempts": version,
            })  # fmt: skip
            event = DeliveryStateChanged(aggregate_id=said.delivery_id, aggregate_version=version, delivery=said)
            data, at = event.model_dump(mode="json"), NOW - timedelta(hours=n)
            records.append(self.regions[region].record(Told(event.wire_type, said.delivery_id, version, data, at)))
        await self.model.told(records, batch=17)

    async def work(self, who: str = "geneva-officer") -> list[dict[str, Any]]:
        return list((await self.model.ask(who, WORK))["worklist"])


def lines(found: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(one["recipient"], one["messages"], one["itemId"], one["late"], *one["who"]) for one in found}


async def test_a_hundred_messages_for_information_are_one_line_of_each_party_and_never_late(model: ReadModel) -> None:
    tell = Telling(model)
    await tell(*((n, "iso3166:TCD" if n % 2 else "iso3166:FRA") for n in range(100)), must_act=False)
    found = await tell.work()
    assert lines(found) == {
        ("iso3166:TCD", 50, "d001", False, "unhcr-bureau:wca"), ("iso3166:FRA", 50, "d000", False, "unhcr-bureau:wca"),
    }  # fmt: skip
    assert found[0]["what"] == "see why messages for information do not reach iso3166:TCD: 50 could not be delivered"
    # The party itself may know of its own, and nobody of another's.
    assert {one["recipient"] for one in await tell.work("tcd-authority")} == {"iso3166:TCD"}
    assert await tell.work("deu-authority") == []


async def test_what_arrives_after_all_leaves_its_line(model: ReadModel) -> None:
    tell = Telling(model)
    await tell(*((n, "iso3166:TCD") for n in range(3)), must_act=False)
    await tell((0, "iso3166:TCD"), must_act=False, state="delivered", version=2)
    assert lines(await tell.work()) == {("iso3166:TCD", 2, "d001", False, "unhcr-bureau:wca")}
    # The same once more changes nothing.
    await tell((0, "iso3166:TCD"), must_act=False, state="delivered", version=2)
    await tell((1, "iso3166:TCD"), (2, "iso3166:TCD"), must_act=False, state="delivered", version=2)
    assert await tell.work() == []


async def test_each_message_that_asks_for_a_step_stands_by_itself_and_is_late(model: ReadModel) -> None:
    tell = Telling(model)
    await tell(*((n, "iso3166:TCD") for n in range(3)), must_act=True)
    await tell((9, "iso3166:TCD"), must_act=False)
    found = await tell.work()
    assert sorted((one["code"], one["late"]) for one in found) == [("reach", True)] * 3 + [("unreachable", False)]


async def test_deployments_are_kept_apart(model: ReadModel) -> None:
    tell = Telling(model)
    await tell((1, "iso3166:FRA"), (3, "iso3166:FRA"), must_act=False)
    await tell((2, "iso3166:FRA"), must_act=False, region="geneva")
    assert {(one["region"], one["messages"], *one["who"]) for one in await tell.work()} == {
        ("wca", 2, "unhcr-bureau:wca"), ("geneva", 1, "unhcr:secretariat")
    }  # fmt: skip


@pytest.mark.control
async def test_control_a_count_that_is_off_shows(model: ReadModel) -> None:
    tell = Telling(model)
    await tell((1, "iso3166:FRA"), (3, "iso3166:FRA"), must_act=False)
    await model.change("update unreached_count set messages = 7")
    await tell((4, "iso3166:FRA"), must_act=False)
    assert {one["messages"] for one in await tell.work()} == {8}
