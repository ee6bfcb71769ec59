"""A calendar (RFC 5545) of what is owed until when, in its reader's language and time zone (WM 6, 17).

An entry keeps its identity for ever; its sequence rises when its day moves, when it is owed no more and when it is owed
again. One that is owed no more stands as cancelled for a while, so that calendars that merge take it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from services.notifications.domain.dates import Date
from services.notifications.wording import direction, formats
from services.notifications.wording.catalogue import WordsOfLanguage, words

PRODUCT = "-//Asylum Capacity Support Group//Dates//EN"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class CalendarSheet:
    """For whom a calendar is made. ``name`` is the reader's own, or empty."""

    name: str
    language: str
    zone: str
    deployment: str


def calendar(dates: Sequence[Date], sheet: CalendarSheet) -> bytes:
    """The calendar as text; the same dates give the same bytes."""
    said, made = words(sheet.language), Calendar()
    name = direction.begins(said, direction.foreign(said, sheet.name) if sheet.name else said.say("calendar.name"))
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH"), ("name", name),
                       ("x-wr-calname", name), ("x-wr-timezone", sheet.zone), ("x-published-ttl", "PT1H")):  # fmt: skip
        made.add(key, value)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for one in dates:
        made.add_component(entry(said, one, sheet))
    if dates:
        days = [one.due_at.date() for one in dates]
        year = timedelta(days=366)
        made.add_missing_timezones(min(days) - year, max(days) + year)
    text: bytes = made.to_ical()
    return text


def entry(said: WordsOfLanguage, one: Date, sheet: CalendarSheet) -> Event:
    """One deadline, or a meeting, as an entry of a calendar."""
    event, seen = Event(), one.seen
    zone = ZoneInfo(sheet.zone)
    event.add("uid", f"{sha256(one.deadline_id.encode()).hexdigest()[:32]}@{sheet.deployment}.acsg")
    event.add("sequence", one.sequence)
    for key in ("dtstamp", "last-modified"):
        event.add(key, one.told_at.astimezone(UTC))
    sitting, gone = one.sitting, one.gone
    event.add("dtstart", one.day or one.due_at.astimezone(UTC if zone.key == "UTC" else zone))
    if sitting is not None:
        event.add("dtend", sitting.ends_at.astimezone(UTC if zone.key == "UTC" else zone))
        place = direction.begins(said, direction.foreign(said, sitting.place)) if sitting.place else None
        for name, value in (("location", place), ("url", sitting.join_link)):
            if value is not None and not gone:
                event.add(name, value)
    key = "calendar.closed" if gone else "calendar.own" if one.own else "calendar.others"
    head = f"[{direction.foreign(said, seen.reference)}] " if seen and seen.reference else ""
    title = direction.foreign(said, seen.title) if sitting and seen and seen.title else None
    step = said.say(f"calendar.{one.owed}" if one.plan else f"owed.{one.owed}")
    summary = head + (title or (step if one.plan and not gone else said.say(key, step=step)))
    event.add("summary", direction.begins(said, summary))
    event.add("description", direction.lines(said, "\n".join(_lines(said, one))))
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if sitting is None or gone else "OPAQUE")
    event.add("class", "PRIVATE")
    if seen is not None and seen.urgent and not gone:
        event.add("priority", 1)
    return event


def _lines(said: WordsOfLanguage, one: Date) -> list[str]:
    found, colon = [], formats.colon(said)
    if one.seen is not None and one.seen.title:
        found.append(f"{said.say(f'kind.{one.seen.kind}')}{colon}{direction.foreign(said, one.seen.title)}")
    if one.seen is not None and one.seen.areas:
        areas = "; ".join(formats.area(said, code) for code in one.seen.areas)
        found.append(f"{said.say('mail.areas')}{colon}{areas}")
    paragraph = said.say("mail.paragraph", number=formats.paragraph(said, one.paragraph))
    return [*found, said.say("why.basis", paragraph=paragraph)]
