"""Reminders of what a party agreed to do at a meeting (WM 4)."""

from typing import Literal

from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.owed import OwedOfAction
from shared.modalities.paragraphs import P4


class ActionReminder(Reminder):
    """One step of the cadence of the first day by which a party agreed to do something. ``thread`` is the meeting itself."""

    owed: OwedOfAction  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["meeting"]  # type: ignore[assignment]


class ActionReminderDue(ReminderDue):
    """A party has not said yet what became of something that it agreed to do at a meeting (WM 4)."""

    wire_type = "acsg.notifications.action-reminder-due"
    paragraph = P4
    reminder: ActionReminder
