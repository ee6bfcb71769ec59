"""What notifications owns on the bus: states of deliveries, endpoints and channels, no content; reminders (WM 6, 8)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event, Shape
from shared.contracts.owed import (
    OwedOfCrisis,
    OwedOfDraft,
    OwedOfEdition,
    OwedOfEngagement,
    OwedOfMeeting,
    OwedOfNamed,
    OwedOfOffer,
    OwedOfPackage,
    OwedOfPractice,
    OwedOfProject,
    OwedOfRequest,
    OwedOfReview,
    OwedOfThread,
    OwedOfWarning,
)
from shared.contracts.shapes.channels import NotificationChannel
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P4, P6, P7, P8, P11, P12, P15_V, P15_VII, P18, P21

DELIVERY = Topic(
    "acsg.notifications.delivery", owner="notifications", key="delivery_id", retention_days=90, federated=True
)
REMINDER = Topic("acsg.notifications.reminder", owner="notifications", key="deadline_id", federated=True)
DRAFT_REMINDER = Topic("acsg.notifications.draft-reminder", owner="notifications", key="deadline_id", confided=True)


class DeliveryState(Shape):
    """One delivery: at most one per (event, recipient, channel). Addresses stay in notifications."""

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    mailbox: str = Field(default="", description="Which of the party's mailboxes; its address is not said")
    channel: NotificationChannel
    must_act: bool
    state: Literal["queued", "delivered", "retrying", "failed"]
    attempts: int
    next_attempt_at: datetime | None = None
    last_error: str | None = None


class DeliveryStateChanged(Event):
    """A delivery was queued, delivered, put off or given up."""

    wire_type = "acsg.notifications.delivery-state-changed"
    topic = DELIVERY
    paragraph = P6

    delivery: DeliveryState


class Reminder(Shape):
    """One step of the cadence of one deadline; at most one per (deadline, round, step)."""

    deadline_id: str
    round: int = Field(description="Rises when the deadline moves or the same step is owed again")
    step: str = Field(description="before-3, day, late-7: days from the day it is due")
    owed: OwedOfRequest
    item_id: str
    item_kind: Literal["request", "match", "solicitation"]
    thread: str = Field(description="The request that the item belongs to")
    party: PartyId = Field(description="Whose step it is")
    escalated_to: tuple[PartyId, ...] = ()
    due_at: datetime
    days: int = Field(description="Days from the day it is due; negative before it")
    paragraph: str


class ReminderDue(Event):
    """A step of the mechanism is due, or late: whoever owes it is reminded, and it may go up to the next level."""

    wire_type = "acsg.notifications.reminder-due"
    topic = REMINDER
    paragraph = P6

    reminder: Reminder


class MeetingReminder(Reminder):
    """One step of the cadence of a date of a meeting. ``thread`` is the meeting itself."""

    step: str = Field(description="before-7, day, late-7: days from the day it is due; hours-1: an hour before")
    owed: OwedOfMeeting  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["meeting"]  # type: ignore[assignment]


class MeetingReminderDue(ReminderDue):
    """An invitation awaits its answer, a meeting comes near, or an officer's step towards one is due (WM 4, 5)."""

    wire_type = "acsg.notifications.meeting-reminder-due"
    paragraph = P4

    reminder: MeetingReminder


class NamingReminder(Reminder):
    """One step of the cadence of a date by which a named party answers for itself."""

    owed: OwedOfNamed  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["request", "offer"]  # type: ignore[assignment]


class NamingReminderDue(ReminderDue):
    """A party that a request or an offer names has not said yet whether it stands in it (WM 3, 15.v, 18)."""

    wire_type = "acsg.notifications.naming-reminder-due"
    paragraph = P15_V

    reminder: NamingReminder


class OfferReminder(Reminder):
    """One step of the cadence of the day by which a party says whether its offer still stands."""

    owed: OwedOfOffer  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["offer"]  # type: ignore[assignment]


class OfferReminderDue(ReminderDue):
    """The party of an offer has not said for long whether it still stands; the roster is to be an active one (WM 7)."""

    wire_type = "acsg.notifications.offer-reminder-due"
    paragraph = P7

    reminder: OfferReminder


class EngagementReminder(Reminder):
    """One step of the cadence of a step of an engagement. ``thread`` is the engagement itself."""

    owed: OwedOfEngagement  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["engagement"]  # type: ignore[assignment]


class EngagementReminderDue(ReminderDue):
    """A step of an engagement is due, or late: who owes it is reminded, and it may go up to the next level (WM 15.vii)."""

    wire_type = "acsg.notifications.engagement-reminder-due"
    paragraph = P15_VII

    reminder: EngagementReminder


