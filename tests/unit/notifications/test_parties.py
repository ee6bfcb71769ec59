"""Who hears of an event: every answer of a match, every state of a request, every region (WM 4, 6, 11, 15.v, 17)."""

from datetime import UTC, datetime
from itertools import product

import pytest

from services.notifications.domain import parties
from services.notifications.domain.parties import Here
from services.notifications.kinds import match as of_match
from services.notifications.kinds.request import audiences as of_request
from shared.contracts import matching
from tests.support.happenings import Request, match

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE = Here("wca")
BUREAU, GENEVA, TCD, CMR, FRA = (
    ("unhcr-bureau:wca",), ("unhcr:secretariat",), "iso3166:TCD", "iso3166:CMR", "iso3166:FRA",
)  # fmt: skip


@pytest.mark.paragraph("6")
@pytest.mark.parametrize(
    ("deployment", "hub", "told"),
    [("wca", None, GENEVA), ("wca", "geneva", ()), ("geneva", "geneva", GENEVA), ("geneva", None, GENEVA)],
)
def test_geneva_is_told_by_its_own_deployment_where_there_is_one(
    deployment: str, hub: str | None, told: object
) -> None:
    event = Request("r1", NOW).submitted
    assert parties.secretariat(event, Here(deployment, hub)) == told


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(("first", "second"), list(product(["pending", "accepted", "declined"], repeat=2)))
def test_officers_act_once_nobodys_answer_is_missing_and_know_until_then(first: str, second: str) -> None:
    event = match(matching.MatchAnswered, Request("r1", NOW), NOW, {TCD: first, FRA: second}, status="reserved")
    complete = first == second == "accepted"
    assert of_match.bureau_when_all_accepted(event, HERE) == (BUREAU if complete else ())
    assert of_match.bureau_while_answers_are_missing(event, HERE) == (() if complete else BUREAU)


@pytest.mark.paragraph("11")
@pytest.mark.parametrize("reason", ["late_answer", "request_withdrawn", "declined"])
def test_the_end_of_a_match_is_told_once_and_is_work_only_where_something_is_left(reason: str) -> None:
    event = match(
        matching.MatchReleased,
        Request("r1", NOW),
        NOW,
        {TCD: "accepted", FRA: "declined"},
        status="declined",
        reason=reason,
    )
    assert of_match.sides_of_ended(event, HERE) == (() if reason == "late_answer" else (TCD, FRA))
    left = reason == "declined"
    assert of_match.bureau_when_open_again(event, HERE) == (BUREAU if left else ())


@pytest.mark.parametrize("here", ["wca", "europe"])
def test_a_deployment_tells_its_own_sides_and_the_offers_officers(here: str) -> None:
    event = match(matching.MatchProposed, Request("r1", NOW), NOW, {TCD: "pending", FRA: "pending"}, status="reserved")
    mine = here == "wca"
    assert of_match.sides(event, Here(here)) == ((TCD, FRA) if mine else ())
    assert of_match.offering_bureau(event, Here(here)) == (BUREAU if mine else ())


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("in_line", [True, False])
@pytest.mark.parametrize("agreed", [True, False])
def test_agreement_is_awaited_of_a_request_in_line_and_offers_are_sought_after_it(in_line: bool, agreed: bool) -> None:
    request = Request("r1", NOW)
    event = request.decided(NOW, in_line=in_line)
    if in_line and agreed:
        event = request.consent(NOW, ("title",))
    ready = in_line and agreed
    assert of_request.silent_states(event, HERE) == ((TCD,) if in_line and not agreed else ())
    assert of_request.bureau_when_offers_can_be_sought(event, HERE) == (BUREAU if ready else ())
    assert of_request.bureau_when_nobody_in_common(event, HERE) == ()
    assert of_request.bureau_when_agreement_is_missing(event, HERE) == ()


@pytest.mark.paragraph("17")
def test_a_state_that_took_its_agreement_back_is_spoken_with_not_reminded() -> None:
    request = Request("r1", NOW)
    request.decided(NOW)
    request.consent(NOW, ("title",))
    back = request.consent_back()
    assert of_request.silent_states(back, HERE) == ()
    assert of_request.bureau_when_agreement_is_missing(back, HERE) == BUREAU
    assert of_request.bureau_when_offers_can_be_sought(back, HERE) == ()
