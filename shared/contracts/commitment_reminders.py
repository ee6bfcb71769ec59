"""What notifications own on the bus of pledges and national plans that wait for a word (WM 13)."""

from typing import Literal

from shared.contracts.classification import Classification
from shared.contracts.notifications import DRAFT_REMINDER, Reminder, ReminderDue
from shared.contracts.owed import OwedOfCommitment, OwedOfNationalPlan
from shared.modalities.paragraphs import P13


class CommitmentReminder(Reminder):
    """One step of the cadence of a pledge that its party is asked about each year. ``thread`` is the pledge itself."""

    owed: OwedOfCommitment  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["commitment"]  # type: ignore[assignment]


class CommitmentReminderDue(ReminderDue):
    """A pledge waits for its party's yearly word on how it stands (WM 13)."""

    wire_type = "acsg.notifications.commitment-reminder-due"
    paragraph = P13
    reminder: CommitmentReminder


class NationalPlanReminder(Reminder):
    """One step of the cadence of a plan whose time is over. ``thread`` is the plan itself."""

    owed: OwedOfNationalPlan  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["national_plan"]  # type: ignore[assignment]


class NationalPlanReminderDue(ReminderDue):
    """A plan is past its end and none took its place. On the topic of what is told to nobody else."""

    wire_type = "acsg.notifications.national-plan-reminder-due"
    topic = DRAFT_REMINDER
    paragraph = P13
    classification = Classification.STRICTLY_CONFIDENTIAL
    reminder: NationalPlanReminder
