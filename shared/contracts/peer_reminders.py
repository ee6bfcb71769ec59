"""Reminders of what a peer link makes somebody owe: on the topic of reminders, which notifications owns (WM 1, 20)."""

from typing import Literal

from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.owed import OwedOfLink
from shared.modalities.paragraphs import P20


class LinkReminder(Reminder):
    """One step of the cadence of what a peer link makes somebody owe. ``thread`` is the link itself."""

    owed: OwedOfLink  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["link"]  # type: ignore[assignment]


class LinkReminderDue(ReminderDue):
    """A peer link waits for the word of a party that was asked, or for the Secretariat to introduce peers (WM 1, 20)."""

    wire_type = "acsg.notifications.link-reminder-due"
    paragraph = P20
    reminder: LinkReminder
