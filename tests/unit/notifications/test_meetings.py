"""Meetings: worklist, reminders and mails agree; nobody is chased for not coming, nor told to come when it is too late (WM 4, 5)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.actions.tell import Situation, notices
from services.notifications.domain.items import Known
from services.notifications.domain.owed import Owing, owed
from services.notifications.domain.parties import Here
from services.notifications.domain.reminder_times import Cadence, levels, recalls
from services.notifications.kinds.lists import VOLUNTARY, item_of
from services.notifications.settings import NotificationsSettings
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.event import Event
from shared.modalities.errors import ModalityError
from tests.support.happenings import envelope
from tests.support.limits import LIMITS
from tests.support.meetings import STEPS, Meeting
from tests.support.plain_worklist import worklist
from tests.unit.notifications.test_owed import Both

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, SEN, EUAA, BUREAU, GENEVA = (
    "iso3166:TCD", "iso3166:FRA", "iso3166:SEN", "org:euaa", "unhcr-bureau:wca", "unhcr:secretariat",
)  # fmt: skip


def known_of(event: MeetingEvent, at: datetime = START) -> dict[str, Known]:
    found = item_of(event, envelope(event, at))
    assert found is not None
    return {found.item_id: found}


def life(steps: list[tuple[str, int]]) -> Iterator[tuple[datetime, MeetingEvent]]:
    """A meeting's life, as far as its steps are possible one after the other; days between them."""
    one, now = Meeting(START), START
    yield now, one.convened
    for step, days in steps:
        now += timedelta(days=days)
        with suppress(ModalityError):
            yield now, STEPS[step](one, now)


def of_worklist(both: Both, now: datetime) -> set[tuple[str, str, datetime]]:
    rows = [row for row in both.rows.values() if row.status != "cancelled"]
    return {(who, one.paragraph, one.due_at) for one in worklist(rows, now, 30, 7, 14, 14) for who in one.who}


def of_reminders(both: Both, now: datetime) -> set[tuple[str, str, datetime]]:
    """What is recalled; that a record is due is known before there is anything to record."""
    steps = owed(both.known, LIMITS, now)
    ended = [s for s in steps if s.owed != "record" or s.due_at - timedelta(days=7) <= now]
    return {(s.party, s.paragraph.number, s.due_at) for s in ended}


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9)), max_size=8), st.integers(0, 60))
def test_the_worklist_and_what_is_recalled_agree_through_any_life_of_a_meeting(
    steps: list[tuple[str, int]], later: int
) -> None:
    both = Both()
    for at, event in life(steps):
        both.hear(event, at)
        for now in (at, at + timedelta(days=later)):
            assert of_reminders(both, now) == of_worklist(both, now), (event.wire_type, now)


@pytest.mark.control
def test_control_without_the_clock_they_would_not() -> None:
    both = Both()
    both.hear(Meeting(START).convened, START)
    late = START + timedelta(days=30)
    assert {one.owed for one in owed(both.known, LIMITS, late)} == {"record"}
    assert {s.party for s in owed(both.known, LIMITS)} == {TCD, FRA, BUREAU}


@pytest.mark.paragraph("4")
def test_what_each_owes_and_until_when() -> None:
    one = Meeting(START)

    def due(event: MeetingEvent) -> set[tuple[str, str, str]]:
        return {(s.owed, s.party, f"{s.due_at:%m-%d %H}") for s in owed(known_of(event), LIMITS)}

    officers = {("moderators", BUREAU, "03-12 09"), ("record", BUREAU, "04-02 11")}
    assert due(one.convened) == officers | {("invitation", TCD, "03-20 17"), ("invitation", FRA, "03-20 17")}
    assert due(one.answered(TCD, START)) == officers | {("meeting", TCD, "03-26 09"), ("invitation", FRA, "03-20 17")}
    assert due(one.answered(TCD, START, "declined")) == officers | {("invitation", FRA, "03-20 17")}
    after = due(one.moderated(FRA, EUAA))
    assert after == {("meeting", FRA, "03-26 09"), ("meeting", EUAA, "03-26 09"), ("invitation", FRA, "03-20 17"),
                     ("record", BUREAU, "04-02 11")}  # fmt: skip
    assert due(one.cancelled()) == set()


