"""Bodies and answers about mailboxes, preferences, subscriptions, mutes, notices and deadlines."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.notifications.domain.address import address_of
from services.notifications.domain.preferences import Mute, Preferences, Rhythm, Subscription
from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import Id, Label, Language, Name, PartyId, TimeZone

EMAIL = r"^[^@\s<>,;\"()\[\]\\:]+@[^@\s<>,;\"()\[\]\\:]+$"


Asked = Annotated[dict[str, Any], Field(description="At most 5 levels, 60 conditions, 100 values each")]


def _reachable(text: str) -> str:
    return address_of(text).text


Email = Annotated[
    str,
    Field(
        max_length=320,
        pattern=EMAIL,
        description="Its domain may be beyond ASCII; its local part, where the server of mail takes it",
    ),
    AfterValidator(_reachable),
]
"""An address, in one spelling: of the same address no party has two."""


class AddressBody(Strict):
    """Where a party is reached, in which language and time zone: its main mailbox."""

    email: Email
    language: Language = "en"
    time_zone: TimeZone | None = None


class AddressAnswer(BaseModel):
    """A party's entry in the directory."""

    party: PartyId
    email: str
    language: str
    time_zone: str
    mailbox_id: str
    version: int


class MailboxBody(Strict):
    """One of several mailboxes of a party."""

    email: Email
    label: Label = Field(default="", max_length=120, description="What it is, e.g. Registry of the asylum directorate")
    kind: Literal["functional", "official"] = Field(
        default="functional", description="A functional mailbox, or an official's own address"
    )
    language: Language = Field(default="en", description="One of ar en es fr ru zh; others are written to in English")
    time_zone: TimeZone | None = None
    calendar: Literal["gregorian"] = Field(default="gregorian", description="No other calendar can be written yet")


class MailboxAnswer(BaseModel):
    """A mailbox with what decides what it gets. Preferences are its own, its party's, or those we start from."""

    mailbox_id: str
    party: str
    email: str
    label: str
    kind: str
    language: str
    time_zone: str
    calendar: Literal["gregorian"] = "gregorian"
    main: bool
    version: int
    preferences: Preferences
    preferences_of: Literal["mailbox", "party", "default"]
    subscriptions: tuple[Subscription, ...]
    mutes: tuple[Mute, ...] = Field(description="Those in force; each ends by itself")


class MailboxesAnswer(BaseModel):
    """Mailboxes of a party, the main one first."""

    mailboxes: list[MailboxAnswer]


class PreferencesAnswer(BaseModel):
    """Preferences as they hold."""

    owner: str
    preferences: Preferences
    preferences_of: Literal["mailbox", "party", "default"]
    version: int


class SubscriptionBody(Strict):
    """A subscription by a filter of its own, or by a saved one."""

    name: Name
    filter: Asked | None = None
    saved_filter: Id | None = None
    rhythm: Rhythm = "immediately"


class SubscriptionsAnswer(BaseModel):
    """Subscriptions of a mailbox."""

    subscriptions: tuple[Subscription, ...]


class FilterBody(Strict):
    """A saved filter."""

    name: Name
    filter: Asked


class FilterChange(Strict):
    """What a saved filter asks for now; subscriptions to it follow."""

    filter: Asked


class FilterAnswer(BaseModel):
    """A saved filter."""

    filter_id: str
    party: str
    name: str
    filter: dict[str, Any]
    version: int


class FiltersAnswer(BaseModel):
    """Saved filters of a party."""

    filters: list[FilterAnswer]


class MuteBody(Strict):
    """Silence until a moment; it ends by itself."""

    scope: Literal["everything", "item", "event"]
    what: str | None = Field(default=None, min_length=1, max_length=200, description="Item or reference; event type")
    must_act: bool = Field(default=False, description="Also what must be acted on; for a shorter time at most")
    until: Moment


class MutesAnswer(BaseModel):
    """Mutes in force."""

    mutes: tuple[Mute, ...]


class Ended(BaseModel):
    """What was ended."""

    ended: str


class NoticeAnswer(BaseModel):
    """What was decided about one event and one mailbox, on which ground, and why."""

    model_config = ConfigDict(from_attributes=True)

    event_id: str
    event_type: str
    item_id: str
    party: str
    mailbox_id: str
    must_act: bool
    reason: dict[str, Any]
    status: str
    why: str
    ready_at: datetime | None
    told_by: str | None
    due_at: datetime | None
    at: datetime


class NoticesAnswer(BaseModel):
    """Notices, newest first, at most 200."""

    notices: list[NoticeAnswer]


class DeadlineAnswer(BaseModel):
    """A step that is owed, until when, and when it is recalled next."""

    model_config = ConfigDict(from_attributes=True)

    deadline_id: str
    owed: str
    item_id: str
    item_kind: str
    party: str
    paragraph: str
    due_at: datetime
    round: int
    next_at: datetime | None


class DeadlinesAnswer(BaseModel):
    """Open deadlines, the earliest due first."""

    deadlines: list[DeadlineAnswer]
