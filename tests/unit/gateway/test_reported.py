"""What each thing adds to a report of a period; what is not known is never nothing; groups for everybody (WM 6, 17, 21)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from services.gateway.domain.reported import KINDS, TOTALS, Count, CountedThing, ReportedWindow, parts
from services.gateway.read_model.report_figures import _for_everybody
from shared.contracts.shapes.edition import FigureCode, ReportedPeriod, ReportFigure
from shared.contracts.vocabulary import LANGUAGES
from shared.wording.figures import texts

PERIOD = ReportedPeriod(from_on=date(2026, 1, 1), until_on=date(2026, 12, 31))
WINDOW = ReportedWindow.of(PERIOD, "Asia/Bangkok")
IN = datetime(2026, 5, 1, 12, tzinfo=UTC)
LINE = {"functional_area": "registration", "quantity": {"amount": "10.5", "unit": "expert_days"}}
CONTENT = {
    "lines": [LINE, LINE | {"functional_area": "coi"}, LINE], "horizon": "long_term", "urgent": True, "crisis": None,
    "beneficiaries": [{"name": "Bar"}], "requesting_states": ["iso3166:TCD", "iso3166:NER"],
}  # fmt: skip
STATE = {
    "submitted_at": "2026-05-01T12:00:00Z", "feedback_at": "2026-05-05T00:00:00Z",
    "findings": [{"paragraph": "9", "outcome": "met"}, {"paragraph": "15.ii", "outcome": "met", "officer_outcome": "partly"}],
}  # fmt: skip
pytestmark = pytest.mark.paragraph("21")


def thing(kind: str = "request", one: str = "a", **more: Any) -> CountedThing:
    base = {"item_id": one, "kind": kind, "status": "in_line", "begun_at": IN, "content": CONTENT, "state": STATE}
    return CountedThing(**base | more)


def figures(*things: CountedThing) -> Mapping[tuple[str, str, str], ReportFigure]:
    count = Count()
    for one in things:
        count.add(one.item_id, parts(one, WINDOW))
    return {(one.code, one.functional_area or "", one.label or ""): one for one in count.figures()}


def test_a_request_adds_what_it_says() -> None:
    found = figures(thing(), thing(one="b", status="withdrawn"))
    assert {key: one.amount for key, one in found.items() if one.items} == {
        ("requests", "", ""): "2", ("requests_by_status", "", "in_line"): "1", ("requests_by_status", "", "withdrawn"): "1",
        ("requests_by_area", "registration", ""): "2", ("requests_by_area", "coi", ""): "2",
        ("requests_by_horizon", "", "long_term"): "2", ("first_feedback", "", ""): "3.5",
        ("findings", "", "9:met"): "2", ("findings", "", "15.ii:partly"): "2",
        ("asked", "registration", ""): "21", ("asked", "coi", ""): "10.5", ("urgent_requests", "", ""): "2",
        ("joint_requests", "", ""): "2", ("non_state_recipients", "", ""): "2",
    }  # fmt: skip
    assert (found["asked", "registration", ""].behind, found["asked", "registration", ""].unit) == (
        ("a",),
        "expert_days",
    )
    # Nothing at all of a crisis is said, and that is nothing; of offers there are none, and that is nothing too.
    assert [found[code, "", ""].amount for code in ("crisis_requests", "offers", "meetings")] == ["0", "0", "0"]


def test_what_is_not_said_is_not_known_and_no_zero() -> None:
    cut = {name: value for name, value in CONTENT.items() if name not in {"beneficiaries", "horizon", "lines"}}
    state = {name: value for name, value in STATE.items() if name != "findings"}
    alone = figures(thing(content=cut, state=state))
    for code in ("non_state_recipients", "requests_by_horizon", "requests_by_area", "asked", "findings"):
        assert (alone[code, "", ""].amount, alone[code, "", ""].items, alone[code, "", ""].not_known) == (None, 0, 1)
    both = figures(thing(content=cut, state=state), thing(one="b"))
    assert (both["non_state_recipients", "", ""].amount, both["non_state_recipients", "", ""].not_known) == ("1", 1)
    # Of a request that is only shown no more is known than its fields.
    seen = figures(thing(content={"lines": [LINE], "urgent": False}, state={}))
    assert (seen["asked", "registration", ""].amount, seen["urgent_requests", "", ""].amount) == ("10.5", "0")
    assert not {"findings", "requests_by_status", "first_feedback"} & {key[0] for key in seen}


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC), False),
        (datetime(2025, 12, 31, 17, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 16, 59, 59, 999999, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 17, tzinfo=UTC), False),
    ],
)
def test_a_year_begins_and_ends_where_the_bureau_sits(at: datetime, counts: bool) -> None:
    for kind, content in (("request", CONTENT), ("offer", {"lines": []}), ("commitment", {}), ("crisis", {})):
        total = {"request": "requests", "offer": "offers", "commitment": "own_commitments", "crisis": "crises"}[kind]
        assert figures(thing(kind, begun_at=at, content=content))[total, "", ""].items == counts


def engagement(**more: Any) -> CountedThing:
    line = {
        "line_id": "1", "functional_area": "coi", "covers_unit": "expert_days", "committed_covers": "20", "agreed_covers": "20",
        "released_covers": "5", "reported_covers": "0", "delivered_covers": "8",
    }  # fmt: skip
    given = {"line_id": "1", "covers": {"amount": "4", "unit": "expert_days"}, "standing": "confirmed"}
    deliveries = [
        given | {"delivered_on": "2025-12-31"}, given | {"delivered_on": "2026-01-01"}, given | {"delivered_on": "2026-12-31"},
        given | {"delivered_on": "2026-07-01", "standing": "disputed"},
    ]  # fmt: skip
    state = {"lines": [line], "deliveries": deliveries, "asked_at": "2025-12-01T00:00:00Z", "horizon": "long_term"}
    return thing("engagement", status="in_progress", content={}, state=state | more)


def test_an_engagement_adds_what_was_committed_in_its_year_and_what_was_given_in_the_period() -> None:
    found = figures(engagement())
    assert {key: one.amount for key, one in found.items() if one.items} == {
        ("engagements", "", "in_progress"): "1", ("engagements_by_horizon", "", "long_term"): "1",
        ("committed", "coi", ""): "20", ("delivered", "coi", ""): "8",
    }  # fmt: skip
    only = [one for one in engagement().state["deliveries"] if one["delivered_on"] > "2026"]
    assert figures(engagement(deliveries=only))["first_delivery", "", ""].amount == "31"


def test_other_things_count_when_they_happened() -> None:
    def total(code: str, *things: CountedThing) -> str | None:
        return figures(*things)[code, "", ""].amount

    within, before = "2026-06-01T00:00:00+00:00", "2024-06-01T00:00:00+00:00"
    assert total("good_practices", *(thing("practice", one, state={"published_at": at}) for one, at in (("a", within), ("b", before), ("c", None)))) == "1"  # fmt: skip
    assert total("reviews", *(thing("review", one, state={"conclusion": end}) for one, end in (("a", {"concluded_at": within}), ("b", None)))) == "1"  # fmt: skip
    met = [thing("meeting", one, status=status, content={"starts_at": within}) for one, status in (("a", "held"), ("b", "cancelled"))]  # fmt: skip
    assert total("meetings", *met) == "1"
    links = [thing("link", one, content={"goal": "Learn"}, state={"agreed_at": at, "exchanges": [{"held_on": day} for day in days]}) for one, at, days in (("a", within, ("2026-06-02", "2026-07-01")), ("b", before, ("2026-03-01", "2024-07-01")), ("c", None, ()))]  # fmt: skip
    assert (total("peer_links", *links), total("peer_exchanges", *links)) == ("1", "3")
    public = figures(thing("link", content={}, state={"agreed_at": within, "exchanges": []}))
    assert (public["peer_links", "", ""].amount, public["peer_exchanges", "", ""].not_known) == ("1", 1)
    found = figures(thing("match", status="confirmed"), thing("offer", status="live", content={"lines": [{"functional_areas": ["coi", "appeals"], "quantity": LINE["quantity"]}]}))  # fmt: skip
    assert (found["matches", "", "confirmed"].amount, found["offered", "coi", ""].amount, found["offered", "appeals", ""].amount) == ("1", "10.5", "10.5")  # fmt: skip
    gone = [thing(kind, status="handed_over") for kind in ("request", "offer", "match")]
    assert all(one.items == 0 for one in figures(*gone).values())


def test_what_everybody_is_shown_has_groups_of_a_least_size_and_names_nothing() -> None:
    many = figures(*(thing(one=str(number), status="in_line" if number else "withdrawn") for number in range(3)))
    shown = _for_everybody(many.values(), 3)
    assert {(one.code, one.label) for one in shown} >= {("requests", None), ("requests_by_horizon", "long_term")}
    assert not any(one.items < 3 or one.behind or one.not_known for one in shown)
    assert ("requests_by_status", "withdrawn") not in {(one.code, one.label) for one in shown}
    assert "crisis_requests" not in {one.code for one in shown}


def test_every_figure_has_words_in_every_language_and_a_kind_that_adds_to_it() -> None:
    codes = get_args(FigureCode)
    assert set(codes) >= TOTALS
    assert len(KINDS) == 10
    for language in LANGUAGES:
        assert [list(texts()[language][part]) for part in ("name", "is")] == [list(codes)] * 2
        assert all(text.strip() for part in texts()[language].values() for text in part.values())
