"""WM 4: meetings are convened, an invitation stands, parties answer for themselves, what came of a meeting is kept."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.dialogue.domain import meeting as domain
from services.dialogue.domain.view import as_seen_by
from shared.contracts.door import Door
from shared.contracts.serving import serving
from shared.contracts.shapes.meeting import MeetingContent, MeetingRecord, MeetingState
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import RULES, decide
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from tests.support.meetings import LINK, meeting_body

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
TCD, FRA = "iso3166:TCD", "iso3166:FRA"
pytestmark = pytest.mark.paragraph("4")


def nobody_else(_: str) -> None:
    """Every party is told by the meeting's own deployment."""


def content(**changes: Any) -> MeetingContent:
    return MeetingContent.model_validate(meeting_body(**changes))


def convened(**changes: Any) -> MeetingState:
    return domain.convened(content(**changes), "m1", "MEETING-2026-WCA-001", "wca", NOW, nobody_else)


def answered(state: MeetingState, party: str, answer: Any = "registered", now: datetime = NOW) -> MeetingState:
    return domain.answered(state, party, answer, 2, "fr", now)


def pointers(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {fault.pointer for fault in refused.value.faults}


def test_every_fault_of_a_meeting_is_named_at_once() -> None:
    bad = content(starts_at="2026-02-01T09:00:00Z", ends_at="2026-02-01T08:00:00Z", place=None,
                  registration_closes_at="2026-02-10T00:00:00Z", invited=[TCD, FRA, TCD])  # fmt: skip
    with pytest.raises(Invalid) as refused:
        domain.convened(bad, "m1", "R", "wca", NOW, nobody_else)
    wanted = {"/starts_at", "/ends_at", "/registration_closes_at", "/place", "/invited/2"}
    assert pointers(refused) == wanted
    assert {"in_the_past", "out_of_order", "place_needed", "twice"} == {fault.code for fault in refused.value.faults}


@pytest.mark.parametrize(
    "zone",
    [
        "Mars/Olympus",
        "../etc/passwd",
        "",
        "X" * 61,
        "localtime",
        "Factory",
        "posixrules",
        "Etc/GMT+2",
        "CET",
        "GB",
        "posix/Europe/Paris",
    ],
)
def test_a_time_zone_has_to_exist(zone: str) -> None:
    content(time_zone=zone[:60])  # what was kept stays readable
    with pytest.raises(ValueError, match="time_zone"):
        typed(time_zone=zone)


def typed(**change: object) -> MeetingContent:
    """As it comes in at the door."""
    given = content().model_dump(mode="json") | change
    return MeetingContent.model_validate_json(json.dumps(given), strict=True, context=Door("wca", date(2026, 11, 28)))


PARIS = {"time_zone": "Europe/Paris", "registration_closes_at": None}


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2027-06-15T09:00:00+01:00", "2027-06-15T11:00:00+01:00", "the offset of Europe/Paris is"),
        ("2027-06-15T09:00:00+02:00", "2027-06-15T11:00:00+01:00", "ends_at"),
        ("2027-01-15T09:00:00+02:00", "2027-01-15T11:00:00+02:00", "the offset of Europe/Paris is"),
        ("2027-03-28T02:30:00+01:00", "2027-03-28T05:00:00+02:00", "does not exist in Europe/Paris"),
        ("2027-10-31T02:30:00+03:00", "2027-10-31T05:00:00+01:00", "[+]02:00 or [+]01:00"),
        ("0026-06-15T09:00:00+02:00", "2027-06-15T11:00:00+02:00", "the year 0026"),
        ("9999-12-31T23:59:59-01:00", "2027-06-15T11:00:00+02:00", "the year 9999"),
        ("0001-01-01T00:00:00+05:00", "2027-06-15T11:00:00+02:00", "the year 0001"),
    ],
)
def test_an_offset_that_is_not_the_zones_is_refused(begin: str, end: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        typed(starts_at=begin, ends_at=end, **PARIS)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2027-06-15T09:00:00+02:00", "2027-06-15T11:00:00+02:00"),
        ("2027-06-15T09:00:00Z", "2027-06-15T11:00:00Z"),
        ("2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"),
        ("2027-01-15T09:00:00+01:00", "2027-01-15T11:00:00+01:00"),
    ],
)
def test_an_offset_of_the_zone_and_an_instant_in_utc_are_taken(begin: str, end: str) -> None:
    one = typed(starts_at=begin, ends_at=end, **PARIS)
    assert one.starts_at == datetime.fromisoformat(begin)
    assert one.starts_at.tzinfo is UTC


