"""Signals out of a deployment's own records: told by events, worked out on a real database, equal after a rebuild (WM 12)."""

import json
import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.projections.rebuild import forget
from shared.contracts.event import Event
from shared.contracts.matching import CallClosed, CallEvent, CallRecalled, OffersSought
from shared.contracts.shapes.call import Approached, Solicitation
from shared.runtime.kafka.records import Record
from tests.support.happenings import Request
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import Region, Told

pytestmark = [pytest.mark.paragraph("12"), pytest.mark.clause("12.2")]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 3, 9, tzinfo=UTC)
ASK = (
    "query($m: String) { ownSignals(month: $m) { month signals { key kind region country month after before { month count } "
    "meanBefore dispersion chance limit threshold { least ratio alpha } keptAs } } }"
)
OTHERS = ("tcd-authority", "tcd-office", "fra-authority", "euaa", "integrator-observer", None)
COUNTRY, URGENT = "requests_rise:TCD:2026-02", "urgent_requests_rise:TCD:2026-02"
LATE, UNANSWERED = "late_feedback_rise:wca:2026-02", "unanswered_calls_rise:wca:2026-02"
Happened = tuple[datetime, Event]


def requests(name: str, count: int, at: datetime, feedback: int = 1, **content: Any) -> Iterator[Happened]:
    """So many, submitted one after the other, with feedback after so many days."""
    for number in range(count):
        when = at + timedelta(minutes=number)
        one = Request(f"{name}-{number:03}", when, **content)
        yield when, one.submitted
        after = when + timedelta(days=feedback)
        if after < NOW:
            yield after, one.feedback(after)


def call(name: str, at: datetime, kind: type[CallEvent] = CallClosed, answered: bool = False) -> Iterator[Happened]:
    """A call of which the day passed; ``answered``: a day before it."""
    due = at + timedelta(days=10)
    party = Approached(party="iso3166:FRA", region="europe")
    one = Solicitation(
        solicitation_id=name, request_id="steady-2025-01-000", approached=("iso3166:FRA",), shown={"title": "Registration"},
        answer_due_at=due, sought_by="officer", sought_at=at, region="wca", requesting_states=("iso3166:TCD",), asked=(party,),
    )  # fmt: skip
    yield at, OffersSought(aggregate_id=name, aggregate_version=1, solicitation=one)
    said = party.model_copy(update={"answer": "declined", "answered_at": due - timedelta(days=1)})
    status = "recalled" if kind is CallRecalled else "closed"
    more = {"status": status, "ended_at": due, "asked": (said if answered else party,)}
    yield due, kind(aggregate_id=name, aggregate_version=2, solicitation=one.model_copy(update=more))


def happened() -> Iterator[Happened]:
    """A year of one request a month, and a February in which more is asked, later heard and less answered than before."""
    for number in range(1, 14):
        at = datetime(2025 + (number - 1) // 12, (number - 1) % 12 + 1, 10, tzinfo=UTC)
        yield from requests(f"steady-{at:%Y-%m}", 1, at)
        yield from call(f"answered-{number}", at, answered=True)
    yield from requests("many", 12, FEBRUARY, urgent=True, urgency="Arrivals")
    # Due in February, and heard of a month later; those of the last hour of January by UTC are none of February.
    yield from requests("late", 9, datetime(2026, 1, 25, 9, tzinfo=UTC), feedback=34, requesting_states=["iso3166:CMR"])
    yield from requests(
        "january", 6, datetime(2026, 1, 31, 23, 50, tzinfo=UTC), requesting_states=["iso3166:NER"], urgent=True
    )
    for number in range(9):
        yield from call(f"unheard-{number}", FEBRUARY + timedelta(hours=number))
        yield from call(f"recalled-{number}", FEBRUARY, CallRecalled)


def records(region: Region) -> list[Record]:
    told = sorted(happened(), key=lambda one: (one[0], one[1].aggregate_version))
    return [
        region.record(Told(e.wire_type, e.aggregate_id, e.aggregate_version, e.model_dump(mode="json"), at))
        for at, e in told
    ]


@pytest_asyncio.fixture(loop_scope="session", params=["wca", "geneva"])
async def model(postgres: Postgres, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[ReadModel]:
    scope = "global" if request.param == "geneva" else "regional"
    made = await read_model(
        postgres, tmp_path, NOW, f"own_signals_{request.param}", deployment=request.param, scope=scope
    )
    yield made
    await made.close()


async def test_own_records_give_the_same_signals_after_a_rebuild_in_any_order(model: ReadModel) -> None:
    at_home = model.settings.deployment == "wca"
    who = "wca-officer" if at_home else "geneva-officer"
    told = records(Region("wca", at_home=at_home))
    await model.told(told, batch=17)
    found = (await model.ask(who, ASK))["ownSignals"]
    signals = {one["key"]: one for one in found["signals"]}
    assert (found["month"], set(signals)) == ("2026-02", {COUNTRY, URGENT, LATE, UNANSWERED})
    first = signals[COUNTRY]
    assert (first["after"], first["country"], first["region"], first["keptAs"]) == (12, "iso3166:TCD", "wca", None)
    assert first["before"] == [
        {"month": month, "count": 1} for month in [*(f"2025-{n:02}" for n in range(2, 13)), "2026-01"]
    ], "the month of the first request may have begun before it, and is not compared with"
    assert [one["count"] for one in signals[URGENT]["before"]] == [0] * 12, "a month without one is none"
    assert (signals[LATE]["after"], signals[LATE]["country"]) == (9, None)
    assert (signals[UNANSWERED]["after"], signals[UNANSWERED]["country"]) == (9, None)

    before = json.dumps(found)
    await forget(model.database, model.consumer)
    assert (await model.ask(who, ASK))["ownSignals"]["signals"] == []
    random.Random(12).shuffle(told)
    await model.told(told, batch=11)
    assert json.dumps((await model.ask(who, ASK))["ownSignals"]) == before

    january = (await model.ask(who, ASK, m="2026-01"))["ownSignals"]["signals"]
    assert {one["key"] for one in january} >= {"requests_rise:NER:2026-01", "requests_rise:CMR:2026-01"}


async def test_officers_of_the_deployment_and_geneva_alone_and_no_month_that_goes_on(model: ReadModel) -> None:
    at_home = model.settings.deployment == "wca"
    await model.told(records(Region("wca", at_home=at_home)))
    for who in OTHERS:
        with pytest.raises(AssertionError, match="not_found"):
            await model.ask(who, ASK)
    assert (await model.ask("europe-officer", ASK))["ownSignals"]["signals"] == [], "another region's are not theirs"
    for month in ("2026-03", "2027-01", "2026-13", "February"):
        with pytest.raises(AssertionError, match="out_of_reach"):
            await model.ask("wca-officer", ASK, m=month)
