"""Calendar feeds, read with a reader of another make: what stands in them, for whom, in which language, until when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from services.delivery.domain import ending, following, looking_back
from shared.contracts.delivery import EngagementRestated
from shared.contracts.shapes.engagement import EngagementState, EvaluationContent
from tests.support.engagements import EVALUATION
from tests.support.happenings import Request
from tests.support.limits import LIMITS
from tests.support.mail_room import OUTSIDE, MailRoom
from tests.unit.delivery.worlds import LOOK_BACK, NOW, in_stage, opened, report

TCD, FRA, BUREAU = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca"
TITLE = "Digital registration of asylum applications"


async def feed(room: MailRoom, actor: str, mailbox_id: str, **body: Any) -> str:
    """A new feed's path."""
    made = await room.done(actor, "POST", f"/mailboxes/{mailbox_id}/calendars", body)
    address: str = made["address"]
    assert address.startswith(f"{OUTSIDE}/calendars/")
    return address.removeprefix(OUTSIDE)


async def read(room: MailRoom, path: str) -> list[Any]:
    """Entries of a feed, without a login, as a calendar program reads them."""
    answer = await room.call(None, "GET", path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    read_ = Calendar.from_ical(answer.text)
    assert not read_.errors
    return list(read_.walk("VEVENT"))


def told(event: Any) -> tuple[str, int, str, datetime]:
    """Status, sequence, summary and moment of an entry."""
    return str(event["STATUS"]), int(event["SEQUENCE"]), str(event["SUMMARY"]), event["DTSTART"].dt


@pytest.mark.paragraph("8")
async def test_a_deadline_keeps_its_identity_while_it_moves_and_ends(room: MailRoom) -> None:
    box = await room.mailbox("wca-officer", BUREAU, time_zone="Africa/Dakar")
    path = await feed(room, "wca-officer", box["mailbox_id"], name="Bureau")
    assert await read(room, path) == []
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted)
    (first,) = await read(room, path)
    said = "[ACSG-2026-TCD-001] Due from you: feedback or a decision on the support request"
    assert told(first)[:3] == ("CONFIRMED", 0, said)
    assert first["DTSTART"].dt == datetime(2026, 3, 16, 9, tzinfo=UTC)
    assert TITLE in first["DESCRIPTION"]
    assert "paragraph 8 of the Working Modalities" in first["DESCRIPTION"]
    room.clock.advance(days=10)
    await room.hear(one.feedback(room.clock.now()))
    (closed,) = await read(room, path)
    assert told(closed)[:2] == ("CANCELLED", 1)
    await room.hear(one.revised(room.clock.now()))
    (again,) = await read(room, path)
    assert told(again)[:2] == ("CONFIRMED", 2)
    assert again["DTSTART"].dt == datetime(2026, 3, 19, 9, tzinfo=UTC) != first["DTSTART"].dt
    assert first["UID"] == closed["UID"] == again["UID"]
    assert first["DTSTAMP"].dt < closed["DTSTAMP"].dt <= again["DTSTAMP"].dt
    await room.hear(one.decided(now, in_line=False))
    assert [told(e)[0] for e in await read(room, path)] == ["CANCELLED"]
    room.clock.advance(days=31)
    assert await read(room, path) == []