def test_moments_are_kept_in_utc_whatever_offset_they_come_with() -> None:
    one = content(starts_at="2026-03-26T10:00:00+01:00")
    assert one.starts_at == datetime(2026, 3, 26, 9, tzinfo=UTC)
    assert '"starts_at":"2026-03-26T09:00:00Z"' in one.model_dump_json()
    with pytest.raises(ValueError, match="starts_at"):
        content(starts_at="2026-03-26T10:00:00")


def test_an_invitation_is_not_taken_back_by_a_list_and_answers_stay() -> None:
    state = answered(convened(), TCD)
    with pytest.raises(Conflict) as refused:
        domain.changed(state, content(invited=[TCD]), NOW, nobody_else)
    assert (refused.value.code, FRA in refused.value.detail) == ("invitations_stand", True)
    more, what = domain.changed(state, content(invited=[TCD, FRA, "iso3166:SEN"]), NOW, nobody_else)
    assert what == ("invited",)
    assert [(one.party, one.answer) for one in more.invitations] == [
        (TCD, "registered"), (FRA, "pending"), ("iso3166:SEN", "pending"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"starts_at": "2026-03-27T09:00:00Z", "ends_at": "2026-03-27T10:00:00Z"}, ("time",)),
        ({"time_zone": "Africa/Lagos"}, ("time",)),
        ({"place": "Abuja"}, ("place",)),
        ({"join_link": "https://meet.example/other"}, ("place",)),
        ({"registration_closes_at": None}, ("registration",)),
        ({"title": "Another title", "place": "Abuja"}, ("place", "content")),
    ],
)
def test_a_change_names_what_changed(changes: dict[str, Any], named: tuple[str, ...]) -> None:
    assert domain.changed(convened(), content(**changes), NOW, nobody_else)[1] == named


def test_what_changes_nothing_is_no_change() -> None:
    with pytest.raises(Conflict) as refused:
        domain.changed(convened(), content(), NOW, nobody_else)
    assert refused.value.code == "nothing_changed"


def test_a_party_may_say_otherwise_until_registration_closes() -> None:
    state = answered(answered(convened(), TCD), TCD, "declined")
    mine = state.invitations[0]
    assert (mine.answer, mine.delegates, mine.language) == ("declined", None, None)
    with pytest.raises(Conflict) as late:
        answered(state, TCD, now=state.content.answer_until)
    assert late.value.code == "registration_closed"
    with pytest.raises(NotPermitted):
        answered(state, "iso3166:SEN")


def after_cancelling(act: Callable[[MeetingState], object]) -> str:
    with pytest.raises(Conflict) as refused:
        act(domain.cancelled(convened(), "No room"))
    return refused.value.code


def test_nothing_is_done_to_a_meeting_that_was_cancelled() -> None:
    record = MeetingRecord(summary="None")
    end = content().ends_at
    acts: list[Callable[[MeetingState], object]] = [
        lambda state: answered(state, TCD),
        lambda state: domain.cancelled(state, "Again"),
        lambda state: domain.moderated(state, (), "None", ()),
        lambda state: domain.changed(state, content(place="Abuja"), NOW, nobody_else),
        lambda state: domain.held(state, record, end),
    ]
    assert {after_cancelling(act) for act in acts} == {"meeting_cancelled"}


def test_a_record_is_of_what_took_place_and_of_those_who_were_there() -> None:
    state, record = convened(), {"summary": "Chad told how its border posts register.", "actions": []}
    with pytest.raises(Conflict) as early:
        domain.held(state, MeetingRecord.model_validate(record), state.content.starts_at - timedelta(seconds=1))
    assert early.value.code == "not_begun"
    actions = [{"party": party, "what": "Share the manual"} for party in (TCD, "iso3166:SEN", "unhcr-bureau:wca")]
    with pytest.raises(Invalid) as refused:
        domain.held(state, MeetingRecord.model_validate(record | {"actions": actions}), state.content.ends_at)
    assert [fault.message for fault in refused.value.faults] == ["'iso3166:SEN' took no part in the meeting"]
    held = domain.held(state, MeetingRecord.model_validate(record | {"actions": actions[:1]}), state.content.ends_at)
    mended = domain.held(held, MeetingRecord.model_validate(record), state.content.ends_at)
    assert (held.status, mended.record and mended.record.actions) == ("held", ())


