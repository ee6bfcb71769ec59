"""Engagements in figures over a real read model: the world's are the sums of what is there, and nobody is told of others' (WM 6, 17)."""

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.upkeep.comparing import recount
from shared.contracts.shapes.engagement import EngagementState
from tests.support.engaged_world import BEGIN, World
from tests.support.read_model import read_model

NOW = BEGIN + timedelta(days=200)
MANY = 24
CHAIN = "chain { region functionalArea unit year committed agreed released reported delivered outstanding over engagements asked offered }"
FIGURES = f"""{CHAIN} delivered {{ region functionalArea unit year delivered engagements }} stages {{ region stage label engagements }}
  horizons {{ region horizon year engagements }} firstDelivery {{ region engagements medianDays p90Days }}"""
ASK = f"query($r: [String!], $each: Boolean!) {{ engagementFigures(regions: $r, byRegion: $each) {{ {FIGURES} }} }}"
BEHIND = """query($f: WorldFigure!, $r: [String!], $a: String, $u: String, $y: Int, $s: String, $h: String, $n: Int!, $c: String) {
  figureItems(figure: $f, regions: $r, functionalArea: $a, unit: $u, year: $y, stage: $s, horizon: $h, first: $n, after: $c) {
    items { region kind itemId amount } pageInfo { hasNextPage endCursor } } }"""


