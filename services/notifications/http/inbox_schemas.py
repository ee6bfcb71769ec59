"""Bodies and answers about inboxes."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from services.notifications.storage.inbox import Mark, Need
from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import Id


class ItemAnswer(BaseModel):
    """The item as its reader may see it now (WM 17). ``view``: full for who stands in it, shown for the consented view."""

    item_id: str
    kind: Literal["request", "offer", "match", "solicitation", "meeting", "engagement"]
    view: Literal["full", "shown"]
    reference: str | None
    title: str | None
    region: str | None
    functional_areas: tuple[str, ...]
    parties: tuple[str, ...]
    urgent: bool
    status: str | None


class SpokenAnswer(BaseModel):
    """A text that was written to the reader, as it was written. ``kind``: message, comment on a paragraph, reason, call."""

    kind: Literal["message", "comment", "reason", "call"]
    paragraph: str | None
    text: str


class EntryAnswer(BaseModel):
    """One event in an inbox. ``need`` says whether its reader must act or should know."""

    event_id: str
    event_type: str
    at: datetime
    need: Need
    headline: str = Field(description="As the subject of the mail, in the language asked for")
    text: str = Field(description="What happened, or what is expected, in one or two sentences")
    spoken: tuple[SpokenAnswer, ...] = Field(
        (), description="What the Secretariat wrote to the reader: its message, comments, the reason of a decision"
    )
    ground: str = Field(description="Why it is here: a role, or subscription")
    subscription: str | None
    paragraph: str
    thread: str = Field(description="The request it belongs to, or the meeting")
    item: ItemAnswer | None
    step: str | None = Field(description="What is owed: feedback, consent, answer ...")
    due_at: datetime | None
    late: bool
    read_at: datetime | None
    done_at: datetime | None
    done_why: str | None = Field(
        description="reader, step_taken, lapsed when it is too late, or told_again when a later entry asks for the same"
    )
    cursor: str = Field(description="Its place in the inbox")
    mailboxes: tuple[str, ...] = Field(description="Mailboxes of the party that have it; empty while it has none")


class CountsAnswer(BaseModel):
    """What waits."""

    must_act_open: int
    must_act_unread: int
    should_know_unread: int


class InboxAnswer(BaseModel):
    """A page, newest first. ``next`` goes into ``after``; null on the last page."""

    party: str
    mailbox_id: str | None
    counts: CountsAnswer
    entries: list[EntryAnswer]
    next: str | None


class MarkBody(Strict):
    """Entries by the ids of their events, or all up to a moment; of one mailbox, or of the whole party."""

    mark: Mark
    event_ids: tuple[Id, ...] = Field((), max_length=500)
    up_to: Moment | None = None
    need: Need | None = None
    mailbox_id: Id | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "MarkBody":
        if bool(self.event_ids) == (self.up_to is not None):
            raise ValueError("name event_ids, or a moment up to which all are marked")
        return self


class MarkedAnswer(BaseModel):
    """How many entries changed, and what waits now."""

    changed: int
    counts: CountsAnswer