def test_the_way_in_is_for_those_who_take_part_and_officers() -> None:
    state = answered(convened(), TCD)
    readers = {
        TCD: Actor("a", Role.STATE_AUTHORITY, TCD), FRA: Actor("b", Role.STATE_AUTHORITY, FRA),
        "bureau": Actor("c", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca"),
        "geneva": Actor("d", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"),
    }  # fmt: skip
    assert all(decide(who, a.READ_MEETING, resources.of_meeting(state)).allowed for who in readers.values())
    links = {name: as_seen_by(who, state).content.join_link for name, who in readers.items()}
    assert links == {TCD: LINK, FRA: None, "bureau": LINK, "geneva": LINK}
    strangers = (Actor("e", Role.STATE_AUTHORITY, "iso3166:SEN"), Actor("f", Role.BUREAU_OFFICER, None, "esa"),
                 Actor("g", Role.INTEGRATOR, "org:iom"), Actor("h", Role.PUBLIC))  # fmt: skip
    assert not any(decide(who, a.READ_MEETING, resources.of_meeting(state)).allowed for who in strangers)


def test_nobody_answers_for_a_party_and_no_party_convenes() -> None:
    assert {role for rule in RULES if rule.action is a.ANSWER_INVITATION for role in rule.roles} == {
        Role.STATE_AUTHORITY, Role.STAKEHOLDER, Role.COUNTRY_OFFICE,
    }  # fmt: skip
    office = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD")
    assert decide(office, a.ANSWER_INVITATION, resources.meeting("wca", ["unhcr-office:TCD"])).allowed
    assert not decide(office, a.ANSWER_INVITATION, resources.meeting("wca", [TCD])).allowed
    officers = {Role.BUREAU_OFFICER, Role.GENEVA_OFFICER}
    for action in (a.CONVENE_MEETING, a.CHANGE_MEETING, a.CHOOSE_MODERATORS, a.RECORD_MEETING):
        assert {role for rule in RULES if rule.action is action for role in rule.roles} == officers
    geneva = Actor("d", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva")
    assert decide(geneva, a.CONVENE_MEETING, resources.of_deployment("geneva")).allowed
    assert not decide(geneva, a.CHANGE_MEETING, resources.of_deployment("wca")).allowed


def test_a_party_is_told_by_the_deployment_of_its_bureau_where_that_runs() -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC).date()
    known = {"wca", "europe"}
    assert serving(TCD, "geneva", known, day) == "wca"
    assert serving(FRA, "wca", known, day) == "europe"
    assert serving("unhcr-office:TCD", "geneva", known, day) == "wca"
    assert serving(TCD, "wca", known, day) is None
    assert serving("iso3166:KEN", "wca", known, day) is None, "its deployment does not run: this one tells it"
    assert serving("org:iom", "geneva", known, day) is None


def test_a_state_whose_bureau_has_no_deployment_is_served_by_geneva() -> None:
    day, known, kenya = datetime(2026, 3, 1, tzinfo=UTC).date(), {"wca", "europe", "geneva"}, "iso3166:KEN"
    assert serving(kenya, "wca", known, day, "geneva") == "geneva"
    assert serving(kenya, "wca", {"europe"}, day, "geneva") == "geneva", "Geneva reads all, whoever knows its address"
    assert serving(kenya, "geneva", known, day, "geneva") is None
    assert serving("iso3166:XKX", "wca", set(), day, "geneva") == "geneva"
    assert serving(kenya, "wca", known | {"esa"}, day, "geneva") == "esa"
    for party, here in ((TCD, "wca"), (FRA, "europe"), ("org:iom", "wca")):
        assert serving(party, here, known, day, "geneva") is None, "its own, or whose thing it is"
