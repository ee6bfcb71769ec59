"""Reminders of what a pilot or the quality-assurance initiative makes somebody owe: on the topic of reminders, which notifications owns (WM 7, 11)."""

from typing import Literal

from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.owed import OwedOfInitiative
from shared.modalities.paragraphs import P11


class InitiativeReminder(Reminder):
    """One step of the cadence of what an initiative makes somebody owe. ``thread`` is the initiative itself."""

    owed: OwedOfInitiative  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["initiative"]  # type: ignore[assignment]


class InitiativeReminderDue(ReminderDue):
    """An initiative waits for a word of its State or partner, for a step by its day, or for its end to be told (WM 7, 11)."""

    wire_type = "acsg.notifications.initiative-reminder-due"
    paragraph = P11
    reminder: InitiativeReminder
