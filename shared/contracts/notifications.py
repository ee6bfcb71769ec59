"""What notifications owns on the bus: states of deliveries, endpoints and channels, no content; reminders (WM 6, 8)."""

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event, Shape
from shared.contracts.shapes.channels import NotificationChannel
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P4, P6, P8, P15_V, P15_VII

DELIVERY = Topic(
    "acsg.notifications.delivery", owner="notifications", key="delivery_id", retention_days=90, federated=True
)
REMINDER = Topic("acsg.notifications.reminder", owner="notifications", key="deadline_id", federated=True)
DRAFT_REMINDER = Topic("acsg.notifications.draft-reminder", owner="notifications", key="deadline_id", confided=True)

OPERATIONS = Topic(
    "acsg.notifications.operations", owner="notifications", key="webhook_id, or channel", retention_days=90
)


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


OwedOfRequest = Literal["feedback", "revision", "consent", "consult", "seek", "solicitation", "answer", "confirmation"]
OwedOfNamed = Literal["naming"]
OwedOfMeeting = Literal["invitation", "meeting", "moderators", "record"]
OwedOfEngagement = Literal[
    "signature", "new_terms", "plan", "plan_agreement", "start", "report_answer", "word", "delivery_due", "milestone_due",
    "evaluation", "results", "champion", "counterpart",
]  # fmt: skip
OwedOfDraft = Literal["sign_draft"]
OwedOfThread = Literal["question"]
Owed = OwedOfRequest | OwedOfNamed | OwedOfMeeting | OwedOfEngagement | OwedOfDraft | OwedOfThread
STEPS: tuple[str, ...] = tuple(
    step
    for owed in (OwedOfRequest, OwedOfNamed, OwedOfMeeting, OwedOfEngagement, OwedOfDraft, OwedOfThread)
    for step in get_args(owed)
)
"""The steps that have a time limit: feedback or decision (WM 8), revision (8), agreement (17), speaking with a State that
took it back (17), seeking offers (16), answering a call for offers (17), answering a match (11), confirming it (11, 19);
answering whether one stands in a request or an offer that names one (3, 15.v, 18);
answering an invitation (4), taking part in a meeting (4), choosing who moderates it (5), recording what came of it (4);
signing the terms of an engagement (19), or new ones (9), its plan (11) and start (20), answering a report, saying how it stands,
reporting what the plan says is due, evaluating it (15.vii), saying whether its results last (15.iii), answering as its champion
(2) or as a party that a notice names (19); signing the text of a draft (15.v); answering a question in a thread (8)."""


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


def reminder_of(content: dict[str, Any]) -> Reminder:
    """A reminder as it was kept: of a request, a named party's answer, a meeting, an engagement or a thread."""
    return kind_of_reminder(content["owed"])[0].model_validate(content)


_KINDS: tuple[tuple[Any, type[Reminder], type[ReminderDue]], ...] = (
    (OwedOfMeeting, MeetingReminder, MeetingReminderDue),
    (OwedOfNamed, NamingReminder, NamingReminderDue),
    (OwedOfEngagement, EngagementReminder, EngagementReminderDue),
    (OwedOfDraft, DraftReminder, DraftReminderDue),
    (OwedOfThread, ThreadReminder, ThreadReminderDue),
)


def kind_of_reminder(owed: str) -> tuple[type[Reminder], type[ReminderDue]]:
    """The shape and the event of a reminder of a step."""
    return next(((shape, event) for steps, shape, event in _KINDS if owed in get_args(steps)), (Reminder, ReminderDue))


class WebhookStateChanged(Event):
    """An endpoint was disabled, enabled again, or has its first delivery given up; its owner must see to it."""

    wire_type = "acsg.notifications.webhook-state-changed"
    topic = OPERATIONS
    paragraph = P6

    party: str
    name: str = Field(default="", description="As its owner calls it; its address is not said")
    state: Literal["failing", "disabled", "enabled"]
    reason: Literal["gone", "failing", "given_up", "owner", "officer"]
    failing_since: datetime | None = None
    given_up: int = 0


class ChannelStateChanged(Event):
    """A channel went quiet or speaks again; it was muted until a moment, or the muting ended."""

    wire_type = "acsg.notifications.channel-state-changed"
    topic = OPERATIONS
    paragraph = P6

    channel: NotificationChannel
    state: Literal["quiet", "recovered", "muted", "unmuted"]
    reason: str
    silent_since: datetime | None = None
    muted_until: datetime | None = None
