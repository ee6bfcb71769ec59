"""A meeting as the part of a mail that calendar programs take up: it stands, moved, or does not take place (RFC 5546, 6047; WM 4).

It asks for no reply: to take part is said by a party in the mechanism, not by a mailbox. Its entry is the one that the
party's calendar feed has, with the same identity and sequence.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, vCalAddress

from services.notifications.domain.address import Address
from services.notifications.domain.dates import Date
from services.notifications.domain.seen import TAKING_PART, Seen
from services.notifications.kinds.lists import CARRY_SITTING
from services.notifications.wording.calendar import PRODUCT, CalendarSheet, entry
from services.notifications.wording.catalogue import words
from shared.contracts.notifications import Reminder
from shared.modalities.paragraphs import P4

YEAR = timedelta(days=366)
_IN_MAILTO = "@!$'*+-._~"
"""What stands in an address of mail as it is (RFC 6068)."""


@dataclass(frozen=True)
class CalendarPart:
    """The part: ``method`` is REQUEST or CANCEL."""

    method: str
    text: str


def carries(event_type: str, seen: Seen | None, reminder: Reminder | None) -> bool:
    """Whether the mail of an event brings the meeting with it: of its own events, and of its reminder."""
    comes_near = reminder is not None and reminder.owed == TAKING_PART
    return seen is not None and seen.sitting is not None and (event_type in CARRY_SITTING or comes_near)


def invitation(
    seen: Seen, party: str, address: Address, sender: str, sheet: CalendarSheet, now: datetime
) -> CalendarPart:
    """The meeting for the mailbox of a party. ``sender``: whom the mail is from."""
    sitting = seen.sitting
    assert sitting is not None
    date = Date(f"{TAKING_PART}:{seen.item_id}:{party}", TAKING_PART, P4.number, sitting.starts_at, 1, now, closed=False, own=True,
                seen=seen, item=(sitting.version, now))  # fmt: skip
    method, made = "CANCEL" if date.gone else "REQUEST", Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", method)):
        made.add(key, value)
    event = entry(words(sheet.language), date, sheet)
    event.add("organizer", vCalAddress(f"mailto:{quote(sender, safe=_IN_MAILTO)}"))
    attendee = vCalAddress(f"mailto:{quote(address.wire, safe=_IN_MAILTO)}")
    attendee.params["PARTSTAT"] = {True: "ACCEPTED", False: "DECLINED", None: "NEEDS-ACTION"}[sitting.comes]
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    made.add_component(event)
    made.add_missing_timezones(sitting.starts_at.date() - YEAR, sitting.ends_at.date() + YEAR)
    return CalendarPart(method, made.to_ical().decode())