def test_without_a_closing_day_one_answers_until_it_begins() -> None:
    one = Meeting(START, registration_closes_at=None)
    assert {s.due_at for s in owed(known_of(one.convened), LIMITS) if s.owed == "invitation"} == {
        one.state.content.starts_at
    }


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
def test_nobody_stands_above_a_party_that_does_not_come_and_officers_may_be_recalled() -> None:
    one = Meeting(START)
    one.answered(FRA, START)
    group = known_of(one.changed(START, title="Another"))
    above = {(s.owed, s.party): levels(s, group) for s in owed(group, LIMITS)}
    assert above == {
        ("invitation", TCD): (), ("meeting", FRA): (), ("moderators", BUREAU): (("geneva", GENEVA),),
        ("record", BUREAU): (("geneva", GENEVA),),
    }  # fmt: skip


@pytest.mark.paragraph("4")
@settings(max_examples=200)
@given(
    st.integers(0, 366 * 24 * 4).map(lambda quarters: START + timedelta(minutes=15 * quarters)),
    st.sampled_from(["UTC", "Africa/Dakar", "Europe/Paris", "America/New_York", "Pacific/Apia", "Africa/Cairo"]),
    st.times().map(lambda at: at.replace(fold=0)),  # a time that is set says nothing of two same hours in autumn
    st.builds(Cadence, before=st.lists(st.integers(1, 30), max_size=5, unique=True).map(tuple), every=st.integers(0, 9)),
)  # fmt: skip
def test_what_is_voluntary_is_recalled_before_its_moment_or_not_at_all(
    due: datetime, zone: str, at: time, cadence: Cadence
) -> None:
    found = recalls(due, cadence, voluntary=True, zone=zone, at=at)
    assert all(one.at < due for one in found)
    assert all(one.days <= 0 for one in found)
    assert [one.at for one in found] == sorted(one.at for one in found)
    # By the clock of the deployment's wall, whatever summer time did between.
    assert {f"{one.at.astimezone(ZoneInfo(zone)):%H:%M}" for one in found} <= {f"{at:%H:%M}", _skipped(at)}


def _skipped(at: time) -> str:
    """An hour later: where a wall clock is put forward, the hour that it skips."""
    return f"{(datetime.combine(START.date(), at) + timedelta(hours=1)):%H:%M}"


@pytest.mark.paragraph("4")
def test_a_week_a_day_on_the_day_and_an_hour_before_across_summer_time() -> None:
    """Paris puts its clocks forward on 29 March: eight in the morning is seven in UTC before, and six after."""
    given_ = NotificationsSettings(database_url="postgresql://x/y", time_zone="Europe/Paris", reminder_at=time(8))
    due = datetime(2026, 4, 2, 8, tzinfo=UTC)
    found = recalls(due, given_.before_meetings, voluntary=True, zone=given_.time_zone, at=given_.reminder_at)
    assert [(one.step, f"{one.at:%m-%d %H:%M}") for one in found] == [
        ("before-7", "03-26 07:00"), ("before-1", "04-01 06:00"), ("day", "04-02 06:00"), ("hours-1", "04-02 07:00"),
    ]  # fmt: skip
    early = recalls(due.replace(hour=5), given_.before_meetings, voluntary=True, zone="Europe/Paris", at=time(8))
    assert [one.step for one in early] == ["before-7", "before-1", "hours-1"]


@pytest.mark.paragraph("4")
def test_an_hour_is_an_hour_through_the_night_in_which_clocks_change() -> None:
    """In Cairo clocks go from 24:00 on 23 April 2026 to 01:00: the meeting begins at 01:30, an hour before it is 23:30."""
    due = datetime(2026, 4, 23, 22, 30, tzinfo=UTC)
    (found,) = recalls(
        due, Cadence(before=(), on_the_day=False, hours=(1,)), voluntary=True, zone="Africa/Cairo", at=time(8)
    )
    assert (found.at, found.days) == (datetime(2026, 4, 23, 21, 30, tzinfo=UTC), -1)
    local = [f"{one.astimezone(ZoneInfo('Africa/Cairo')):%d %H:%M}" for one in (found.at, due)]
    assert local == ["23 23:30", "24 01:30"]


