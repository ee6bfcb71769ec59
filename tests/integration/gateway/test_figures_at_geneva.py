"""Unmet need and time to first feedback hold at Geneva: equal to what the regions answer of themselves (WM 6, 16)."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.pulse.store import keep
from shared.contracts.event import Event
from tests.support.happenings import Request
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import Region, Told

NOW = datetime(2026, 5, 1, tzinfo=UTC)
FIGURES = "{ unmetNeed { region functionalArea unit open requests } firstFeedback { region requests medianSeconds } }"
EMPTY: dict[str, list[Any]] = {"unmetNeed": [], "firstFeedback": []}


class World:
    """A region that hears of itself on its own topics, and Geneva that hears the same by the twins that leave it."""

    def __init__(self, region: ReadModel, geneva: ReadModel) -> None:
        self.region, self.geneva = region, geneva
        self._at_home, self._abroad = Region("wca", at_home=True), Region("wca")

    async def __call__(self, *events: Event) -> None:
        told = [Told(e.wire_type, e.aggregate_id, e.aggregate_version, e.model_dump(mode="json"), NOW) for e in events]
        await self.region.told([self._at_home.record(one) for one in told])
        await self.geneva.told([self._abroad.record(one) for one in told])
        for event in events:
            await keep(self.region.database, event)

    async def figures(self, at_home: str = "wca-officer", at_geneva: str = "geneva-officer") -> Any:
        """Both answers, which have to be the same."""
        own, seen = await self.region.ask(at_home, FIGURES), await self.geneva.ask(at_geneva, FIGURES)
        assert seen["unmetNeed"] == own["unmetNeed"]
        of_own, of_seen = own["firstFeedback"], seen["firstFeedback"]
        assert [(one["region"], one["requests"]) for one in of_seen] == [(o["region"], o["requests"]) for o in of_own]
        assert [o["medianSeconds"] for o in of_seen] == pytest.approx([o["medianSeconds"] for o in of_own])
        return seen


@pytest_asyncio.fixture(loop_scope="session")
async def world(postgres: Postgres, tmp_path: Path) -> AsyncIterator[World]:
    async with AsyncExitStack() as ends:
        made = []
        for name, scope in (("wca", "regional"), ("geneva", "global")):
            one = await read_model(postgres, tmp_path / name, NOW, deployment=name, scope=scope)
            ends.push_async_callback(one.close)
            made.append(one)
        yield World(*made)


@pytest.mark.paragraph("6")
async def test_geneva_says_of_a_region_what_the_region_says_of_itself(world: World) -> None:
    assert await world.figures() == EMPTY
    requests = [Request(f"request-00{n}", NOW) for n in range(4)]
    for hours, one in enumerate(requests, 1):
        await world(one.submitted, one.feedback(NOW + timedelta(hours=hours, seconds=0.25)))
    found = await world.figures()
    assert (found["firstFeedback"][0]["requests"], found["firstFeedback"][0]["medianSeconds"]) == (4, 9000.25)
    for one in requests[:3]:
        await world(one.decided(NOW), one.need(1, 1))
    (need,) = (await world.figures())["unmetNeed"]
    assert (need["region"], need["requests"]) == ("wca", 3)
    await world(requests[0].withdrawn())
    found = await world.figures()
    assert (found["unmetNeed"][0]["requests"], found["firstFeedback"][0]["requests"]) == (2, 3)


@pytest.mark.paragraph("17")
async def test_others_see_at_geneva_groups_of_what_is_shown_to_them_alone(world: World) -> None:
    requests = [Request(f"request-00{n}", NOW) for n in range(4)]
    for one in requests:
        await world(one.submitted, one.feedback(NOW), one.decided(NOW), one.need(1, 1))
    for who in ("fra-authority", "integrator-observer"):
        assert await world.figures(who, who) == EMPTY
    for one in requests[:3]:
        await world(one.consent(NOW, ("lines",), audiences=("offerers",)))
    shown = await world.figures("fra-authority", "fra-authority")
    assert (shown["unmetNeed"][0]["requests"], shown["firstFeedback"][0]["requests"]) == (3, 3)
    assert await world.figures("integrator-observer", "integrator-observer") == EMPTY
