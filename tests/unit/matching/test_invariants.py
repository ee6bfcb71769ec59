"""What must hold before offers are sought or a match is confirmed; each refusal with its code (WM 11, 16, 17)."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.matching.domain.public_view import public_view
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation, solicitation_of
from services.matching.invariants.both_sides_accept import both_sides_accept
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.invariants.inside_the_audience import audience_of, outside
from services.matching.invariants.may_be_asked import may_be_asked
from shared.contracts.shapes.match import Side
from shared.contracts.shapes.support_request import (
    Consent,
    ConsentedView,
    RequestContent,
    RequestStatus,
    SupportRequestState,
)
from shared.modalities.errors import Conflict, Invalid
from tests.support.bodies import request_body
from tests.unit.matching.test_match import CHE, FRA, TCD, a_match
from tests.unit.roster.test_public_view import an_offer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CMR, DEU = "iso3166:CMR", "iso3166:DEU"


def view(*fields: str, audiences: tuple[str, ...] = ("offerers",), **to_whom: Any) -> ConsentedView:
    return ConsentedView.model_validate({"audiences": audiences, "fields": dict.fromkeys(fields, "said")} | to_whom)


def a_request(shown: ConsentedView | None = None, **changes: Any) -> SupportRequestState:
    values: dict[str, Any] = {
        "request_id": "r", "reference": "ACSG-2026-TCD-001", "region": "wca", "status": "in_line", "content_version": 1,
        "content": RequestContent.model_validate(request_body(requesting_states=[TCD, CMR])), "rule_set": "2026-11",
        "findings": (), "shown": shown, "submitted_at": NOW, "feedback_due_at": NOW,
    }  # fmt: skip
    return SupportRequestState.model_validate(values | changes)


def agreed(*states: str) -> dict[str, Consent]:
    return {
        party: Consent.model_validate(
            {"fields": ("lines",), "audiences": ("offerers",), "given_by": party, "given_at": NOW, "content_version": 1}
        )
        for party in states
    }


@pytest.mark.paragraph("16")
@pytest.mark.parametrize("status", get_args(RequestStatus))
def test_offers_are_sought_for_what_is_in_line_alone(status: str) -> None:
    request = a_request(status=status)
    if status == "in_line":
        in_line_before_seeking_offers(request)
        return
    with pytest.raises(Conflict) as refused:
        in_line_before_seeking_offers(request)
    assert refused.value.code == "request_not_in_line"


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("states", "code"),
    [((), "no_agreement"), ((TCD,), "no_agreement"), ((CMR,), "no_agreement"), ((TCD, CMR), "nobody_in_common"),
     ((TCD, CMR, FRA), "nobody_in_common")],
)  # fmt: skip
def test_without_a_view_nobody_is_asked(states: tuple[str, ...], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        agreement_before_solicitation(a_request(consents=agreed(*states)))
    assert refused.value.code == code == solicitation_of(a_request(consents=agreed(*states)))


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("states", [(), (TCD, CMR)])
def test_the_view_that_may_be_shown(states: tuple[str, ...]) -> None:
    shown = view("lines")
    request = a_request(shown, consents=agreed(*states))
    assert agreement_before_solicitation(request) == shown
    assert solicitation_of(request) == "agreed"


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(
    ("answers", "missing"),
    [(("accepted", "accepted"), None), (("accepted", "pending"), FRA), (("declined", "accepted"), TCD),
     (("pending", "declined"), f"{TCD}, {FRA}")],
)  # fmt: skip
def test_who_has_not_accepted_is_named(answers: tuple[str, str], missing: str | None) -> None:
    sides = [
        {"party": TCD, "role": "requester", "answer": answers[0]},
        {"party": FRA, "role": "offerer", "answer": answers[1]},
    ]
    match = a_match(sides=sides)
    if missing is None:
        both_sides_accept(match)
        return
    with pytest.raises(Conflict, match=f"Not yet accepted by {missing}$"):
        both_sides_accept(match)


@pytest.mark.paragraph("17")
def test_who_is_outside_the_audience() -> None:
    request = a_request(view("lines", audiences=(), kinds=("state",), but=(CHE,)))
    assert outside(request, (FRA, CHE, DEU, "org:euaa")) == (CHE, "org:euaa")


TODAY = NOW.date()
SHOWN = ConsentedView.model_validate(
    {"audiences": (), "kinds": ("state",), "but": (CHE,), "fields": {"lines": [{"line_id": "1"}, {"line_id": "2"}]}}
)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("approached", "lines", "days", "rests", "wanted"),
    [
        ((FRA, DEU), ("1", "2"), 366, {}, []), ((FRA,), (), None, {}, []), ((FRA,), (), 1, {}, []),
        ((FRA, CHE, DEU, "org:euaa"), (), None, {}, [("/approached/1", "outside_audience"), ("/approached/3", "outside_audience")]),
        ((FRA, DEU, FRA), (), None, {}, [("/approached/2", "named_twice")]),
        ((FRA, TCD), (), None, {}, [("/approached/1", "asks_itself")]),
        (("unhcr-bureau:wca", FRA), (), None, {}, [("/approached/0", "no_offerer")]),
        ((FRA, DEU), (), None, {DEU: 0}, [("/approached/1", "asked_not_now")]),
        ((FRA, DEU), (), None, {DEU: 5}, [("/approached/1", "asked_not_now")]), ((FRA, DEU), (), None, {DEU: -1}, []),
        ((FRA,), ("1", "3", "2"), None, {}, [("/line_ids/1", "unknown_line")]),
        ((FRA,), (), 0, {}, [("/closes_on", "closes_out_of_time")]), ((FRA,), (), 367, {}, [("/closes_on", "closes_out_of_time")]),
        ((CHE,), ("9",), -1, {}, [("/approached/0", "outside_audience"), ("/line_ids/0", "unknown_line"),
                                  ("/closes_on", "closes_out_of_time")]),
    ],
)  # fmt: skip
def test_who_may_be_asked_for_what_until_when(
    approached: Any, lines: Any, days: int | None, rests: dict[str, int], wanted: Any
) -> None:
    closes = None if days is None else TODAY + timedelta(days=days)
    left_alone = {party: TODAY + timedelta(days=n) for party, n in rests.items()}
    if not wanted:
        may_be_asked(a_request(SHOWN), approached, lines, closes, left_alone, TODAY)
        return
    with pytest.raises(Invalid) as refused:
        may_be_asked(a_request(SHOWN), approached, lines, closes, left_alone, TODAY)
    assert [(one.pointer, one.code) for one in refused.value.faults] == wanted


@pytest.mark.paragraph("17")
def test_without_a_view_no_line_is_shown() -> None:
    with pytest.raises(Invalid) as refused:
        may_be_asked(a_request(), (), ("1",), None, {}, TODAY)
    assert [one.code for one in refused.value.faults] == ["unknown_line"]


@pytest.mark.paragraph("17")
def test_without_agreement_everybody_is_outside() -> None:
    assert audience_of(a_request()).is_empty
    assert outside(a_request(), (FRA,)) == (FRA,)


PUBLIC = view("requesting_states", "lines", audiences=("offerers", "public"))
CONFIRMED = {"status": "confirmed", "confirmed_at": NOW, "channel": "bilateral", "delivery_mode": "peer_to_peer"}


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("views", "state", "shown"),
    [
        ((PUBLIC,), {}, True), ((PUBLIC, PUBLIC), {}, True), ((), {}, False), ((None,), {}, False),
        ((PUBLIC, None), {}, False), ((PUBLIC, view("requesting_states", "lines")), {}, False),
        ((view("lines", audiences=("offerers", "public")),), {}, False), ((PUBLIC,), {"status": "reserved"}, False),
        ((PUBLIC,), {"status": "withdrawn"}, False), ((PUBLIC,), {"handed_over_to": "esa"}, False),
    ],
)  # fmt: skip
def test_a_match_is_public_when_every_request_in_it_is(views: Any, state: dict[str, Any], shown: bool) -> None:
    match = a_match(**CONFIRMED | state)
    assert (public_view(match, [a_request(one) for one in views], [an_offer()]) is not None) == shown


@pytest.mark.paragraph("17")
def test_areas_are_named_when_every_request_shows_its_lines() -> None:
    match = a_match(**CONFIRMED)
    names = view("requesting_states", audiences=("offerers", "public"))
    whole = public_view(match, [a_request(PUBLIC)], [])
    assert whole is not None
    assert (whole["functional_areas"], whole["confirmed_on"]) == (list(match.functional_areas), "2026-03-02")
    for views in ([names], [PUBLIC, names]):
        found = public_view(match, [a_request(one) for one in views], [])
        assert found is not None
        assert "functional_areas" not in found
    undated = public_view(match.model_copy(update={"confirmed_at": None}), [a_request(PUBLIC)], [])
    assert undated is not None
    assert undated["confirmed_on"] is None


@pytest.mark.paragraph("18")
@pytest.mark.parametrize(
    ("visibilities", "named"),
    [((), False), (("public",), True), (("mechanism",), False), (("public", "mechanism"), False)],
)
def test_an_offering_party_is_named_when_each_offer_of_its_is_public(visibilities: Any, named: bool) -> None:
    sides = (Side(party=TCD, role="requester", answer="accepted"), Side(party=FRA, role="offerer", answer="accepted"))
    offers = [an_offer(visibility=one) for one in visibilities]
    others = [
        an_offer(visibility="mechanism", offering_parties=[CHE]),
        an_offer(visibility="public", offering_parties=[CHE]),
    ]
    found = public_view(a_match(**CONFIRMED, sides=sides), [a_request(PUBLIC)], [*offers, *others])
    assert found is not None
    asks, gives = found["parties"]
    assert asks == {"party": TCD, "role": "requester"}
    assert gives == ({"party": FRA, "role": "offerer"} if named else {"role": "offerer"})
