"""What a meeting leads on to: who volunteers to moderate is chosen by officers, what was agreed is done by its party's word (WM 4, 5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from services.dialogue.domain import meeting as domain
from services.dialogue.domain.agreed_actions import reported
from services.dialogue.domain.view import as_seen_by
from services.notifications.domain.owed import owed
from services.notifications.kinds.lists import VOLUNTARY, item_of
from shared.contracts.owed import OwedOfAction
from shared.contracts.shapes.meeting import AgreedAction, MeetingRecord, MeetingState, Moderator, Volunteer
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from shared.modalities.steps.of_actions import Agreed, agreed_in, of_actions
from tests.support.happenings import envelope
from tests.support.limits import LIMITS
from tests.support.meetings import Meeting

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
AFTER = datetime(2026, 3, 26, 12, tzinfo=UTC)
TCD, FRA, SEN, BUREAU, GENEVA = (
    "iso3166:TCD", "iso3166:FRA", "iso3166:SEN", "unhcr-bureau:wca", "unhcr:secretariat",
)  # fmt: skip
FORM = {"party": TCD, "what": "Sends its form to all", "due": "2026-04-10"}


def offers(state: MeetingState, party: str, **more: Any) -> MeetingState:
    return domain.volunteered(state, Volunteer(party=party, volunteered_at=START, **more))


def chosen(state: MeetingState, *moderators: Moderator) -> MeetingState:
    return domain.moderated(state, moderators, "Knows it", ())


def recorded(state: MeetingState, *actions: dict[str, Any]) -> MeetingState:
    return domain.held(state, MeetingRecord.model_validate({"summary": "Much", "actions": actions}), AFTER)


def codes(wrong: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in wrong.value.faults]


@pytest.mark.paragraph("5")
def test_nobody_else_says_that_a_party_volunteered() -> None:
    state = offers(Meeting(START).state, FRA)
    by_itself, not_said = (Moderator(party=one, came="volunteered") for one in (FRA, TCD))
    with pytest.raises(Invalid) as wrong:
        chosen(state, by_itself, not_said)
    assert codes(wrong) == [("/moderators/1/came", "not_volunteered")]
    assert chosen(state, by_itself, Moderator(party=TCD, came="approached")).taking_part() == {FRA, TCD}
    with pytest.raises(NotPermitted):
        offers(state, SEN)
    again = offers(state, FRA, role="facilitator")
    assert [(one.party, one.role) for one in again.volunteers] == [(FRA, "facilitator")]


@pytest.mark.paragraph("5")
def test_what_parties_say_of_meetings_names_no_person() -> None:
    with pytest.raises(Invalid) as wrong:
        offers(Meeting(START).state, FRA, words="Ask Ms Ada Njoya")
    assert codes(wrong) == [("/words", "names_a_person")]
    state = recorded(Meeting(START).state, FORM)
    with pytest.raises(Invalid) as wrong:
        reported(state, "1", "done", "Sent by a.njoya@example.org", "en", AFTER)
    assert codes(wrong) == [("/words", "names_a_person")]


@pytest.mark.paragraph("5")
def test_who_takes_its_word_back_moderates_no_more_and_who_was_asked_stays() -> None:
    state = chosen(offers(Meeting(START).state, FRA), Moderator(party=FRA, came="volunteered"))
    assert (state.moderators_reason, domain.volunteered_no_more(state, FRA).moderators) == ("Knows it", ())
    assert domain.volunteered_no_more(state, FRA).moderators_reason is None
    asked = chosen(offers(Meeting(START).state, FRA), Moderator(party=FRA, came="approached"))
    left = domain.volunteered_no_more(asked, FRA)
    assert ([one.party for one in left.moderators], left.moderators_reason) == ([FRA], "Knows it")
    with pytest.raises(Conflict):
        domain.volunteered_no_more(left, FRA)


@pytest.mark.paragraph("5")
@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        (Actor("f", Role.STATE_AUTHORITY, FRA), [FRA]),
        (Actor("t", Role.STATE_AUTHORITY, TCD), [TCD]),
        (Actor("s", Role.STATE_AUTHORITY, SEN), []),
        (Actor("o", Role.BUREAU_OFFICER, BUREAU, "wca"), [FRA, TCD]),
    ],
)
def test_who_volunteers_reads_itself_and_officers_read_all(reader: Actor, reads: list[str]) -> None:
    state = offers(offers(Meeting(START, invited=[TCD, FRA, SEN]).state, FRA), TCD)
    assert [one.party for one in as_seen_by(reader, state).volunteers] == reads


@pytest.mark.paragraph("4")
def test_an_action_is_done_by_its_partys_word_which_a_mended_record_keeps() -> None:
    state = recorded(Meeting(START).state, FORM, {"party": FRA, "what": "Reads it"})
    assert state.record is not None
    assert [(one.action_id, one.state) for one in state.record.actions] == [("1", "open"), ("2", "open")]
    done = reported(state, "1", "done", "Sent to nine", "fr", AFTER)
    mended = recorded(
        done, {"party": FRA, "what": "Reads it"}, FORM | {"due": "2026-04-12"}, {"party": TCD, "what": "More"}
    )
    assert mended.record is not None
    assert [(one.action_id, one.what, one.state, one.words) for one in mended.record.actions] == [
        ("2", "Reads it", "open", None), ("1", FORM["what"], "done", "Sent to nine"), ("3", "More", "open", None),
    ]  # fmt: skip
    # In other words it is another action, whatever number an officer gives it: its party said nothing of that.
    other = recorded(done, FORM | {"action_id": "1", "what": "Pays for all"})
    assert other.record is not None
    assert [(one.action_id, one.state, one.words) for one in other.record.actions] == [("1", "open", None)]
    with pytest.raises(Invalid) as wrong:
        recorded(state, FORM | {"action_id": "1"}, {"action_id": "1", "party": FRA, "what": "Reads it"})
    assert codes(wrong) == [("/actions/1", "twice")]


@pytest.mark.paragraph("4")
def test_an_action_that_is_dropped_says_why_and_none_is_made_up() -> None:
    state = recorded(Meeting(START).state, FORM)
    for one, now_is, pointer, code in (
        ("1", "dropped", "/words", "words_needed"),
        ("9", "done", "/action_id", "unknown_action"),
    ):
        with pytest.raises(Invalid) as wrong:
            reported(state, one, now_is, None, None, AFTER)  # type: ignore[arg-type]
        assert codes(wrong) == [(pointer, code)]
    with pytest.raises(Invalid):
        reported(Meeting(START).state, "1", "done", None, None, AFTER)
    with pytest.raises(Conflict):
        reported(state, "1", "open", None, None, AFTER)
    again = reported(reported(state, "1", "done", None, None, AFTER), "1", "open", None, None, AFTER)
    assert [one.what for one in again.to_do()] == [FORM["what"]]
    assert not set(AgreedAction.model_fields) & {"state", "words", "said_at"}, "an officer records no such word"


@pytest.mark.paragraph("4")
def test_each_party_owes_its_first_day_then_the_next_until_nothing_is_left() -> None:
    one = Meeting(START)
    later = {"party": TCD, "what": "Trains nine", "due": "2026-06-01"}
    geneva = {"party": GENEVA, "what": "Publishes it", "due": "2026-05-01"}
    state = recorded(one.state, later, FORM, {"party": FRA, "what": "No day"}, geneva)

    def due(now: MeetingState) -> list[tuple[str, str, str]]:
        event = Meeting(START).convened.model_copy(update={"meeting": now})
        known = item_of(event, envelope(event, START))
        assert known is not None
        steps = owed({known.item_id: known}, LIMITS)
        return [(step.party, f"{step.due_at:%m-%d}", step.served_by) for step in steps]

    assert due(state) == [(TCD, "04-10", "wca"), (GENEVA, "05-01", "geneva")]
    after = reported(state, "2", "done", None, None, AFTER)
    assert due(after) == [(TCD, "06-01", "wca"), (GENEVA, "05-01", "geneva")]
    assert due(reported(after, "1", "dropped", "No money", "en", AFTER)) == [(GENEVA, "05-01", "geneva")]


def test_steps_of_actions_are_those_of_json_too_and_are_reminded_of() -> None:
    state = recorded(Meeting(START).state, FORM, {"party": FRA, "what": "No day"})
    assert state.record is not None
    agreed = agreed_in(state.record.model_dump(mode="json")["actions"])
    assert agreed == (Agreed(TCD, date(2026, 4, 10)),)
    (step,) = of_actions("wca", agreed, lambda _: "europe", LIMITS)
    assert (step.code, step.party, step.region, step.ends_at) == ("meeting_action", TCD, "europe", None)
    assert step.due_at - AFTER < timedelta(days=16)
    assert step.code in get_args(OwedOfAction)
    assert step.code not in VOLUNTARY, "what a party agreed to do it is reminded of when it is late, too"
