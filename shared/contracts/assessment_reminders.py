"""What notifications own on the bus of assessments whose time is over (WM 13). Beside the other reminders, whose file is full."""

from typing import Literal

from shared.contracts.classification import Classification
from shared.contracts.notifications import DRAFT_REMINDER, Reminder, ReminderDue
from shared.contracts.owed import OwedOfAssessment
from shared.modalities.paragraphs import P13


class AssessmentReminder(Reminder):
    """One step of the cadence of an assessment whose time is over. ``thread`` is the assessment itself."""

    owed: OwedOfAssessment  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["assessment"]  # type: ignore[assignment]


class AssessmentReminderDue(ReminderDue):
    """An assessment is past its end and not validated. On the topic of what is told to nobody else."""

    wire_type = "acsg.notifications.assessment-reminder-due"
    topic = DRAFT_REMINDER
    paragraph = P13
    classification = Classification.STRICTLY_CONFIDENTIAL
    reminder: AssessmentReminder
