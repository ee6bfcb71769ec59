"""What a mailbox wants to hear and when. Stored as documents, so the shape that checks them is the one that decides.

"Must act" stands apart from "should know": it cannot be switched off for a party, only put into a daily overview, kept
off one mailbox while another of the party gets it, or muted for a time.
"""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

ActRhythm = Literal["immediately", "daily", "never"]
KnowRhythm = Literal["immediately", "daily", "weekly", "never"]
Rhythm = Literal["immediately", "daily", "weekly"]
EventType = Annotated[str, StringConstraints(max_length=120)]
LocalTime = Annotated[
    time,
    # JSON Schema's own format of a time asks for an offset, which a local time does not have.
    WithJsonSchema(
        {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", "examples": ["08:00"]}
    ),
]


class Document(BaseModel):
    """Stored as JSON; an unknown entry is a fault, so that a mistyped one is not lost in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class QuietHours(Document):
    """Local hours without mail; mail waits for their end. ``days`` are quiet altogether (1 = Monday ... 7 = Sunday)."""

    start: LocalTime | None = Field(default=None, description="Local time, e.g. 20:00")
    end: LocalTime | None = Field(default=None, description="Local time, e.g. 07:00; may lie on the next day")
    days: tuple[int, ...] = Field(default=(), max_length=6, description="ISO weekdays without mail, e.g. [6, 7]")

    @model_validator(mode="after")
    def _sensible(self) -> "QuietHours":
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end belong together")
        if self.start is not None and self.start == self.end:
            raise ValueError("start and end are the same; name the hours that are quiet")
        if any(t is not None and (t.tzinfo is not None or t.second or t.microsecond) for t in (self.start, self.end)):
            raise ValueError("hours are local and whole minutes, without a time zone")
        if any(not 1 <= day <= 7 for day in self.days) or len(set(self.days)) != len(self.days):
            raise ValueError("days are ISO weekdays 1 to 7, each once")
        return self


class Preferences(Document):
    """How a mailbox is written to."""

    must_act: ActRhythm = Field(
        default="immediately", description="never only while another mailbox of the party is told"
    )
    should_know: KnowRhythm = "immediately"
    without: tuple[EventType, ...] = Field(
        default=(), max_length=60, description="Event types not wanted for information"
    )
    only: dict[str, Any] | None = Field(default=None, description="A filter that narrows what comes for information")
    quiet_hours: QuietHours | None = None
    digest_at: LocalTime = Field(default=time(8), description="Local time of the daily or weekly overview")
    digest_on: int = Field(default=1, ge=1, le=7, description="Weekday of the weekly overview; 1 = Monday")


class Subscription(Document):
    """Asks for more than one's roles bring, as far as one may see it; always for information."""

    subscription_id: str
    name: str
    expression: dict[str, Any]
    rhythm: Rhythm
    saved_filter: str | None = None


class Mute(Document):
    """Silence that ends by itself. What came meanwhile is told in one overview at its end."""

    mute_id: str
    scope: Literal["everything", "item", "event"]
    what: str | None = None
    must_act: bool = False
    until: datetime

    def covers(self, *, must_act: bool, urgent: bool, event_type: str, items: frozenset[str]) -> bool:
        """Whether it silences a message; one that is urgent and asks for a step passes, unless this very item is muted."""
        if must_act and (not self.must_act or (urgent and self.scope != "item")):
            return False
        if self.scope == "item":
            return self.what in items
        return self.scope == "everything" or self.what == event_type


class Mailbox(Document):
    """An address of a party with everything that decides what it gets. The address itself is not needed for that."""

    mailbox_id: str
    party: str
    role: str
    language: str = "en"
    time_zone: str = "UTC"
    main: bool = True
    preferences: Preferences = Preferences()
    subscriptions: tuple[Subscription, ...] = ()
    mutes: tuple[Mute, ...] = ()
