"""When a mail goes out: quiet hours and overviews in the reader's time zone, also where the clock jumps."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.notifications.domain.notice import NoticeReason, Wish, decide
from services.notifications.domain.preferences import Mailbox, Mute, Preferences, QuietHours, Subscription
from services.notifications.domain.seen import Seen
from services.notifications.domain.timing import after_quiet, next_overview

NIGHT = QuietHours(start=time(20), end=time(7))
ZONES = ("UTC", "Africa/Ndjamena", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31"), timezones=st.just(UTC)
)
FEEDBACK = "acsg.intake.feedback-shared"


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "zone", "quiet", "expected"),
    [
        ("2026-03-10T12:00", "UTC", NIGHT, "2026-03-10T12:00"),
        ("2026-03-10T20:00", "UTC", NIGHT, "2026-03-11T07:00"),
        ("2026-03-11T06:59", "UTC", NIGHT, "2026-03-11T07:00"),
        ("2026-03-10T23:30", "Africa/Ndjamena", NIGHT, "2026-03-11T07:00"),
        ("2026-03-13T21:00", "UTC", QuietHours(start=time(20), end=time(7), days=(6, 7)), "2026-03-16T07:00"),
        ("2026-03-14T12:00", "UTC", QuietHours(days=(6, 7)), "2026-03-16T00:00"),
        # The night in which Paris jumps from 2 to 3: the quiet hours end an hour earlier in UTC than the night before.
        ("2026-03-28T23:00", "Europe/Paris", NIGHT, "2026-03-29T07:00"),
        ("2026-03-29T01:00", "Europe/Paris", QuietHours(start=time(0), end=time(2, 30)), "2026-03-29T03:30"),
    ],
)
def test_mail_waits_for_the_end_of_quiet_hours(now: str, zone: str, quiet: QuietHours, expected: str) -> None:
    assert after_quiet(at(now, zone), zone, quiet) == at(expected, zone)


@given(
    MOMENTS, st.sampled_from(ZONES),
    st.integers(0, 23), st.integers(0, 23), st.sets(st.integers(1, 7), max_size=6),
)  # fmt: skip
def test_what_goes_out_is_never_early_never_in_quiet_hours_and_never_lost(
    now: datetime, zone: str, start: int, end: int, days: set[int]
) -> None:
    hours = {"start": time(start), "end": time(end)} if start != end else {}
    quiet = QuietHours(days=tuple(days), **hours)
    ready = after_quiet(now, zone, quiet)
    assert now <= ready <= now + timedelta(days=8)
    assert after_quiet(ready, zone, quiet) == ready
    if ready > now:
        # A minute before, it was quiet.
        assert after_quiet(ready - timedelta(minutes=1), zone, quiet) > ready - timedelta(minutes=1)


@given(
    MOMENTS, st.sampled_from(ZONES),
    st.sampled_from([None, 1, 5, 7]),
)  # fmt: skip
def test_an_overview_comes_on_its_day_at_its_hour(now: datetime, zone: str, weekday: int | None) -> None:
    when = next_overview(now, zone, time(8), weekday, None)
    local = when.astimezone(ZoneInfo(zone))
    assert now < when <= now + timedelta(days=7 if weekday else 1, hours=2)
    assert local.time() == time(8)
    assert weekday in {None, local.isoweekday()}


@pytest.mark.parametrize(
    "body",
    [
        {"start": "20:00"}, {"start": "20:00", "end": "20:00"}, {"days": [0]}, {"days": [1, 1]},
        {"days": [1, 2, 3, 4, 5, 6, 7]}, {"start": "20:00", "end": "07:00:30"}, {"from": "20:00"},
    ],
)  # fmt: skip
def test_senseless_quiet_hours_are_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        QuietHours.model_validate(body)


NOW = at("2026-03-10T21:00")
ACT = Wish(True, NoticeReason(role="requesting_state", paragraph="8"))
KNOW = Wish(False, NoticeReason(role="country_office", paragraph="8"))


def seen(**more: object) -> Seen:
    return Seen.model_validate({"item_id": "r1", "thread": "r1", "kind": "request", "view": "full"} | more)


def mailbox(**more: object) -> Mailbox:
    return Mailbox.model_validate({"mailbox_id": "m", "party": "iso3166:TCD", "role": "state_authority"} | more)


@pytest.mark.parametrize(
    ("preferences", "wish", "urgent", "expected"),
    [
        ({}, ACT, False, ("now", "immediately", None)),
        ({"quiet_hours": NIGHT}, ACT, False, ("waiting", "quiet_hours", at("2026-03-11T07:00"))),
        ({"quiet_hours": NIGHT}, ACT, True, ("now", "urgent", None)),
        ({"quiet_hours": NIGHT}, KNOW, True, ("waiting", "quiet_hours", at("2026-03-11T07:00"))),
        ({"must_act": "daily"}, ACT, False, ("waiting", "daily", at("2026-03-11T08:00"))),
        ({"must_act": "daily"}, ACT, True, ("now", "urgent", None)),
        ({"should_know": "weekly", "digest_on": 5}, KNOW, False, ("waiting", "weekly", at("2026-03-13T08:00"))),
        ({"should_know": "never"}, KNOW, False, ("declined", "not_wanted", None)),
        ({"should_know": "never"}, ACT, False, ("now", "immediately", None)),
        ({"must_act": "never"}, ACT, True, ("declined", "another_mailbox_acts", None)),
        ({"without": (FEEDBACK,)}, KNOW, False, ("declined", "kind_not_wanted", None)),
        ({"without": (FEEDBACK,)}, ACT, False, ("now", "immediately", None)),
        ({"only": {"areas": ["coi"]}}, KNOW, False, ("declined", "outside_the_filter", None)),
        ({"only": {"kinds": ["request"]}}, KNOW, False, ("now", "immediately", None)),
    ],
)
def test_preferences_decide(preferences: dict, wish: Wish, urgent: bool, expected: tuple) -> None:
    made = decide(mailbox(preferences=Preferences(**preferences)), [wish], FEEDBACK, seen(urgent=urgent), NOW)
    assert (made.status, made.why, made.ready_at) == expected


def test_the_strongest_ground_wins_and_a_subscription_brings_back_what_is_not_wanted_by_role() -> None:
    assert decide(mailbox(), [KNOW, ACT], FEEDBACK, seen(), NOW).wish is ACT
    one = Subscription(subscription_id="s", name="Mine", expression={"kinds": ["request"]}, rhythm="daily")
    asked = Wish(False, NoticeReason(role="subscription", paragraph="8", subscription_id="s", subscription="Mine"), one)
    quiet = mailbox(preferences=Preferences(should_know="never"))
    made = decide(quiet, [KNOW, asked], FEEDBACK, seen(), NOW)
    assert (made.status, made.wish, made.batch) == ("waiting", asked, "daily")


UNTIL = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("mute", "wish", "urgent", "muted"),
    [
        ({"scope": "everything"}, KNOW, False, True),
        ({"scope": "everything"}, ACT, False, False),
        ({"scope": "everything", "must_act": True}, ACT, False, True),
        ({"scope": "everything", "must_act": True}, ACT, True, False),
        ({"scope": "item", "what": "r1", "must_act": True}, ACT, True, True),
        ({"scope": "item", "what": "ACSG-2026-TCD-001"}, KNOW, False, True),
        ({"scope": "item", "what": "another"}, KNOW, False, False),
        ({"scope": "event", "what": FEEDBACK}, KNOW, False, True),
        ({"scope": "everything", "until": NOW}, KNOW, False, False),
    ],
)
def test_a_mute_holds_what_it_covers_until_its_end(mute: dict, wish: Wish, urgent: bool, muted: bool) -> None:
    one = Mute.model_validate({"mute_id": "u", "until": UNTIL} | mute)
    made = decide(mailbox(mutes=(one,)), [wish], FEEDBACK, seen(urgent=urgent, reference="ACSG-2026-TCD-001"), NOW)
    assert (made.status, made.ready_at, made.batch) == (
        ("waiting", UNTIL, "muted") if muted else ("now", None, "single")
    )
