"""Reminders of what the roster's experts, and organisations that apply, make somebody owe (WM 3, 7)."""

from typing import Literal

from shared.contracts.notifications import Reminder, ReminderDue
from shared.contracts.owed import OwedOfExpert, OwedOfOrganisation
from shared.modalities.paragraphs import P3, P7


class ExpertReminder(Reminder):
    """One step of the cadence of what an expert makes a party owe. ``thread`` is the expert itself."""

    owed: OwedOfExpert  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["expert"]  # type: ignore[assignment]


class ExpertReminderDue(ReminderDue):
    """An expert's profile waits for its party's word that it holds, or a deployment for the appraisal of who received (WM 7)."""

    wire_type = "acsg.notifications.expert-reminder-due"
    paragraph = P7
    reminder: ExpertReminder


class OrganisationReminder(Reminder):
    """One step of the cadence of what an application makes officers owe. ``thread`` is the organisation itself."""

    owed: OwedOfOrganisation  # type: ignore[assignment]  # as above
    item_kind: Literal["organisation"]  # type: ignore[assignment]


class OrganisationReminderDue(ReminderDue):
    """An organisation that asks to be registered waits for an officer's decision (WM 3)."""

    wire_type = "acsg.notifications.organisation-reminder-due"
    paragraph = P3
    reminder: OrganisationReminder
