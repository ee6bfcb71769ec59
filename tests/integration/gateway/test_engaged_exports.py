"""Tables of engagements, their deliveries and milestones: as pages show them, to whom they show them, and harmless (WM 15.vii, 17)."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.exports.engaged import PLANNED
from shared.contracts import delivery
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_plan import Plan, PlannedDelivery, PlannedMilestone, ReportedMilestone
from tests.support.engaged import PACKAGE
from tests.support.engaged_world import BEGIN, World
from tests.support.exports import export, rows, sheets
from tests.support.read_model import read_model

NOW = BEGIN + timedelta(days=200)
TABLES = ("engagements", "engagement-deliveries", "engagement-milestones")
EVIL = '=HYPERLINK("https://evil.example")'


def with_a_plan(state: EngagementState) -> EngagementState:
    """Two planned deliveries, of which one is reported where anything is; a milestone with a report that begins as a formula."""
    planned = [
        PlannedDelivery(delivery_id=f"d{n}", line_id="1", what=f"Part {n}", quantity=PACKAGE, due_on=date(2026, 9, n))
        for n in (1, 2)
    ]
    milestone = PlannedMilestone(
        milestone_id="days", text="Registration takes ten days", measure="unit", indicator="Days", baseline=Decimal(90),
        target=Decimal(10), due_on=date(2026, 12, 1),
    )  # fmt: skip
    said = ReportedMilestone(
        milestone_id="days", reached=False, actual=Decimal(40), as_of=date(2026, 6, 1), words=EVIL,
        reported_by="iso3166:TCD", reported_at=BEGIN,
    )  # fmt: skip
    content = state.plan.content if state.plan else None
    assert content is not None
    content = content.model_copy(update={"deliveries": tuple(planned), "milestones": (milestone,)})
    plan = Plan(version=1, content=content, proposed_by="iso3166:TCD", proposed_at=BEGIN, agreed_by=())
    first, *others = state.deliveries
    first = first.model_copy(update={"delivery_id": "d1", "standing": "confirmed"})
    return state.model_copy(update={"plan": plan, "deliveries": (first, *others), "milestones": (said,)})


def without_dates(state: EngagementState) -> EngagementState:
    """A plan in words alone, so that every planned row is one of those above."""
    assert state.plan is not None
    content = state.plan.content.model_copy(update={"deliveries": (), "milestones": ()})
    return state.model_copy(update={"plan": state.plan.model_copy(update={"content": content})})


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def world(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    model = await read_model(postgres, tmp_path_factory.mktemp("engaged"), NOW, "engaged_exports")
    made = World(model)
    await made.tell("wca", 0, 12)
    found = [one for one in made.states["wca"].values() if one.plan]
    assert any(one.deliveries for one in found)
    for state in found:
        again = with_a_plan(state) if state.deliveries else without_dates(state)
        made.states["wca"][state.engagement_id] = again
        event = delivery.EngagementRestated(aggregate_id=state.engagement_id, aggregate_version=900, engagement=again)
        await model.told([made.record("wca", event, NOW)])
    yield made
    await model.close()


async def asked(world: World, who: str | None, path: str, **more: str) -> httpx.Response:
    """An export of the gateway, as an actor gets it."""
    transport = httpx.ASGITransport(app=world.geneva.service.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        return await export(http, who, path, **more)


async def table(world: World, who: str, name: str, **more: str) -> list[dict[str, str]]:
    answer = await asked(world, who, f"{name}.csv", **more)
    assert answer.status_code == 200, answer.text
    return rows(answer.content)


@pytest.mark.paragraph("15.vii")
async def test_every_line_delivery_and_milestone_is_a_row(world: World) -> None:
    states = world.states["wca"]
    lines = {row["#meta+id"]: row for row in await table(world, "geneva-officer", "engagements")}
    assert set(lines) == set(states)
    for one, row in lines.items():
        (line,) = states[one].lines
        for name in ("committed", "agreed", "released", "reported", "delivered"):
            assert Decimal(row[f"#capacity+num+{name}"]) == getattr(line, f"{name}_covers")
        assert row["#status+code"] == states[one].stage
        assert (row["#country+code+v_iso3"], row["#sector+code+v_acsg"]) == ("TCD", "registration")
    given = await table(world, "geneva-officer", "engagement-deliveries")
    reported = [row for row in given if row["#status+code+report"] != PLANNED]
    assert len(reported) == sum(len(state.deliveries) for state in states.values())
    planned = [row for row in given if row["#status+code+report"] == PLANNED]
    due = [state for state in states.values() if state.plan and state.plan.content.deliveries]
    assert {row["#meta+id"] for row in planned} == {state.engagement_id for state in due}
    assert {(row["#meta+id+plan"], row["#item+name"], row["#date+due"]) for row in planned} == {
        ("d2", "Part 2", "2026-09-02")
    }
    steps = await table(world, "geneva-officer", "engagement-milestones")
    assert [row["#meta+id"] for row in steps if row["#indicator+num+actual"] == "40"] == [
        row["#meta+id"] for row in steps
    ]
    assert {(row["#indicator+num+baseline"], row["#indicator+num+target"]) for row in steps} == {("90", "10")}
    assert {row["#status+code+reached"] for row in steps} == {"no"}


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("name", TABLES)
async def test_each_reader_has_the_rows_that_its_pages_have(world: World, name: str) -> None:
    query = "{ engagements(first: 200) { nodes { itemId functionalAreas } } }"
    for who in ("geneva-officer", "wca-officer", "esa-officer", "tcd-authority", "fra-authority", "tcd-office", "euaa"):
        shown = (await world.geneva.ask(who, query))["engagements"]["nodes"]
        found = await table(world, who, name)
        ids = {node["itemId"] for node in shown}
        assert {row["#meta+id"] for row in found} <= ids
        if name == "engagements":
            assert {row["#meta+id"] for row in found} == ids
            areas = {node["itemId"]: "".join(node["functionalAreas"]) for node in shown}
            assert {row["#meta+id"]: row["#sector+code+v_acsg"] for row in found} == areas
    assert await table(world, "euaa", name) == []
    assert (await asked(world, None, f"{name}.csv")).status_code in {200, 401, 403}


@pytest.mark.paragraph("17")
async def test_a_filter_by_area_finds_no_line_whose_area_is_not_shown(world: World) -> None:
    found = {row["#meta+id"] for row in await table(world, "fra-authority", "engagements", area="registration")}
    assert found == {one for one, state in world.states["wca"].items() if state.signed()}
    assert found < {row["#meta+id"] for row in await table(world, "fra-authority", "engagements")}


@pytest.mark.parametrize("name", TABLES)
async def test_workbook_and_csv_say_the_same_in_every_language_and_no_formula(world: World, name: str) -> None:
    for language in ("en", "ar"):
        plain = await asked(world, "geneva-officer", f"{name}.csv", language=language)
        (sheet,) = sheets((await asked(world, "geneva-officer", f"{name}.xlsx", language=language)).content)
        lines = plain.content.decode("utf-8-sig").splitlines()
        assert ",".join(str(one) for one in sheet[1]) == lines[1]
        assert len(sheet) - 2 == len(rows(plain.content))
    assert not any(value[:1] == "=" for row in rows(plain.content) for value in row.values())
    stages: Any = await table(world, "geneva-officer", name, status="in_progress")
    assert {row["#status+code"] for row in stages} <= {"in_progress"}
    odd = await asked(world, "geneva-officer", f"{name}.csv", status="confirmed")
    assert [one["pointer"] for one in odd.json()["errors"]] == ["/parameters/status"]
