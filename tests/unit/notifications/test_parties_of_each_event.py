"""Who hears of offers, meetings, reminders and the service itself: each role of an event, by who stands in it (WM 4, 5, 6, 7, 17)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifications.audiences import parties
from services.notifications.domain.parties import Here
from services.notifications.kinds import match as of_match
from services.notifications.kinds import meeting as of_meeting
from services.notifications.kinds import offer as of_offer
from services.notifications.kinds import solicitation as of_call
from services.notifications.kinds.request import audiences as of_request
from shared.contracts import matching, roster
from shared.contracts.intake import CountryHandoverCalledBack
from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.operations import ChannelStateChanged, WebhookStateChanged
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.match import Consultation, Reservation
from shared.contracts.shapes.named_party import asked
from shared.modalities.access.actor import SECRETARIAT
from tests.support.happenings import Request, match, offer
from tests.support.meetings import Meeting

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
WCA, EUROPE = Here("wca"), Here("europe")
BUREAU, OTHERS, GENEVA = ("unhcr-bureau:wca",), ("unhcr-bureau:europe",), (SECRETARIAT,)
TCD, CMR, FRA, CHE = "iso3166:TCD", "iso3166:CMR", "iso3166:FRA", "iso3166:CHE"


@pytest.mark.paragraph("8")
@pytest.mark.parametrize(
    ("route", "told"),
    [({"route": "country_office", "country_office": "unhcr-office:TCD"}, ("unhcr-office:TCD",)),
     ({"route": "direct", "reason": "There is no office"}, ())],
)  # fmt: skip
def test_the_office_that_a_request_came_through(route: dict[str, str], told: tuple[str, ...]) -> None:
    event = Request("r1", NOW, submission_route=route, requesting_states=[TCD]).submitted
    assert of_request.country_office(event, WCA) == told
    assert of_request.requesting_states(event, WCA) == (TCD,)


@pytest.mark.paragraph("15.v")
@pytest.mark.parametrize(
    ("before", "now", "told"),
    [((), (CMR,), (CMR,)), ((CMR,), (), ()), ((CMR,), (FRA,), (FRA,))],
)
def test_who_is_named_for_the_first_time_is_told_so(before: Any, now: Any, told: tuple[str, ...]) -> None:
    named = (*asked(before, "offerer", NOW, LATER), *asked(now, "offerer", LATER, LATER))
    event = offer("offer-001", LATER)
    event = event.model_copy(update={"offer": event.offer.model_copy(update={"named": named})})
    assert of_offer.newly_named(event, WCA) == told
    assert set(of_offer.named(event, WCA)) == {*before, *now}
    assert of_offer.bureau_when_on_roster(event, WCA) == ()


@pytest.mark.paragraph("15.v")
def test_who_a_request_names_hears_it_from_the_version_that_names_it() -> None:
    request = Request("r1", NOW, requesting_states=[TCD, CMR])
    assert of_request.newly_named(request.submitted, WCA) == (CMR,)
    request.feedback(LATER)
    again = request.revised(LATER)
    assert (of_request.newly_named(again, WCA), of_request.named(again, WCA)) == ((), (CMR,))


@pytest.mark.paragraph("7")
def test_officers_hear_of_an_offer_that_waits_for_nobody() -> None:
    event = offer("offer-001", NOW)
    assert of_offer.bureau_when_on_roster(event, WCA) == BUREAU
    assert of_offer.offering_parties(event, WCA) == (FRA,)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("in_line", [True, False])
@pytest.mark.parametrize("states", [(TCD,), (TCD, CMR)])
@pytest.mark.parametrize("moved", [None, "esa"])
def test_states_that_agreed_to_nobody_in_common_are_spoken_with(
    in_line: bool, states: tuple[str, ...], moved: str | None
) -> None:
    request = Request("r1", NOW)
    event: Any = request.decided(NOW, in_line=in_line)
    first = {TCD: request.consent(NOW, ("title",)).request.consents[TCD]} if in_line else {}
    both = dict.fromkeys(states, first.get(TCD)) if in_line else {}
    content = event.request.content.model_copy(update={"requesting_states": (TCD, CMR)})
    changes = {"content": content, "consents": both, "shown": None, "handed_over_to": moved}
    event = event.model_copy(update={"request": event.request.model_copy(update=changes)})
    spoken_with = in_line and states == (TCD, CMR) and moved is None
    assert of_request.bureau_when_nobody_in_common(event, WCA) == (BUREAU if spoken_with else ())
    assert of_request.bureau_when_agreement_is_missing(event, WCA) == (BUREAU if spoken_with else ())


@pytest.mark.paragraph("17")
def test_who_is_asked_for_offers() -> None:
    request = Request("r1", NOW)
    request.decided(NOW)
    request.consent(NOW, ("title",))
    assert of_call.approached(request.sought(NOW, FRA, CHE), WCA) == (FRA, CHE)


def noted(*of: str) -> Any:
    event = match(matching.MatchConsulted, Request("r1", NOW), NOW, {TCD: "pending", FRA: "pending"}, status="reserved")
    notes = tuple(Consultation(party=party, summary="Spoken", recorded_by="officer", held_at=NOW) for party in of)
    return event.model_copy(update={"match": event.match.model_copy(update={"consultations": notes})})


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(("of", "told"), [((TCD, FRA), (FRA,)), ((FRA, TCD), (TCD,)), ((FRA, CHE), ()), ((), ())])
def test_the_side_last_consulted_reads_what_was_noted(of: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert of_match.consulted_side(noted(*of), WCA) == told
    assert of_match.consulted_side(noted(*of), EUROPE) == ()


@pytest.mark.paragraph("11")
def test_each_deployment_tells_the_sides_it_serves_and_officers_whose_offer_it_is() -> None:
    event = match(matching.MatchProposed, Request("r1", NOW), NOW, {TCD: "pending", FRA: "pending"}, status="reserved")
    first, second = event.match.sides
    held = Reservation(reservation_id="r", offer_id="offer-001", offer_region="europe", status="held")
    changes = {"sides": (first, second.model_copy(update={"region": "europe"})), "reservations": (held,)}
    event = event.model_copy(update={"match": event.match.model_copy(update=changes)})
    assert (of_match.sides(event, WCA), of_match.sides(event, EUROPE)) == ((TCD,), (FRA,))
    assert (of_match.offering_bureau(event, WCA), of_match.offering_bureau(event, EUROPE)) == ((), OTHERS)


@pytest.mark.paragraph("6")
@pytest.mark.parametrize(("here", "told"), [("wca", ()), ("esa", ("unhcr-bureau:esa",))])
def test_who_was_to_receive_a_country(here: str, told: tuple[str, ...]) -> None:
    order = HandoverState(
        handover_id="h", country=TCD, giving="wca", receiving="esa", on=date(2026, 4, 1), reason="Said",
        ordered_by="officer", ordered_at=NOW,
    )  # fmt: skip
    event = CountryHandoverCalledBack(aggregate_id="h", aggregate_version=2, handover=order)
    assert parties.receiving_bureau(event, Here(here)) == told


@pytest.mark.paragraph("4")
def test_who_of_a_meeting_hears_what() -> None:
    one = Meeting(NOW, invited=[TCD, CMR, FRA, CHE], serving={FRA: "europe", CHE: "europe"})
    one.answered(TCD, NOW)
    one.answered(FRA, NOW)
    one.answered(CHE, NOW, answer="declined", delegates=None)
    event = one.moderated(CMR, CHE)
    told = {
        resolve.__name__: (resolve(event, WCA), resolve(event, EUROPE))
        for resolve in (of_meeting.invited, of_meeting.taking_part, of_meeting.not_declined, of_meeting.moderators)
    }
    assert told == {
        "invited": ((CMR,), ()),
        "taking_part": ((CMR, TCD), (CHE, FRA)),
        # Who declined and moderates all the same is concerned.
        "not_declined": ((CMR, TCD), (CHE, FRA)),
        "moderators": ((CMR,), (CHE,)),
    }
    assert of_meeting.serving_bureau(event, EUROPE) == OTHERS
    assert of_meeting.serving_bureau(event, Here("esa")) == ()


@pytest.mark.paragraph("4")
def test_who_declined_hears_no_more_and_who_moderates_uninvited_does() -> None:
    one = Meeting(NOW, invited=[TCD, FRA])
    one.answered(FRA, NOW, answer="declined", delegates=None)
    event = one.moderated(CMR)
    assert of_meeting.not_declined(event, WCA) == (CMR, TCD)
    assert of_meeting.taking_part(event, WCA) == (CMR,)


def reminder(*escalated: str) -> ReminderDue:
    due = Reminder(
        deadline_id="d", round=1, step="late-7", owed="feedback", item_id="r1", item_kind="request", thread="r1", party=TCD,
        escalated_to=escalated, due_at=NOW, days=7, paragraph="16",
    )  # fmt: skip
    return ReminderDue(aggregate_id="d", aggregate_version=1, reminder=due)


@pytest.mark.paragraph("6")
@pytest.mark.parametrize(
    ("to", "here", "told", "geneva"),
    [
        ((), WCA, (), ()), (BUREAU, WCA, BUREAU, ()), (GENEVA, WCA, GENEVA, GENEVA),
        (GENEVA, Here("wca", "geneva"), (), ()), ((*BUREAU, *GENEVA), WCA, (*BUREAU, *GENEVA), GENEVA),
    ],
)  # fmt: skip
def test_the_level_that_is_on_a_late_step(to: Any, here: Here, told: Any, geneva: Any) -> None:
    event = reminder(*to)
    assert parties.owing(event, here) == (TCD,)
    assert parties.escalated(event, here) == told
    assert parties.escalated_to_geneva(event, here) == geneva


@pytest.mark.parametrize("state", ["failing", "disabled", "enabled"])
def test_the_owner_of_an_endpoint_that_fails_sees_to_it(state: Any) -> None:
    event = WebhookStateChanged(aggregate_id="w", aggregate_version=1, party=FRA, state=state, reason="failing")
    assert parties.owner_of_webhook(event, WCA) == (FRA,)
    assert parties.owner_of_failing_webhook(event, WCA) == (() if state == "enabled" else (FRA,))


@pytest.mark.parametrize("state", ["quiet", "recovered", "muted", "unmuted"])
def test_officers_see_why_a_channel_went_quiet(state: Any) -> None:
    event = ChannelStateChanged(aggregate_id="email", aggregate_version=1, channel="email", state=state, reason="none")
    assert parties.bureau_when_quiet(event, WCA) == (BUREAU if state == "quiet" else ())


def test_offers_say_who_they_are_of() -> None:
    event = offer("offer-001", NOW, roster.OfferWithdrawn, offering_parties=[FRA, CHE])
    assert of_offer.offering_parties(event, WCA) == (FRA, CHE)
