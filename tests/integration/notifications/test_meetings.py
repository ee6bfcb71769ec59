"""Meetings in mails, reminders, inboxes and calendars; the way in reaches those who take part and officers alone (WM 4, 5)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from services.notifications.kinds import meeting as of_meeting
from shared.contracts.event import Event
from shared.modalities.access.actor import Role
from shared.runtime.kafka.records import Record
from tests.integration.notifications.conftest import START, Open
from tests.integration.notifications.test_calendars import feed, read, told
from tests.integration.notifications.test_inbox import inbox, kinds
from tests.support.happenings import envelope
from tests.support.mail_room import MailRoom, text_of
from tests.support.meetings import LINK, PLACE, Meeting

TCD, FRA, SEN, EUAA, BUREAU, GENEVA, OFFICE = (
    "iso3166:TCD", "iso3166:FRA", "iso3166:SEN", "org:euaa", "unhcr-bureau:wca", "unhcr:secretariat", "unhcr-office:TCD",
)  # fmt: skip
ACTORS = {"tcd-authority": TCD, "fra-authority": FRA, "sen-authority": SEN, "euaa": EUAA, "wca-officer": BUREAU,
          "geneva-officer": GENEVA, "tcd-office": OFFICE}  # fmt: skip
THREE = [TCD, FRA, SEN]


async def everybody(room: MailRoom, **more: Any) -> dict[str, str]:
    """Mailboxes of all, by actor."""
    return {actor: (await room.mailbox(actor, party, **more))["mailbox_id"] for actor, party in ACTORS.items()}


def by_reader(room: MailRoom) -> dict[str, list[str]]:
    """Subjects of what came, by reader, without the reference; they are not there afterwards."""
    found: dict[str, list[str]] = {}
    for mail in room.take():
        subject = str(mail["Subject"]).partition("] ")[2].partition(":")[0 if "Reminder" not in mail["Subject"] else 2]
        found.setdefault(str(mail["To"]).partition("@")[0], []).append(subject.strip())
    return found


async def days(room: MailRoom, until: datetime) -> list[tuple[str, str, str]]:
    """Lets the days go by, looking a few times a day, at 8:30 too; reminders as (day, to, what is said of days)."""
    found: list[tuple[str, str, str]] = []
    room.clock.moment = room.clock.moment.replace(hour=12, minute=30)
    while room.clock.now() < until:
        room.clock.moment += timedelta(hours=4)
        await room.tick()
        for mail in room.take():
            if "Reminder" in mail["Subject"]:
                said = text_of(mail)
                left = said[said.index("(") :].partition(")")[0][1:]
                found.append((f"{room.clock.now():%m-%d}", str(mail["To"]).partition("@")[0], left))
    return sorted(found)


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
async def test_each_hears_what_it_has_to_do_or_should_know(room: MailRoom) -> None:
    await everybody(room)
    one, now = Meeting(START, invited=THREE), START
    told_: list[dict[str, list[str]]] = []
    for event in (one.convened, one.answered(TCD, now), one.answered(SEN, now, "declined"), one.moderated(EUAA),
                  one.changed(now, place="Another room"), one.cancelled("No room")):  # fmt: skip
        await room.hear(event)
        await room.tick()
        told_.append(by_reader(room))
    chosen = ["Moderators chosen"]
    invitation, changed, cancelled = ["Invitation to a meeting"], ["Meeting changed"], ["Meeting cancelled"]
    assert told_ == [
        dict.fromkeys(("tcd-authority", "fra-authority", "sen-authority", "wca-officer", "geneva-officer"), invitation),
        {},
        {},
        dict.fromkeys(("euaa", "wca-officer"), chosen),
        dict.fromkeys(("fra-authority", "tcd-authority", "euaa"), changed),
        dict.fromkeys(("fra-authority", "tcd-authority", "euaa", "wca-officer"), cancelled),
    ]


@pytest.mark.paragraph("4")
async def test_a_moved_meeting_says_both_times_in_the_readers_zone_and_a_cancelled_one_why(room: MailRoom) -> None:
    await room.mailbox("tcd-authority", TCD, language="en", time_zone="Europe/Paris")
    await room.mailbox("fra-authority", FRA, language="ar", time_zone="Africa/Cairo")
    one = Meeting(START)
    await room.hear(one.convened)
    await room.tick()
    room.take()
    # From before summer time in Paris to after it: nine in Dakar is ten, then eleven.
    await room.hear(one.changed(START, starts_at="2026-04-02T09:00:00Z", ends_at="2026-04-02T11:30:00Z"))
    await room.tick()
    said = text_of(room.take("tcd-authority")[0])
    assert "2 April 2026" in said
    assert "11:00 – 13:30" in said
    assert "26 March 2026, 10:00" in said
    arabic = text_of(room.take("fra-authority")[0])
    assert "أبريل" in arabic
    assert "مارس" in arabic
    await room.hear(one.cancelled("The room was flooded"))
    await room.tick()
    for actor in ("tcd-authority", "fra-authority"):
        assert "The room was flooded" in text_of(room.take(actor)[0])


@pytest.mark.paragraph("4")
async def test_who_registered_is_reminded_and_who_did_not_answer_is_not_chased(room: MailRoom) -> None:
    await everybody(room)
    one = Meeting(START, invited=THREE)
    await room.hear(one.convened, one.answered(TCD, START), one.answered(SEN, START, "declined"), one.moderated(EUAA))
    assert await days(room, datetime(2026, 4, 1, tzinfo=UTC)) == [
        ("03-17", "fra-authority", "3 days left"),
        ("03-19", "euaa", "7 days left"), ("03-19", "tcd-authority", "7 days left"),
        ("03-20", "fra-authority", "due today"),
        ("03-25", "euaa", "1 day left"), ("03-25", "tcd-authority", "1 day left"),
        ("03-26", "euaa", "due today"), ("03-26", "tcd-authority", "due today"),
        ("03-31", "wca-officer", "2 days left"),
    ]  # fmt: skip
    open_ = await room.done("wca-officer", "GET", "/deadlines")
    assert [(d["owed"], d["party"]) for d in open_["deadlines"]] == [("record", BUREAU)]


@pytest.mark.paragraph("4")
async def test_a_meeting_that_moved_reminds_anew_and_a_cancelled_one_nobody(room: MailRoom) -> None:
    await everybody(room)
    one = Meeting(START, registration_closes_at=None)
    await room.hear(one.convened, one.answered(TCD, START), one.answered(FRA, START, "declined"), one.moderated(EUAA))
    first = await days(room, datetime(2026, 3, 20, tzinfo=UTC))
    assert {step[:2] for step in first} == {("03-19", "euaa"), ("03-19", "tcd-authority")}
    await room.hear(one.changed(room.clock.now(), starts_at="2026-04-02T09:00:00Z", ends_at="2026-04-02T11:00:00Z"))
    again = await days(room, datetime(2026, 4, 1, 12, tzinfo=UTC))
    assert {step[:2] for step in again} == {
        (day, who) for day in ("03-26", "04-01") for who in ("euaa", "tcd-authority")
    }
    rounds = await room.rows("select round, step, count(*) as times from reminder group by 1, 2 order by 1, 2")
    assert [tuple(row) for row in rounds] == [(1, "before-7", 2), (2, "before-1", 2), (2, "before-7", 2)]
    await room.hear(one.cancelled())
    assert await days(room, datetime(2026, 5, 20, tzinfo=UTC)) == []
    assert (await room.done("wca-officer", "GET", "/deadlines"))["deadlines"] == []


@pytest.mark.paragraph("5")
async def test_an_officer_is_reminded_to_choose_moderators_until_the_meeting_begins(room: MailRoom) -> None:
    await everybody(room)
    one = Meeting(START, starts_at="2026-04-24T09:00:00Z", ends_at="2026-04-24T10:00:00Z", registration_closes_at=None)
    await room.hear(one.convened)
    found = [step for step in await days(room, datetime(2026, 6, 20, tzinfo=UTC)) if "officer" in step[1]]
    # Due on 10 April; once it began there is only what came of it to record, due on 1 May, and Geneva hears of that.
    assert [step for step in found if step[0] <= "04-24"] == [
        ("04-08", "wca-officer", "2 days left"), ("04-10", "wca-officer", "due today"),
        ("04-17", "wca-officer", "7 days late"), ("04-24", "geneva-officer", "14 days late"),
        ("04-24", "wca-officer", "14 days late"),
    ]  # fmt: skip
    late = [step for step in found if step[0] > "04-24"]
    assert late[0] == ("04-29", "wca-officer", "2 days left")
    assert {who for _, who, _ in late} == {"wca-officer", "geneva-officer"}


@pytest.mark.paragraph("4")
async def test_an_invitation_stands_in_the_inbox_until_it_is_answered_or_too_late(room: MailRoom) -> None:
    await everybody(room)
    one = Meeting(START)
    await room.hear(one.convened)
    (entry,) = (await inbox(room, "tcd-authority", TCD))["entries"]
    assert (entry["step"], entry["due_at"], entry["ground"], entry["paragraph"], entry["item"]["kind"]) == (
        "invitation", "2026-03-20T17:00:00Z", "invited", "4", "meeting",
    )  # fmt: skip
    await room.hear(one.answered(TCD, START))
    assert kinds(await inbox(room, "tcd-authority", TCD)) == [("must_act", "meeting-convened", "step_taken")]
    room.clock.moment = datetime(2026, 3, 20, 17, tzinfo=UTC)
    await room.tick()
    page = await inbox(room, "fra-authority", FRA)
    assert {why for need, _, why in kinds(page) if need == "must_act"} <= {"lapsed", "told_again"}
    assert page["counts"]["must_act_open"] == 0
    open_ = await room.done("wca-officer", "GET", "/deadlines")
    assert {d["owed"] for d in open_["deadlines"]} == {"meeting", "moderators", "record"}


async def test_why_not_and_the_ledger_know_of_meetings(room: MailRoom) -> None:
    await everybody(room)
    one = Meeting(START)
    answered = one.answered(TCD, START)
    await room.hear(one.convened, answered)
    await room.tick()
    convened = f"m1-meeting-convened-{one.convened.aggregate_version}"
    for actor, party, code in (("tcd-authority", TCD, "immediately"), ("sen-authority", SEN, "not_concerned")):
        found = await room.done(actor, "GET", f"/why?event_id={convened}&recipient={party}")
        assert [answer["code"] for answer in found["answers"]] == [code], found
    ledger = await room.done("wca-officer", "GET", "/deliveries?item_id=m1")
    assert {d["recipient"] for d in ledger["deliveries"]} == {TCD, FRA, BUREAU, GENEVA}
    assert LINK not in str(ledger)
    mine = await room.done("fra-authority", "GET", "/deliveries?item_id=m1")
    assert {d["recipient"] for d in mine["deliveries"]} == {FRA}


async def test_whoever_may_read_meetings_can_follow_them(room: MailRoom) -> None:
    boxes = await everybody(room)
    follow = {"name": "Meetings", "filter": {"kinds": ["meeting"], "areas": ["registration"]}}
    for actor in ("wca-officer", "sen-authority"):
        await room.done(actor, "POST", f"/mailboxes/{boxes[actor]}/subscriptions", follow)
    one = Meeting(START, registration_closes_at=None)
    await room.hear(one.convened, one.answered(TCD, START), one.answered(FRA, START, "declined"))
    await room.tick()
    room.take()
    room.clock.moment = one.state.content.ends_at
    await room.hear(one.held(room.clock.now()))
    await room.tick()
    came = {"What came of the meeting"}
    assert {who: set(said) & came for who, said in by_reader(room).items() if set(said) & came} == {
        "wca-officer": came, "tcd-authority": came,
    }  # fmt: skip


@pytest.mark.paragraph("4")
async def test_the_meeting_stands_in_calendars_of_those_who_take_part(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD, time_zone="Europe/Paris")
    path = await feed(room, "tcd-authority", box["mailbox_id"])
    one = Meeting(START)
    await room.hear(one.convened)
    (asked,) = await read(room, path)
    assert "answer to the invitation" in asked["SUMMARY"]
    await room.hear(one.answered(TCD, START))
    gone, stands = sorted(await read(room, path), key=lambda e: str(e["STATUS"]))
    assert told(gone)[0] == "CANCELLED"
    assert told(stands)[0] == "CONFIRMED"
    assert str(stands["SUMMARY"]) == "[MEETING-2026-WCA-001] Registration: what worked"
    assert (str(stands["LOCATION"]), str(stands["URL"]), str(stands["TRANSP"])) == (PLACE, LINK, "OPAQUE")
    text = (await room.call(None, "GET", path)).text
    assert "DTSTART;TZID=Europe/Paris:20260326T100000" in text
    assert "DTEND;TZID=Europe/Paris:20260326T123000" in text
    (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Paris"
    # Across summer time, with another end and place: the same entry, a higher sequence.
    room.clock.advance(days=1)
    await room.hear(one.changed(room.clock.now(), starts_at="2026-04-02T09:00:00Z", ends_at="2026-04-02T12:00:00Z"))
    (moved,) = [e for e in await read(room, path) if e["UID"] == stands["UID"]]
    assert (moved["DTSTART"].dt.astimezone(UTC), moved["DTEND"].dt.astimezone(UTC)) == (
        datetime(2026, 4, 2, 9, tzinfo=UTC), datetime(2026, 4, 2, 12, tzinfo=UTC),
    )  # fmt: skip
    assert moved["SEQUENCE"] > stands["SEQUENCE"]
    assert moved["LAST-MODIFIED"].dt > stands["LAST-MODIFIED"].dt
    await room.hear(one.changed(room.clock.now(), place="Annexe"))
    (placed,) = [e for e in await read(room, path) if e["UID"] == stands["UID"]]
    assert (str(placed["LOCATION"]), placed["SEQUENCE"] > moved["SEQUENCE"]) == ("Annexe", True)
    # While it goes on, and after it, it stays where it was.
    room.clock.moment = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
    await room.tick()
    (during,) = [e for e in await read(room, path) if e["UID"] == stands["UID"]]
    assert (told(during)[0], str(during["URL"])) == ("CONFIRMED", LINK)
    room.clock.advance(days=1)
    await room.hear(one.held(room.clock.now()))
    (after,) = [e for e in await read(room, path) if e["UID"] == stands["UID"]]
    assert told(after)[0] == "CONFIRMED"


@pytest.mark.paragraph("4")
async def test_a_cancelled_meeting_and_one_that_a_party_left_go_from_its_calendar(room: MailRoom) -> None:
    boxes = await everybody(room)
    mine, bureau = [
        await feed(room, actor, boxes[actor], covers=covers)
        for actor, covers in (("tcd-authority", "own"), ("wca-officer", "all"))
    ]
    one = Meeting(START, invited=THREE)
    await room.hear(one.convened, one.answered(TCD, START), one.answered(FRA, START))

    async def meeting(path: str) -> list[tuple[str, bool]]:
        entries = [e for e in await read(room, path) if e.get("DTEND") is not None]
        return [(str(e["STATUS"]), "URL" in e) for e in entries]

    # An officer sees it once, however many take part.
    assert (await meeting(mine), await meeting(bureau)) == ([("CONFIRMED", True)], [("CONFIRMED", True)])
    await room.hear(one.answered(TCD, START, "declined"))
    assert (await meeting(mine), await meeting(bureau)) == ([("CANCELLED", False)], [("CONFIRMED", True)])
    await room.hear(one.answered(TCD, START))
    assert await meeting(mine) == [("CONFIRMED", True)]
    await room.hear(one.cancelled())
    assert (await meeting(mine), await meeting(bureau)) == ([("CANCELLED", False)], [("CANCELLED", False)])


async def everything_of(room: MailRoom, boxes: dict[str, str]) -> dict[str, str]:
    """All that each reader is shown: mails, inbox, calendar, why, deadlines."""
    found: dict[str, str] = {}
    for actor, party in ACTORS.items():
        path = await feed(room, actor, boxes[actor], covers="all")
        calendar = (await room.call(None, "GET", path)).text.replace("\r\n ", "")
        parts = [part for mail in room.mails(actor) for part in mail.walk() if not part.is_multipart()]
        seen_ = [str(await inbox(room, actor, party)), calendar, *(str(part.get_content()) for part in parts)]
        seen_ += [str((await room.call(actor, "GET", place)).text) for place in
                  ("/deadlines", "/notices?item_id=m1", "/why?event_id=m1-meeting-changed-5", "/deliveries")]  # fmt: skip
        found[actor] = "\n".join(seen_)
    return found


async def shown(room: MailRoom) -> set[str]:
    """Readers that see the way in, after everything that can be told of a meeting that stands."""
    boxes = await everybody(room)
    one = Meeting(START, invited=THREE)
    await room.hear(one.convened, one.answered(TCD, START), one.answered(SEN, START, "declined"), one.moderated(EUAA))
    await room.hear(one.changed(START, starts_at="2026-03-27T09:00:00Z", ends_at="2026-03-27T10:00:00Z"))
    await days_pass(room, datetime(2026, 3, 26, 12, tzinfo=UTC))
    everything = await everything_of(room, boxes)
    assert all(
        "MEETING-2026-WCA-001" in everything[actor] for actor in ("tcd-authority", "fra-authority", "wca-officer")
    )
    assert PLACE in everything["fra-authority"]
    return {actor for actor, text in everything.items() if LINK in text}


async def days_pass(room: MailRoom, until: datetime) -> None:
    while room.clock.now() < until:
        room.clock.moment += timedelta(hours=8)
        await room.tick()


@pytest.mark.paragraph("4")
async def test_the_way_in_is_for_those_who_take_part_and_officers(room: MailRoom) -> None:
    assert await shown(room) == {"tcd-authority", "euaa", "wca-officer", "geneva-officer"}


@pytest.mark.control
async def test_control_without_the_guard_everyone_invited_sees_it(
    room: MailRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_meeting, "OFFICERS", frozenset(Role))
    assert "fra-authority" in await shown(room)


def of_geneva(room: MailRoom, event: Event) -> Record:
    """An event of Geneva, as it stands on its topic there."""
    said = envelope(event, room.clock.now(), region="geneva", source="/acsg/geneva/dialogue")
    return Record(
        room.place_of(event, "geneva"), 0, event.aggregate_version, event.aggregate_id, tuple(said.to_headers()),
        event.model_dump_json().encode(),
    )  # fmt: skip


@pytest.mark.paragraph("6")
async def test_a_region_tells_and_reminds_its_own_of_a_meeting_of_geneva(opened: Open) -> None:
    async with opened(deployment="wca", hub="geneva") as room:
        boxes = await everybody(room)
        one = Meeting(START, region="geneva", serving={TCD: "wca", FRA: "europe"}, invited=[TCD, FRA, EUAA])
        path = await feed(room, "tcd-authority", boxes["tcd-authority"])
        for event in (one.convened, one.answered(TCD, START), one.answered(FRA, START), one.moderated(FRA, EUAA)):
            await room.receive(of_geneva(room, event))
        await room.tick()
        assert by_reader(room) == {
            "tcd-authority": ["Invitation to a meeting"],
            "wca-officer": ["Invitation to a meeting"],
        }
        entries = [e for e in await read(room, path) if e.get("DTEND") is not None]
        assert [(told(e)[0], str(e["URL"])) for e in entries] == [("CONFIRMED", LINK)]
        found = await days(room, datetime(2026, 3, 28, tzinfo=UTC))
        assert [(day, who) for day, who, _ in found] == [
            (day, "tcd-authority") for day in ("03-19", "03-25", "03-26")
        ]  # fmt: skip
        await room.receive(of_geneva(room, one.cancelled("Postponed")))
        await room.tick()
        assert by_reader(room) == {"tcd-authority": ["Meeting cancelled"], "wca-officer": ["Meeting cancelled"]}


async def test_a_region_without_a_part_in_a_meeting_of_geneva_keeps_nothing_of_it(opened: Open) -> None:
    async with opened(deployment="esa", hub="geneva") as other:
        await other.mailbox("tcd-authority", TCD)
        await other.receive(of_geneva(other, Meeting(START, region="geneva", serving={TCD: "wca"}).convened))
        await other.tick()
        assert by_reader(other) == {}
        assert await other.rows("select 1 from known_item") == []