async def test_the_readers_language_zone_and_summer_time(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD, language="ar", time_zone="Europe/Paris")
    path = await feed(room, "tcd-authority", box["mailbox_id"])
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    answer = await room.call(None, "GET", path)
    calendar = Calendar.from_ical(answer.text)
    assert str(calendar["X-WR-CALNAME"]) == "فريق دعم القدرات في مجال اللجوء: المواعيد"
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Paris"
    (event,) = calendar.walk("VEVENT")
    assert "DTSTART;TZID=Europe/Paris:20260401T110000" in answer.text
    assert "الموافقة على التماس العروض" in event["SUMMARY"]
    # The definition that stands in the file says the same of this moment as the tz database.
    stands = zone.to_tz()  # type: ignore[attr-defined]
    assert datetime(2026, 4, 1, 11, tzinfo=stands).astimezone(UTC) == datetime(2026, 4, 1, 9, tzinfo=UTC)
    same = await room.call(None, "GET", path, **{"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


@pytest.mark.paragraph("17")
async def test_what_a_state_takes_back_leaves_the_calendar_too(room: MailRoom) -> None:
    box = await room.mailbox("fra-authority", FRA, language="fr")
    path = await feed(room, "fra-authority", box["mailbox_id"], covers="all")
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted, one.decided(now))
    assert await read(room, path) == []
    await room.hear(one.consent(now, ("title",)), one.sought(now, FRA))
    (asked,) = await read(room, path)
    # The State agreed to show the title: not its name, not the reference, not what it owes itself.
    assert told(asked)[2] == "À faire de votre part : réponse à l’appel à offres d’appui"
    assert TITLE in asked["DESCRIPTION"]
    await room.hear(one.consent_back())
    (gone,) = await read(room, path)
    assert told(gone)[0] == "CANCELLED"
    text = (await room.call(None, "GET", path)).text
    for word in (TITLE[:20], "ACSG-2026", "TCD"):
        assert word not in text


async def test_what_others_owe_shows_to_those_who_stand_in_it(room: MailRoom) -> None:
    state = await room.mailbox("tcd-authority", TCD)
    other = await room.mailbox("fra-authority", FRA)
    mine = await feed(room, "tcd-authority", state["mailbox_id"])
    everyone = await feed(room, "tcd-authority", state["mailbox_id"], covers="all")
    strange = await feed(room, "fra-authority", other["mailbox_id"], covers="all")
    await room.hear(Request("r1", room.clock.now()).submitted)
    assert await read(room, mine) == await read(room, strange) == []
    (awaited,) = await read(room, everyone)
    assert told(awaited)[2] == (
        "[ACSG-2026-TCD-001] Awaited from another party: feedback or a decision on the support request"
    )


async def test_an_address_is_shown_once_and_revoked_for_good(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD)
    feeds = f"/mailboxes/{box['mailbox_id']}/calendars"
    path = await feed(room, "tcd-authority", box["mailbox_id"], name="Phone")
    (before,) = (await room.done("tcd-authority", "GET", feeds))["calendars"]
    assert (before["name"], before["last_used_at"], before["address"]) == ("Phone", None, None)
    await read(room, path)
    (used,) = (await room.done("wca-officer", "GET", feeds))["calendars"]
    assert used["last_used_at"] == "2026-03-02T09:00:00Z"
    secret = path.removeprefix("/calendars/").removesuffix(".ics")
    assert secret not in str(await room.rows("select * from calendar_feed"))
    # Not in what is remembered for a repeat either.
    assert secret not in str(await room.rows("select convert_from(body, 'UTF8') from idempotency"))
    for actor, status in (("wca-officer", 403), ("fra-authority", 404), (None, 401)):
        assert (await room.call(actor, "DELETE", f"{feeds}/{used['feed_id']}")).status_code == status, actor
        assert (await room.call(actor, "POST", feeds, {})).status_code == status
    await room.done("tcd-authority", "DELETE", f"{feeds}/{used['feed_id']}")
    for gone in (path, "/calendars/x.ics", f"/calendars/{'A' * 4000}.ics"):
        assert (await room.call(None, "GET", gone)).status_code == 404
    assert (await room.call("tcd-authority", "DELETE", f"{feeds}/{used['feed_id']}")).status_code == 404
    for _ in range(10):
        last = await feed(room, "tcd-authority", box["mailbox_id"])
    assert (await room.call("tcd-authority", "POST", feeds, {})).status_code == 409
    assert (await room.call("tcd-authority", "POST", feeds, {"covers": "everything"})).status_code == 422
    # With the mailbox go its calendars.
    other = await room.mailbox("tcd-authority", TCD, email="other@example.org")
    theirs = await feed(room, "tcd-authority", other["mailbox_id"])
    await room.done("tcd-authority", "DELETE", f"/mailboxes/{other['mailbox_id']}")
    assert (await room.call(None, "GET", theirs)).status_code == 404
    assert (await room.call(None, "GET", last)).status_code == 200


def restated(state: EngagementState, version: int) -> EngagementRestated:
    return EngagementRestated(aggregate_id=state.engagement_id, aggregate_version=version, engagement=state)


def days(events: list[Any]) -> set[tuple[str, str, Any]]:
    """Status, summary and day of each entry."""
    return {(str(one["STATUS"]), str(one["SUMMARY"]), one["DTSTART"].dt) for one in events}


@pytest.mark.paragraph("15.vii")
async def test_both_sides_of_an_engagement_have_its_dates_until_they_are_done_and_nobody_else_has(
    room: MailRoom,
) -> None:
    paths = {}
    for actor, party in (("tcd-authority", TCD), ("fra-authority", FRA), ("deu-authority", "iso3166:DEU")):
        box = await room.mailbox(actor, party)
        paths[party] = await feed(room, actor, box["mailbox_id"])
    head = "[ENGAGEMENT-2026-WCA-001] "
    await room.hear(restated(opened(), 1))
    terms_signed = "signature of the terms of the engagement, or other terms"
    engage = LIMITS.calendar(NOW, LIMITS.engage, "wca")
    # Whom another deployment serves is told by that one what it owes; the dates of its engagement it has here too.
    assert days(await read(room, paths[FRA])) == {
        ("CONFIRMED", head + "Due from you: word on how the engagement stands", opened().report_due_at),
    }
    assert days(await read(room, paths[TCD])) == {
        ("CONFIRMED", head + "Due from you: word on how the engagement stands", opened().report_due_at),
        ("CONFIRMED", head + f"Due from you: {terms_signed}", engage),
    }
    state = in_stage("in_progress")
    await room.hear(restated(state, 2))
    planned = {
        ("CONFIRMED", head + "Planned delivery", date(2026, 5, 1)),
        ("CONFIRMED", head + "Milestone of the plan", date(2026, 9, 1)),
    }
    for party in (TCD, FRA):
        found = await read(room, paths[party])
        assert planned < days(found)
        stands = [one for one in found if str(one["STATUS"]) == "CONFIRMED"]
        assert len(stands) == 4, "a day of a step that is a date of it, too, stands once"
        assert len({str(one["UID"]) for one in found}) == len(found)
        taken = [str(one["SUMMARY"]) for one in found if str(one["STATUS"]) == "CANCELLED"]
        assert taken == ([head + f"No longer due: {terms_signed}"] if party == TCD else [])
    assert await read(room, paths["iso3166:DEU"]) == []
    given = report("a", "4", "16").model_copy(update={"delivery_id": "d1"})
    state = following.delivered(state, given, room.clock.now())
    await room.hear(restated(state, 3))
    after = {str(one["UID"]): one for one in await read(room, paths[FRA])}
    first = {str(one["UID"]): one for one in found}
    assert set(first) == set(after)
    (done,) = [one for one in after.values() if str(one["STATUS"]) == "CANCELLED"]
    assert str(done["SUMMARY"]) == head + "No longer due: Planned delivery"
    assert int(done["SEQUENCE"]) > int(first[str(done["UID"])]["SEQUENCE"])
    now = room.clock.now()
    state = ending.ended(state, TCD, "funding_lost", None, now, LOOK_BACK)
    state = looking_back.evaluated(state, FRA, EvaluationContent.model_validate(EVALUATION), now)
    await room.hear(restated(state, 4))
    theirs, ours = days(await read(room, paths[TCD])), days(await read(room, paths[FRA]))
    assert {one[:2] for one in theirs if one[0] == "CONFIRMED"} == {
        ("CONFIRMED", head + "Due from you: evaluation of the engagement"),
        ("CONFIRMED", head + "Due from you: word on whether the results of the engagement still stand"),
    }
    assert {one[1] for one in ours if one[0] == "CONFIRMED"} == {
        head + "Due from you: word on whether the results of the engagement still stand"
    }
    room.clock.advance(days=31)
    assert {one[0] for one in days(await read(room, paths[FRA]))} == {"CONFIRMED"}


@pytest.mark.paragraph("17")
async def test_dates_of_an_engagement_say_no_more_of_the_request_than_was_shown(room: MailRoom) -> None:
    box = await room.mailbox("fra-authority", FRA, language="ar")
    path = await feed(room, "fra-authority", box["mailbox_id"])
    await room.hear(restated(opened(), 1))
    text = (await room.call(None, "GET", path)).text
    assert "ENGAGEMENT-2026-WCA-001" in text
    assert "Registration at the border" not in text
    await room.hear(restated(in_stage("in_progress"), 2))
    found = await read(room, path)
    assert any("تسليم مخطط" in str(one["SUMMARY"]) for one in found)
    assert all("Registration at the border" in str(one["DESCRIPTION"]) for one in found)