class DraftReminder(Reminder):
    """One step of the cadence of the date by which a State signs a draft. ``thread`` is the draft itself."""

    owed: OwedOfDraft  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["draft"]  # type: ignore[assignment]


class DraftReminderDue(ReminderDue):
    """A State has not signed the text of a draft yet. On a topic of its own: that there is a draft is told nowhere else."""

    wire_type = "acsg.notifications.draft-reminder-due"
    topic = DRAFT_REMINDER
    paragraph = P15_V
    classification = Classification.STRICTLY_CONFIDENTIAL

    reminder: DraftReminder


class ThreadReminder(Reminder):
    """One step of the cadence of the day by which a question in a thread is answered; its words are not said."""

    owed: OwedOfThread  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["thread"]  # type: ignore[assignment]


class ThreadReminderDue(ReminderDue):
    """A question in a thread waits for its answer: who was asked is reminded, and it may go up to the bureau (WM 8)."""

    wire_type = "acsg.notifications.thread-reminder-due"
    paragraph = P8

    reminder: ThreadReminder


class PracticeReminder(Reminder):
    """One step of the cadence of what the State of a good practice is asked. ``thread`` is the practice itself."""

    owed: OwedOfPractice  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["practice"]  # type: ignore[assignment]


class PracticeReminderDue(ReminderDue):
    """The State of a good practice has not said whether it is published, or whether it still holds (WM 11)."""

    wire_type = "acsg.notifications.practice-reminder-due"
    paragraph = P11

    reminder: PracticeReminder


class ReviewReminder(Reminder):
    """One step of the cadence of what the Secretariat owes of a review. ``thread`` is the review itself."""

    owed: OwedOfReview  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["review"]  # type: ignore[assignment]


class ReviewReminderDue(ReminderDue):
    """A review of the terms waits for the Secretariat: to be opened, answered, consulted on or concluded (WM 21)."""

    wire_type = "acsg.notifications.review-reminder-due"
    paragraph = P21

    reminder: ReviewReminder


class CrisisReminder(Reminder):
    """One step of the cadence of what is asked of a declared crisis. ``thread`` is the crisis itself."""

    owed: OwedOfCrisis  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["crisis"]  # type: ignore[assignment]


class CrisisReminderDue(ReminderDue):
    """A declared crisis waits for a State's own word, or for officers to look whether it still stands (WM 12)."""

    wire_type = "acsg.notifications.crisis-reminder-due"
    paragraph = P12

    reminder: CrisisReminder


class WarningReminder(Reminder):
    """One step of the cadence of what a warning makes officers owe. ``thread`` is the warning itself."""

    owed: OwedOfWarning  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["warning"]  # type: ignore[assignment]


class WarningReminderDue(ReminderDue):
    """A signal of early warning waits for an officer's judgement (WM 12)."""

    wire_type = "acsg.notifications.warning-reminder-due"
    paragraph = P12

    reminder: WarningReminder


class EditionReminder(Reminder):
    """One step of the cadence of what a report makes officers owe. ``thread`` is the edition itself."""

    owed: OwedOfEdition  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["edition"]  # type: ignore[assignment]


class EditionReminderDue(ReminderDue):
    """A report waits for the Secretariat: for its figures to be frozen, or for its publication (WM 21)."""

    wire_type = "acsg.notifications.edition-reminder-due"
    paragraph = P21
    reminder: EditionReminder


class ProjectReminder(Reminder):
    """One step of the cadence of what a thematic project makes somebody owe. ``thread`` is the project itself."""

    owed: OwedOfProject  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["project"]  # type: ignore[assignment]


class ProjectReminderDue(ReminderDue):
    """A thematic project waits for the Secretariat, or for who is asked to be its champion (WM 2, 18)."""

    wire_type = "acsg.notifications.project-reminder-due"
    paragraph = P18
    reminder: ProjectReminder


class PackageReminder(Reminder):
    """One step of the cadence of the day by which a party says whether its package still stands."""

    owed: OwedOfPackage  # type: ignore[assignment]  # another event: what a reminder of a request may say is promised
    item_kind: Literal["package"]  # type: ignore[assignment]


class PackageReminderDue(ReminderDue):
    """A party has not said for long whether its package still stands. On the topic of what is told to nobody else."""

    wire_type = "acsg.notifications.package-reminder-due"
    topic = DRAFT_REMINDER
    paragraph = P7
    classification = Classification.STRICTLY_CONFIDENTIAL
    reminder: PackageReminder
