"""Reminders from clocks: once per step, none for what was done, anew for what moved, up the levels (WM 6, 8, 17)."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.reactions.reminders import Reminders
from shared.contracts import roster
from tests.support.happenings import Request, offer
from tests.support.mail_room import MailRoom, text_of

TCD, FRA, BUREAU, OFFICE, GENEVA = (
    "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD", "unhcr:secretariat",
)  # fmt: skip
DAY = timedelta(days=1)


async def everybody(room: MailRoom) -> None:
    """Mailboxes of all levels."""
    for actor, party in (("tcd-authority", TCD), ("tcd-office", OFFICE), ("wca-officer", BUREAU),
                         ("geneva-officer", GENEVA), ("fra-authority", FRA)):  # fmt: skip
        await room.mailbox(actor, party)


async def days(room: MailRoom, until: datetime) -> list[tuple[str, str, str]]:
    """Lets the days go by, looking a few times a day; reminders as (day, to, what is said of days)."""
    found: list[tuple[str, str, str]] = []
    while room.clock.now() < until:
        room.clock.moment += timedelta(hours=8)
        await room.tick()
        for mail in room.take():
            if "Reminder" in mail["Subject"]:
                said = text_of(mail)
                found.append((f"{room.clock.now():%m-%d}", mail["To"].partition("@")[0], said[said.index("(") :].partition(")")[0][1:]))  # fmt: skip
    return sorted(found)


@pytest.mark.paragraph("17")
async def test_a_state_is_reminded_and_a_late_answer_goes_up_one_level_at_a_time(room: MailRoom) -> None:
    await everybody(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    await room.tick()
    room.take()
    listed = await room.done("tcd-authority", "GET", "/deadlines")
    assert [(d["owed"], d["party"], d["due_at"]) for d in listed["deadlines"]] == [
        ("consent", TCD, "2026-04-01T09:00:00Z")
    ]
    assert await days(room, datetime(2026, 5, 2, tzinfo=UTC)) == [
        ("03-29", "tcd-authority", "3 days left"), ("04-01", "tcd-authority", "due today"),
        ("04-08", "tcd-authority", "7 days late"), ("04-08", "tcd-office", "7 days late"),
        ("04-15", "tcd-authority", "14 days late"), ("04-15", "wca-officer", "14 days late"),
        ("04-22", "tcd-authority", "21 days late"), ("04-22", "wca-officer", "21 days late"),
        ("04-29", "geneva-officer", "28 days late"), ("04-29", "tcd-authority", "28 days late"),
    ]  # fmt: skip
    steps = await room.rows("select deadline_id, round, step, count(*) as times from reminder group by 1, 2, 3")
    assert {row.times for row in steps} == {1}
    events = await room.rows("select key, headers from outbox where topic = 'acsg.notifications.reminder' order by id")
    assert [dict(row.headers)["ce_aggregateversion"] for row in events] == ["1", "2", "3", "4", "5", "6"]


async def test_a_deadline_that_was_met_reminds_nobody(room: MailRoom) -> None:
    await everybody(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    room.clock.advance(days=20)
    await room.hear(one.consent(room.clock.now(), ("title",)))
    assert await days(room, datetime(2026, 4, 2, tzinfo=UTC)) == []
    left = await room.done("wca-officer", "GET", "/deadlines")
    assert [(d["owed"], d["party"]) for d in left["deadlines"]] == [("seek", BUREAU)]


@pytest.mark.paragraph("17")
async def test_a_state_that_said_no_is_not_asked_again(room: MailRoom) -> None:
    await everybody(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()), one.consent(room.clock.now(), ("title",)))
    await room.hear(one.consent_back())
    found = await days(room, datetime(2026, 4, 20, tzinfo=UTC))
    assert found
    assert {to for _, to, _ in found} == {"wca-officer", "geneva-officer"}


@pytest.mark.paragraph("8")
async def test_a_deadline_that_moved_reminds_anew_before_its_new_day(room: MailRoom) -> None:
    await everybody(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted)
    before = await days(room, datetime(2026, 3, 15, tzinfo=UTC))
    assert before == [("03-14", "wca-officer", "2 days left")]
    await room.hear(one.feedback(room.clock.now()), one.revised(room.clock.now()))
    # A week after the revision is a Sunday: the deadline falls on the working day after it.
    after = await days(room, datetime(2026, 3, 23, 12, tzinfo=UTC))
    assert after == [("03-21", "wca-officer", "2 days left"), ("03-23", "wca-officer", "due today")]
    rounds = await room.rows("select round, step from reminder order by at")
    assert [tuple(row) for row in rounds] == [(1, "before-2"), (2, "before-2"), (2, "day")]


@pytest.mark.paragraph("18")
async def test_an_invitation_is_recalled_until_its_day_and_not_to_who_answered(room: MailRoom) -> None:
    await everybody(room)
    await room.mailbox("euaa", "org:euaa")
    now = room.clock.now()
    one = Request("r1", now)
    await room.hear(one.submitted, one.decided(now), one.consent(now, ("title",)), one.sought(now, FRA, "org:euaa"))
    await room.hear(offer("o1", now, roster.OfferMadeInResponse, in_response_to="r1"), one.need(0, 1))
    assert await days(room, datetime(2026, 5, 20, tzinfo=UTC)) == [
        ("03-29", "euaa", "3 days left"), ("04-01", "euaa", "due today"),
    ]  # fmt: skip


async def test_after_an_outage_the_latest_step_is_told_and_not_a_heap_of_them(room: MailRoom) -> None:
    await everybody(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    room.clock.moment = datetime(2026, 4, 9, 12, tzinfo=UTC)
    await room.tick()
    steps = await room.rows("select step from reminder")
    assert [row.step for row in steps] == ["late-7"]


async def test_a_reminder_that_comes_back_late_finds_its_step_taken(room: MailRoom) -> None:
    await everybody(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    room.clock.moment = datetime(2026, 3, 29, 9, tzinfo=UTC)
    look = room._feed_back
    room._feed_back = _nothing  # type: ignore[method-assign]
    await room.tick()
    room._feed_back = look  # type: ignore[method-assign]
    room.take()
    await room.hear(one.consent(room.clock.now(), ("title",)))
    await room.tick()
    assert not [m for m in room.mails() if "Reminder" in m["Subject"]]
    why = await room.rows("select why from notice where event_type = 'acsg.notifications.reminder-due'")
    assert [row.why for row in why] == ["done_meanwhile"]


async def _nothing() -> None:
    return


async def test_workers_that_look_at_once_remind_once(room: MailRoom) -> None:
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    room.clock.moment = datetime(2026, 3, 29, 9, tzinfo=UTC)
    workers = [Reminders(room.database, room.settings) for _ in range(4)]
    assert sum(await asyncio.gather(*(one.look() for one in workers))) == 1
    assert len(await room.rows("select 1 from reminder")) == 1


@pytest.mark.paragraph("7")
async def test_who_leads_an_offer_is_asked_whether_it_still_stands_until_it_says_so(room: MailRoom) -> None:
    await everybody(room)
    now = room.clock.now()
    window = {"start": "2026-01-01", "end": "2028-12-31"}
    await room.hear(
        offer("o1", now, availability=window), offer("o2", now, availability=window | {"end": "2026-08-01"})
    )
    assert await days(room, now + 178 * DAY) == []
    # Asked from 29 August on; seven days later is a Saturday, and the answer is due on the working day after it.
    assert await days(room, datetime(2026, 9, 15, tzinfo=UTC)) == [
        ("09-04", "fra-authority", "3 days left"), ("09-07", "fra-authority", "due today"),
        ("09-14", "fra-authority", "7 days late"),
    ]  # fmt: skip
    open_ = (await room.done("fra-authority", "GET", "/deadlines"))["deadlines"]
    assert [(one["owed"], one["item_id"], one["party"]) for one in open_] == [("offer_stands", "o1", FRA)]
    event = offer("o1", room.clock.now(), roster.OfferRevised, version=2, availability=window)
    await room.hear(event)
    assert await days(room, datetime(2026, 11, 15, tzinfo=UTC)) == []
    await room.hear(offer("o1", room.clock.now(), roster.OfferWithdrawn, version=3, availability=window))
    assert (await room.done("fra-authority", "GET", "/deadlines"))["deadlines"] == []
