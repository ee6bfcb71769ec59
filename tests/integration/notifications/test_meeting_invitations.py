"""Mails about a meeting bring it with them for the reader's calendar (RFC 5546, 6047): invited, moved, cancelled (WM 4)."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from services.notifications.domain.address import address_of
from services.notifications.wording.calendar import CalendarSheet
from services.notifications.wording.invitation import invitation
from shared.contracts.vocabulary import LANGUAGES
from tests.integration.notifications.conftest import START
from tests.integration.notifications.test_calendars import feed, read
from tests.support.golden_mails import SITTING, seen
from tests.support.mail_room import MailRoom
from tests.support.meetings import LINK, PLACE, Meeting

TCD, FRA, EUAA = "iso3166:TCD", "iso3166:FRA", "org:euaa"


def brought(mail: EmailMessage) -> Any:
    """The entry that a mail brings, as a calendar program takes it up; None without one."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    (part,) = parts
    assert mail.get_content_type() == "multipart/alternative"
    assert list(mail.iter_parts())[-1] is part
    text = str(part.get_content())
    made = Calendar.from_ical(text)
    assert not made.errors
    assert part.get_content_charset() == "utf-8"
    assert part.get_param("method") == str(made["METHOD"])
    (event,) = made.walk("VEVENT")
    assert len(list(made.walk("VTIMEZONE"))) == (0 if event["DTSTART"].params.get("TZID") is None else 1)
    return made["METHOD"], event


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
async def test_a_mailbox_takes_a_meeting_up_moves_it_and_takes_it_out(room: MailRoom) -> None:
    for actor, party in (("tcd-authority", TCD), ("fra-authority", FRA), ("euaa", EUAA)):
        await room.mailbox(actor, party, time_zone="Europe/Paris", language="fr")
    one = Meeting(START)
    await room.hear(one.convened)
    await room.tick()
    (mail,) = room.take("tcd-authority")
    method, first = brought(mail)
    assert (method, str(first["STATUS"]), str(first["LOCATION"]), "URL" in first) == (
        "REQUEST",
        "CONFIRMED",
        PLACE,
        False,
    )
    assert str(first["SUMMARY"]) == "[MEETING-2026-WCA-001] Registration: what worked"
    assert first["DTSTART"].dt.astimezone(UTC) == datetime(2026, 3, 26, 9, tzinfo=UTC)
    assert first["DTEND"].dt.astimezone(UTC) == datetime(2026, 3, 26, 11, 30, tzinfo=UTC)
    # The reader's own address alone stands in it, and nobody is asked to answer by mail.
    assert str(first["ATTENDEE"]) == "mailto:tcd-authority@example.org"
    assert (first["ATTENDEE"].params["RSVP"], first["ATTENDEE"].params["PARTSTAT"]) == ("FALSE", "NEEDS-ACTION")
    sender = mail["From"].addresses[0].addr_spec
    assert str(first["ORGANIZER"]) == f"mailto:{sender}"
    assert first.to_ical().count(b"mailto:") == 2

    await room.hear(one.answered(TCD, START), one.moderated(EUAA))
    await room.tick()
    method, moderating = brought(room.take("euaa")[0])
    assert (method, str(moderating["URL"]), moderating["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", LINK, "ACCEPTED")
    room.take()

    await room.hear(one.changed(START, starts_at="2026-04-02T09:00:00Z", ends_at="2026-04-02T11:00:00Z"))
    await room.tick()
    method, moved = brought(room.take("tcd-authority")[0])
    assert (method, moved["UID"], str(moved["URL"])) == ("REQUEST", first["UID"], LINK)
    assert moved["SEQUENCE"] > first["SEQUENCE"]
    assert moved["DTSTART"].dt.astimezone(UTC) == datetime(2026, 4, 2, 9, tzinfo=UTC)
    _, other = brought(room.take("fra-authority")[0])
    assert "URL" not in other

    room.clock.moment = datetime(2026, 3, 26, 8, 30, tzinfo=UTC)
    await room.tick()
    (reminded,) = [mail for mail in room.take("tcd-authority") if brought(mail) is not None]
    assert brought(reminded)[1]["UID"] == first["UID"]

    await room.hear(one.cancelled("No room"))
    await room.tick()
    method, gone = brought(room.take("tcd-authority")[0])
    assert (method, str(gone["STATUS"]), gone["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
    assert gone["SEQUENCE"] > moved["SEQUENCE"]
    assert "URL" not in gone


async def test_the_entry_is_that_of_the_feed(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD)
    path = await feed(room, "tcd-authority", box["mailbox_id"])
    one = Meeting(START)
    await room.hear(one.convened, one.answered(TCD, START))
    await room.hear(one.changed(START, place="Annexe"))
    await room.tick()
    (entry,) = [one for _, one in map(brought, room.take("tcd-authority")) if "URL" in one]
    (stands,) = [e for e in await read(room, path) if e["UID"] == entry["UID"]]
    same = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "URL", "SEQUENCE", "STATUS")
    assert {name: stands[name].to_ical() if hasattr(stands[name], "to_ical") else stands[name] for name in same} == {
        name: entry[name].to_ical() if hasattr(entry[name], "to_ical") else entry[name] for name in same
    }


async def test_mails_without_a_meeting_ahead_bring_none(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD)
    one = Meeting(START, registration_closes_at=None)
    await room.hear(one.convened)
    room.clock.moment = datetime(2026, 3, 23, 8, 30, tzinfo=UTC)
    await room.tick()
    # The reminder of an invitation speaks of an answer, not of the meeting.
    came = {"Reminder" in mail["Subject"]: brought(mail) for mail in room.take("tcd-authority")}
    assert {remind: entry is not None for remind, entry in came.items()} == {False: True, True: False}
    room.clock.moment = datetime(2026, 3, 26, 12, tzinfo=UTC)
    await room.hear(one.held(room.clock.now()))
    await room.tick()
    assert [brought(mail) for mail in room.take("tcd-authority")] == [None]
    daily = {"must_act": "daily"}
    await room.done("tcd-authority", "PUT", f"/mailboxes/{box['mailbox_id']}/preferences", daily)
    await room.hear(Meeting(room.clock.now(), "m2", starts_at="2026-05-02T09:00:00Z", ends_at="2026-05-02T10:00:00Z",
                            registration_closes_at=None).convened)  # fmt: skip
    room.clock.advance(days=1)
    await room.tick()
    assert [brought(mail) for mail in room.take("tcd-authority")] == [None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", ["UTC", "Africa/Cairo", "America/Bogota"])
def test_every_language_and_zone_can_be_read(language: str, zone: str) -> None:
    for status, method in (("convened", "REQUEST"), ("cancelled", "CANCEL")):
        one = seen("meeting", status=status, sitting=SITTING)
        made = invitation(
            one, TCD, address_of("a@example.org"), "acsg@example.org", CalendarSheet("", language, zone, "wca"), START
        )
        assert made.method == method
        assert all(len(line.encode()) <= 75 for line in made.text.split("\r\n"))
        calendar = Calendar.from_ical(made.text)
        (event,) = calendar.walk("VEVENT")
        assert event["DTSTART"].dt.astimezone(UTC) == SITTING["starts_at"]