async def figures(world: World, who: str, *, each: bool = True, regions: list[str] | None = None) -> Any:
    return (await world.geneva.ask(who, ASK, each=each, r=regions))["engagementFigures"]


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def world(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    model = await read_model(postgres, tmp_path_factory.mktemp("engaged"), NOW, "engaged_figures")
    made = World(model)
    await made.tell("wca", 0, MANY)
    await made.tell("europe", 0, MANY // 2)
    yield made
    await model.close()


def counted(states: dict[str, EngagementState]) -> dict[tuple[str, str, int], dict[str, Decimal]]:
    """By area, unit and year, plainly."""
    found: dict[tuple[str, str, int], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for state in states.values():
        for line in state.lines:
            row = found[line.functional_area, line.covers_unit, state.opened_at.year]
            for name in ("committed", "agreed", "released", "reported", "delivered"):
                row[name] += getattr(line, f"{name}_covers")
    return found


@pytest.mark.clause("1.2")
@pytest.mark.paragraph("15.vii")
async def test_the_worlds_engagements_are_the_sums_of_those_that_are_there(world: World) -> None:
    each, both = await figures(world, "geneva-officer"), await figures(world, "geneva-officer", each=False)
    for region, states in world.states.items():
        expected = counted(states)
        rows = {(r["functionalArea"], r["unit"], r["year"]): r for r in each["chain"] if r["region"] == region}
        assert set(rows) == set(expected)
        for key, row in rows.items():
            assert {n: Decimal(row[n]) for n in expected[key]} == expected[key]
        stages = {r["stage"]: r["engagements"] for r in each["stages"] if r["region"] == region}
        assert sum(stages.values()) == len(states)
        assert all(count == sum(s.stage == stage for s in states.values()) for stage, count in stages.items())
    for row in (*each["chain"], *both["chain"]):
        said = {name: Decimal(row[name]) for name in row if name not in {"region", "functionalArea", "unit"}}
        comes = said["released"] + said["reported"] + said["delivered"] + said["outstanding"]
        assert said["committed"] + said["over"] == comes
    for name in ("committed", "released", "delivered", "outstanding", "over", "engagements"):
        assert sum(Decimal(r[name]) for r in both["chain"]) == sum(Decimal(r[name]) for r in each["chain"])
    assert sum(Decimal(r["delivered"]) for r in each["delivered"]) == sum(
        Decimal(r["delivered"]) for r in each["chain"]
    )
    of_world = (await world.geneva.ask("geneva-officer", f"{{ world {{ engagements {{ {FIGURES} }} }} }}"))["world"]
    assert of_world["engagements"] == each
    assert (await figures(world, "geneva-officer", regions=["wca"]))["chain"] == [
        row for row in each["chain"] if row["region"] == "wca"
    ]
    for region in world.regions:
        assert await recount(world.geneva.database, region) == 0


async def test_behind_every_number_are_the_items_that_make_it(world: World) -> None:
    found = await figures(world, "geneva-officer")
    for row in found["chain"]:
        place = {"r": [row["region"]], "a": row["functionalArea"], "u": row["unit"], "y": row["year"]}
        for name in ("committed", "released", "delivered", "over"):
            assert sum(
                Decimal(i["amount"]) for i in await behind(world, f"ENGAGED_{name.upper()}", **place)
            ) == Decimal(row[name])
        ids = [one["itemId"] for one in await behind(world, "ENGAGED_COMMITTED", **place)]
        assert len(ids) == len(set(ids)) == row["engagements"]
    for row in found["stages"]:
        ids = {one["itemId"] for one in await behind(world, "STAGE", r=[row["region"]], s=row["stage"])}
        assert ids == {one for one, s in world.states[row["region"]].items() if s.stage == row["stage"]}
    for row in found["horizons"]:
        place = {"r": [row["region"]], "h": row["horizon"], "y": row["year"]}
        assert len(await behind(world, "HORIZON", **place)) == row["engagements"] > 0
    for row in found["firstDelivery"]:
        assert len(await behind(world, "FIRST_DELIVERY", r=[row["region"]])) == row["engagements"] > 0
    # A bureau reads those it serves, whatever Geneva counts: offers of these are West and Central Africa's.
    assert {one["region"] for one in await behind(world, "HORIZON", "wca-officer")} == {"wca", "europe"}
    german = {one for one, s in world.states["wca"].items() if s.role_of("iso3166:DEU")}
    of_europe = {one["itemId"] for one in await behind(world, "HORIZON", "europe-officer")}
    assert of_europe == german | set(world.states["europe"])
    assert await behind(world, "HORIZON", "esa-officer") == []
    with pytest.raises(AssertionError, match="not_permitted"):
        await behind(world, "HORIZON", "fra-authority")
    with pytest.raises(AssertionError, match="/functionalArea"):
        await behind(world, "HORIZON", a="registrations")


async def behind(world: World, figure: str, who: str = "geneva-officer", **asked: Any) -> list[Any]:
    """Every item of a figure, page by page."""
    found: list[Any] = []
    cursor, more = None, True
    while more:
        answer = (await world.geneva.ask(who, BEHIND, f=figure, n=7, c=cursor, **asked))["figureItems"]
        found += answer["items"]
        cursor, more = answer["pageInfo"]["endCursor"], answer["pageInfo"]["hasNextPage"]
    return found


@pytest.mark.paragraph("17")
async def test_others_are_told_of_their_own_alone_as_they_read_them_and_of_no_small_group(world: World) -> None:
    germany = {one for states in world.states.values() for one, s in states.items() if s.role_of("iso3166:DEU")}
    asking = await figures(world, "tcd-authority")
    assert sum(row["engagements"] for row in asking["chain"]) == sum(
        row["engagements"] for row in (await figures(world, "geneva-officer"))["chain"] if row["engagements"] >= 3
    )
    offering = await figures(world, "deu-authority", each=False)
    signed = [
        s for states in world.states.values() for one, s in states.items() if one in germany and s.signed()
    ]  # fmt: skip
    rows = {(row["functionalArea"], row["year"]): row["engagements"] for row in offering["chain"]}
    years = {year: sum(s.opened_at.year == year for s in signed) for year in (2025, 2026)}
    assert {key: n for key, n in rows.items() if key[0]} == {
        ("registration", year): n for year, n in years.items() if n >= 3
    }
    assert all(row["engagements"] >= 3 for row in (*offering["chain"], *offering["stages"], *offering["delivered"]))
    for who in ("ner-authority", "integrator-x1", "euaa"):
        assert not any((await figures(world, who)).values())


@pytest.mark.paragraph("17")
async def test_a_filter_does_not_tell_the_area_of_what_is_not_signed(world: World) -> None:
    ask = "query($a: String) { engagements(first: 200, filter: {functionalArea: $a}) { totalCount nodes { itemId functionalAreas } } }"
    found = (await world.geneva.ask("fra-authority", ask, a="registration"))["engagements"]
    signed = {one for states in world.states.values() for one, s in states.items() if s.signed()}
    assert {node["itemId"] for node in found["nodes"]} == signed
    assert found["totalCount"] == len(signed)
    everything = (await world.geneva.ask("tcd-authority", ask, a="registration"))["engagements"]
    assert everything["totalCount"] == sum(len(states) for states in world.states.values()) > len(signed)
