"""Reminders of what a call for action makes somebody owe: on the topic of reminders, which notifications owns (WM 5)."""

from typing import Literal

from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.owed import OwedOfCallForAction
from shared.modalities.paragraphs import P5


class CallForActionReminder(Reminder):
    """One step of the cadence of what a call for action makes somebody owe. ``thread`` is the call itself."""

    owed: OwedOfCallForAction  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["call_for_action"]  # type: ignore[assignment]


class CallForActionReminderDue(ReminderDue):
    """A call for action waits for a party's word, for what a party said that it does, or for words on what came of it (WM 5)."""

    wire_type = "acsg.notifications.call-for-action-reminder-due"
    paragraph = P5
    reminder: CallForActionReminder