def test_the_days_are_a_setting() -> None:
    given_ = NotificationsSettings(
        database_url="postgresql://x/y", meeting_reminder_days=(3,), meeting_reminder_hours=(2, 1)
    )
    assert given_.before_meetings == Cadence(before=(3,), on_the_day=False, hours=(2, 1), every=0)
    assert {
        "invitation",
        "meeting",
        "solicitation",
        "champion",
        "commitment_stands",
        "project_champion",
        "link_word",
        "initiative_word",
        "action_word",
        "action_report",
        "recommendation_word",
        "practice_word",
        "practice_review",
        "crisis_word",
        "package_stands",
        "expert_stands",
        "expert_appraisal",
    } == VOLUNTARY


def told(event: Event, here: Here, region: str = "wca", at: datetime = START) -> set[tuple[str, str]]:
    """Whom a deployment tells of an event, and which of the two it is."""
    mine = {"region": region, "source": f"/acsg/{region}/dialogue"}
    found = notices(event, envelope(event, at, **mine), Situation(here, at, LIMITS, (), {}))
    return {(one.party, "act" if one.decision.wish.must_act else "know") for one in found}


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
def test_who_hears_where_it_was_convened() -> None:
    one, here = Meeting(START), Here("wca", None)
    every = [told(one.convened, here), told(one.answered(TCD, START), here), told(one.moderated(EUAA), here),
             told(one.changed(START, title="New"), here), told(one.answered(FRA, START, "declined"), here),
             told(one.held(one.state.content.ends_at), here)]  # fmt: skip
    assert every == [
        {(TCD, "act"), (FRA, "act"), (BUREAU, "know"), (GENEVA, "know")},
        set(),
        {(EUAA, "know"), (BUREAU, "know")},
        {(FRA, "act"), (TCD, "know"), (EUAA, "know")},
        set(),
        {(TCD, "know"), (EUAA, "know")},
    ]
    other = Meeting(START)
    other.answered(FRA, START, "declined")
    assert told(other.cancelled(), here) == {(TCD, "know"), (BUREAU, "know")}


@pytest.mark.paragraph("4")
def test_once_registration_closed_a_change_asks_nobody_for_an_answer() -> None:
    one, late = Meeting(START), START + timedelta(days=20)
    assert told(one.changed(late, title="New"), Here("wca", None), at=late) == {(TCD, "know"), (FRA, "know")}


@pytest.mark.paragraph("6")
def test_a_global_meeting_is_told_by_each_deployment_to_its_own_and_to_nobody_twice() -> None:
    serving = {TCD: "wca", FRA: "europe"}
    one = Meeting(START, region="geneva", serving=serving, invited=[TCD, FRA, EUAA])
    by = {name: {party for party, _ in told(one.convened, Here(name, "geneva"), "geneva")}
          for name in ("geneva", "wca", "europe", "esa")}  # fmt: skip
    assert by == {"geneva": {EUAA, GENEVA}, "wca": {TCD, BUREAU}, "europe": {FRA, "unhcr-bureau:europe"}, "esa": set()}
    one.answered(TCD, START)
    moderated = one.moderated(FRA)
    assert {party for party, _ in told(moderated, Here("europe", "geneva"), "geneva")} == {FRA}
    assert {party for party, _ in told(one.cancelled(), Here("wca", "geneva"), "geneva")} == {TCD, BUREAU}


def test_each_deployment_recalls_its_own() -> None:
    one = Meeting(START, region="geneva", serving={TCD: "wca"}, invited=[TCD, EUAA])
    one.answered(TCD, START)
    steps: tuple[Owing, ...] = owed(known_of(one.changed(START, title="New")), LIMITS)
    assert {(s.owed, s.party): s.served_by for s in steps} == {
        ("meeting", TCD): "wca", ("invitation", EUAA): "geneva", ("moderators", GENEVA): "geneva",
        ("record", GENEVA): "geneva",
    }  # fmt: skip
