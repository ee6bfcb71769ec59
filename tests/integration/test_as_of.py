"""The state on a date, for those who may see it now; what is withdrawn or no longer shared is not shown by asking earlier."""

from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.contracts.reduction.withheld import withheld_fields
from shared.runtime.kafka.records import Record
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import BEGIN, Region, Told, life

ITEM = """query($k: String!, $t: DateTime) { item(key: $k, asOf: $t) { version status changedAt state
  history { type at } versions { number } } }"""
LIST = """query($t: DateTime, $f: ItemFilter) { supportRequests(asOf: $t, filter: $f, first: 200) {
  totalCount nodes { itemId version status } } }"""


@pytest_asyncio.fixture(loop_scope="session")
async def geneva(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    model = await read_model(postgres, tmp_path, BEGIN + timedelta(days=60))
    yield model
    await model.close()


def at(hours: float, number: int = 0) -> datetime:
    return BEGIN + timedelta(minutes=number, hours=hours)


def further(number: int, wire_type: str, hours: float, version: int, **changes: Any) -> Told:
    """One more event of the request with this number."""
    body = deepcopy(next(t.body for t in reversed(life("wca", number)) if t.type.startswith("acsg.intake.")))
    body["request"] |= changes
    body["aggregate_version"] = version
    return Told(wire_type, body["aggregate_id"], version, body, at(hours, number))


@pytest.mark.paragraph("6")
async def test_an_item_is_shown_as_it_was(geneva: ReadModel) -> None:
    await geneva.told(Region("wca").live(0, 3))
    key = "wca-request-000000"
    wanted = {-1: None, 1: (1, "submitted"), 6: (2, "feedback_shared"), 101: (3, "in_line"), 130: (4, "in_line")}
    for hours, expected in wanted.items():
        found = (await geneva.ask("geneva-officer", ITEM, k=key, t=at(hours).isoformat()))["item"]
        assert (None if found is None else (found["version"], found["status"])) == expected
        if found is not None:
            assert all(datetime.fromisoformat(step["at"]) <= at(hours) for step in found["history"])
    now = (await geneva.ask("geneva-officer", ITEM, k=key))["item"]
    assert now == (await geneva.ask("geneva-officer", ITEM, k=key, t=at(500).isoformat()))["item"]


async def test_a_list_is_narrowed_by_what_was_true_then(geneva: ReadModel) -> None:
    await geneva.told(Region("wca").live(0, 90))
    for hours in (0.5, 6, 30, 99, 101):
        moment = at(hours)
        states = {}
        for number in range(90):
            steps = [t for t in life("wca", number) if t.at <= moment and t.type.startswith("acsg.intake.")]
            if steps:
                states[steps[-1].key] = (steps[-1].version, steps[-1].body["request"]["status"])
        found = (await geneva.ask("geneva-officer", LIST, t=moment.isoformat()))["supportRequests"]
        assert {n["itemId"]: (n["version"], n["status"]) for n in found["nodes"]} == states
        assert found["totalCount"] == len(states)
        some = (await geneva.ask("geneva-officer", LIST, t=moment.isoformat(), f={"status": ["submitted"]}))[
            "supportRequests"
        ]
        assert some["totalCount"] == sum(1 for _, status in states.values() if status == "submitted")


@pytest.mark.paragraph("17")
async def test_what_a_state_no_longer_shows_is_not_shown_by_asking_for_an_earlier_date(geneva: ReadModel) -> None:
    region = Region("wca")
    await geneva.told(region.live(0, 2))
    query = "query($t: DateTime) { solicitedRequests(asOf: $t) { itemId fields } }"
    shown = at(121).isoformat()
    before = (await geneva.ask("fra-authority", query, t=shown))["solicitedRequests"]
    assert {s["itemId"] for s in before} == {"wca-request-000000", "wca-request-000001"}
    assert all(set(s["fields"]) == {"title"} for s in before)
    assert (await geneva.ask("fra-authority", query, t=at(110).isoformat()))["solicitedRequests"] == []
    withdrawn = further(0, "acsg.intake.consent-to-solicit-withdrawn", 200, 5, consent=None, consents={}, shown=None)
    less = {"audiences": ["offerers"], "fields": {"language": "en"}}
    changed = further(1, "acsg.intake.consent-to-solicit-given", 200, 5, shown=less)
    await geneva.told([region.record(withdrawn), region.record(changed)])
    after = (await geneva.ask("fra-authority", query, t=shown))["solicitedRequests"]
    assert after == [{"itemId": "wca-request-000001", "fields": {}}]
    own = (await geneva.ask("tcd-authority", ITEM, k="wca-request-000000", t=shown))["item"]
    assert own["state"]["shown"]["fields"]["title"]


@pytest.mark.control
async def test_control_the_versions_do_hold_what_was_shown(geneva: ReadModel) -> None:
    """Without the check against what is shown now, an earlier date would show it: it is there."""
    region = Region("wca")
    await geneva.told(region.live(0, 1))
    withdrawn = further(0, "acsg.intake.consent-to-solicit-withdrawn", 200, 5, consent=None, consents={}, shown=None)
    await geneva.told([region.record(withdrawn)])
    kept = "select count(*) from item_version where kind = 'request' and 'offerers' = any(shown_to)"
    assert await geneva.value(kept) == 1


async def test_an_offer_made_public_later_does_not_open_what_it_said_before(geneva: ReadModel) -> None:
    region = Region("wca")
    secret = deepcopy(next(t for t in life("wca", 0) if t.type == "acsg.roster.offer-listed"))
    secret.body["offer"]["content"] |= {"visibility": "secretariat", "summary": "Said in confidence"}
    opened = Told("acsg.roster.offer-revised", secret.key, 2, deepcopy(secret.body), at(50))
    opened.body["offer"]["content"] |= {"visibility": "public", "summary": "Said to all"}
    opened.body["aggregate_version"] = 2
    await geneva.told([region.record(secret), region.record(opened)])
    query = 'query($t: DateTime) { supportOffers(asOf: $t) { nodes { state } } item(key: "wca-offer-000000", asOf: $t) { version } }'
    now = await geneva.ask(None, query)
    assert now["supportOffers"]["nodes"][0]["state"]["content"]["summary"] == "Said to all"
    then = await geneva.ask(None, query, t=at(10).isoformat())
    assert (then["supportOffers"]["nodes"], then["item"]) == ([], None)
    officer = await geneva.ask("wca-officer", query, t=at(10).isoformat())
    assert officer["supportOffers"]["nodes"][0]["state"]["content"]["summary"] == "Said in confidence"


def lives_withheld(first: int, last: int) -> Iterator[Record]:
    """The same region once it keeps its gaps back; each request is told once more."""
    region = Region("wca", withheld=withheld_fields("support-request.gap,support-request.lines.description"))
    region.numbers.update(SHARING.numbers)
    region.offsets.update(SHARING.offsets)
    for number in range(first, last):
        told = further(number, "acsg.intake.feedback-shared", 900, 5)
        told.body.update(items=[], shared_by="officer")
        yield region.record(told)


SHARING = Region("wca")


async def test_a_field_that_a_region_no_longer_shares_is_erased_from_every_version(geneva: ReadModel) -> None:
    SHARING.numbers.clear()
    SHARING.offsets.clear()
    earlier = list(SHARING.live(0, 30))
    late, earlier = earlier[4], earlier[:4] + earlier[5:]
    await geneva.told(earlier)
    holding = "select (select count(*) from item where state::text like :f) + (select count(*) from item_version where state::text like :f)"
    for field in ("%ninety days%", "%Line 0 ddd%"):
        assert await geneva.value(holding, f=field) > 100
    await geneva.told(list(lives_withheld(0, 30))[:1])
    await geneva.mend()
    for field in ("%ninety days%", "%Line 0 ddd%"):
        assert await geneva.value(holding, f=field) == 0
    erased = await geneva.rows("select kind, pointer, done_at, erased from erasure order by pointer")
    assert {(r.kind, r.done_at is not None) for r in erased} == {("request", True)}
    assert {"/content/gap", "/content/lines/*/description"} <= {r.pointer for r in erased}
    # What was said before and comes late, or once more from the beginning, brings nothing of it back.
    assert b"ninety days" in late.body
    await geneva.told([late])
    await geneva.change("delete from inbox")
    await geneva.change("delete from item_version")
    await geneva.told([*earlier, late])
    for field in ("%ninety days%", "%Line 0 ddd%"):
        assert await geneva.value(holding, f=field) == 0
    asked = (await geneva.ask("geneva-officer", ITEM, k="wca-request-000000", t=at(130).isoformat()))["item"]
    assert "gap" not in asked["state"]["content"]
    assert asked["state"]["content"]["title"]


@pytest.mark.control
async def test_control_without_the_erasure_earlier_versions_keep_it(geneva: ReadModel) -> None:
    SHARING.numbers.clear()
    SHARING.offsets.clear()
    await geneva.told(SHARING.live(0, 10))
    await geneva.told(list(lives_withheld(0, 10)))
    assert await geneva.value("select count(*) from item_version where state::text like '%ninety days%'") > 0
