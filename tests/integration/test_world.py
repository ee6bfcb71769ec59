"""The whole world in one query: how fresh each region is, figures that add up, lists across regions (G7)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.upkeep.comparing import recount
from shared.runtime.clock import FixedClock
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import BEGIN, Region

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
REGIONS = "{ regions { region state asOf staleSince ageSeconds openGaps missing clockAlarm clockOffSeconds } }"
WORLD = """query($r: [String!], $each: Boolean!, $s: Int) { world(regions: $r, byRegion: $each, fresherThanSeconds: $s) {
  regions { region state } leftOut { region }
  need { region functionalArea unit asked reserved committed open requests }
  offers { region functionalArea unit offered remaining offers }
  firstFeedback { region requests meanSeconds medianHours } statuses { region kind status items } } }"""
FIGURES = ("need", "offers", "firstFeedback", "statuses")


@pytest_asyncio.fixture(loop_scope="session")
async def geneva(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    model = await read_model(postgres, tmp_path, BEGIN + timedelta(days=40))
    yield model
    await model.close()


async def test_a_region_that_is_cut_off_is_shown_as_stale_since_then_and_never_dropped(
    postgres: Postgres, tmp_path: Path
) -> None:
    network, clock = Network(), FixedClock(NOW)
    intakes = [Intake(postgres, tmp_path, network, clock, name) for name in ("wca", "europe")]
    for one in intakes:
        await one.start()
    geneva = await geneva_over(
        postgres, tmp_path, network, clock, ("wca", "europe"), compare_every_s=1e9, stale_after_s=10
    )
    for one in intakes:
        await one.submit()
        await geneva.told(await one.published())
    for _ in range(3):
        await geneva.upkeep.listen()
        clock.advance(seconds=2)
    assert {r["state"] for r in (await geneva.ask("geneva-officer", REGIONS))["regions"]} == {"FRESH"}
    network.cut.add("europe-intake")
    cut_at = clock.now()
    for _ in range(6):
        await geneva.upkeep.listen()
        clock.advance(seconds=10)
    found = {r["region"]: r for r in (await geneva.ask(None, REGIONS))["regions"]}
    assert (found["wca"]["state"], found["europe"]["state"]) == ("FRESH", "STALE")
    assert abs((datetime.fromisoformat(found["europe"]["staleSince"]) - cut_at).total_seconds()) <= 2
    assert abs(found["europe"]["ageSeconds"] - 60) <= 2
    query = """query($s: Int) { supportRequests(fresherThanSeconds: $s) { leftOut { region state staleSince }
      totalCount nodes { region owner freshness { state staleSince } } } }"""
    everything = (await geneva.ask("geneva-officer", query))["supportRequests"]
    states = {n["region"]: n["freshness"]["state"] for n in everything["nodes"]}
    assert (states, everything["leftOut"]) == ({"wca": "FRESH", "europe": "STALE"}, [])
    assert {n["owner"] for n in everything["nodes"]} == {"/acsg/wca/intake", "/acsg/europe/intake"}
    fresh = (await geneva.ask("geneva-officer", query, s=10))["supportRequests"]
    assert ([n["region"] for n in fresh["nodes"]], fresh["totalCount"]) == (["wca"], 1)
    assert [one["region"] for one in fresh["leftOut"]] == ["europe"]
    figures = (await geneva.ask("geneva-officer", WORLD, each=True, s=10))["world"]
    assert [r["region"] for r in figures["regions"]] == ["wca"]
    assert [r["region"] for r in figures["leftOut"]] == ["europe"]
    network.cut.clear()
    await geneva.upkeep.listen()
    assert {r["state"] for r in (await geneva.ask("geneva-officer", REGIONS))["regions"]} == {"FRESH"}
    await geneva.close()
    for one in intakes:
        await one.stop()


async def test_the_worlds_figures_are_the_sums_of_the_regions_own(
    geneva: ReadModel, postgres: Postgres, tmp_path: Path
) -> None:
    own: dict[str, Any] = {}
    for name, first in (("wca", 0), ("europe", 500)):
        home = await read_model(
            postgres, tmp_path, geneva.clock.now(), f"home_{name}", deployment=name, scope="regional"
        )
        await home.told(Region(name, at_home=True).live(first, first + 60))
        own[name] = (await home.ask(f"{name}-officer", WORLD, each=True))["world"]
        await geneva.told(Region(name).live(first, first + 60))
        await home.close()
    each = (await geneva.ask("geneva-officer", WORLD, each=True))["world"]
    for figure in FIGURES:
        for name in own:
            assert [row for row in each[figure] if row["region"] == name] == own[name][figure]
    both = (await geneva.ask("geneva-officer", WORLD, each=False))["world"]
    assert sum(int(row["requests"]) for row in both["firstFeedback"]) == 120
    for row in both["need"]:
        same = [r for r in each["need"] if (r["functionalArea"], r["unit"]) == (row["functionalArea"], row["unit"])]
        for amount in ("asked", "reserved", "committed", "open", "requests"):
            assert float(row[amount]) == sum(float(r[amount]) for r in same)
    statuses = {(r["kind"], r["status"]): r["items"] for r in both["statuses"]}
    assert statuses["request", "in_line"] == 120
    assert statuses["match", "confirmed"] == sum(1 for n in (*range(60), *range(500, 560)) if n % 3 == 0)
    only = (await geneva.ask("geneva-officer", WORLD, r=["wca"], each=True))["world"]
    assert only["need"] == own["wca"]["need"]


async def test_figures_kept_step_by_step_are_those_counted_anew(geneva: ReadModel) -> None:
    records = list(Region("wca").live(0, 90))
    await geneva.told(records[::2], batch=7)
    await geneva.told(records[1::2], batch=31)
    assert await recount(geneva.database, "wca") == 0
    await geneva.change("update rollup set amount = amount + 1 where figure = 'asked'")
    assert await recount(geneva.database, "wca") > 0
    assert await recount(geneva.database, "wca") == 0


async def test_only_the_secretariat_sees_figures_and_what_vanished(geneva: ReadModel) -> None:
    for name in ("tcd-authority", "euaa", "integrator-x1", None):
        for query in ("{ world { statuses { items } } }", "{ vanished { itemId } }", "{ divergences { itemId } }"):
            with pytest.raises(AssertionError, match="not_permitted"):
                await geneva.ask(name, query)


async def test_lists_go_across_regions_in_every_order_and_are_narrowed(geneva: ReadModel) -> None:
    for name in ("wca", "europe", "esa"):
        await geneva.told(Region(name).live(0, 20))
    query = """query($o: ItemOrder!, $a: String, $f: ItemFilter) { supportRequests(first: 7, order: $o, after: $a, filter: $f) {
      totalCount edges { cursor node { itemId region begunAt changedAt } } pageInfo { endCursor hasNextPage } } }"""
    for order, column in (("BEGUN_NEWEST", "begunAt"), ("BEGUN_OLDEST", "begunAt"), ("CHANGED_NEWEST", "changedAt"),
                          ("CHANGED_OLDEST", "changedAt")):  # fmt: skip
        found: list[Any] = []
        after, more = None, True
        while more:
            page = (await geneva.ask("geneva-officer", query, o=order, a=after))["supportRequests"]
            found += [edge["node"] for edge in page["edges"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert len({n["itemId"] for n in found}) == len(found) == page["totalCount"] == 60
        moments = [n[column] for n in found]
        assert moments == sorted(moments, reverse=order.endswith("NEWEST"))
    some = {"regions": ["wca", "esa"], "status": ["in_line"], "begunFrom": (BEGIN + timedelta(minutes=5)).isoformat(),
            "begunBefore": (BEGIN + timedelta(minutes=15)).isoformat()}  # fmt: skip
    page = (await geneva.ask("geneva-officer", query, o="BEGUN_OLDEST", f=some))["supportRequests"]
    assert page["totalCount"] == 20
    assert {edge["node"]["region"] for edge in page["edges"]} == {"wca", "esa"}


async def test_gaps_are_seen_by_everyone_who_relies_on_the_view(geneva: ReadModel) -> None:
    records = list(Region("wca").live(0, 30))
    await geneva.told(records[:100] + records[103:])
    query = "{ gaps(openOnly: true) { region stream first last missing cause healedBy error } }"
    found = await geneva.ask(None, query)
    # The counters of streams move with every event, shown or not, so they are for officers (ADR 9).
    counted = (await geneva.ask("geneva-officer", "{ freshness { missing } }"))["freshness"]
    assert sum(int(g["missing"]) for g in found["gaps"]) == sum(int(f["missing"]) for f in counted) == 3
    await geneva.told(records[100:103])
    assert (await geneva.ask(None, query))["gaps"] == []
    closed = (await geneva.ask(None, "{ gaps { healedBy missing } }"))["gaps"]
    assert {(g["healedBy"], g["missing"]) for g in closed} == {("bus", "0")}
