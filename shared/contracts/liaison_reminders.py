"""Reminders of what the Secretariat owes after a contact: on a topic of their own that stays at home, which notifications owns (WM 6)."""

from typing import Literal

from shared.contracts.classification import Classification
from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.owed import OwedOfLiaison
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6

LIAISON_REMINDER = Topic("acsg.notifications.liaison-reminder", owner="notifications", key="deadline_id")


class LiaisonReminder(Reminder):
    """One step of the cadence of what is owed after a contact. ``thread`` is the contact itself."""

    owed: OwedOfLiaison  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["liaison"]  # type: ignore[assignment]


class LiaisonReminderDue(ReminderDue):
    """What the Secretariat owes after a contact with a party comes due, or is late (WM 6)."""

    wire_type = "acsg.notifications.liaison-reminder-due"
    topic = LIAISON_REMINDER
    paragraph = P6
    classification = Classification.STRICTLY_CONFIDENTIAL

    reminder: LiaisonReminder
