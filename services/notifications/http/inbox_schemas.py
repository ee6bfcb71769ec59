"""Answers about inboxes."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.notifications.actions.mark_inbox import CountsAnswer
from services.notifications.domain.inbox import Need
from services.notifications.kinds.lists import SHOWN, WORDS


class ItemAnswer(BaseModel):
    """The item as its reader may see it now (WM 17). ``view``: full for who stands in it, shown for the consented view."""

    item_id: str
    kind: str = Field(json_schema_extra={"enum": [*SHOWN]})
    view: Literal["full", "shown"]
    reference: str | None
    title: str | None
    region: str | None
    functional_areas: tuple[str, ...]
    parties: tuple[str, ...]
    urgent: bool
    status: str | None


class SpokenAnswer(BaseModel):
    """A text that was written to the reader, as it was written. ``kind``: message, comment on a paragraph, reason, call, what
    stands in a thread."""

    kind: str = Field(json_schema_extra={"enum": [*WORDS]})
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
        (),
        description="What was written to the reader: message, comments, the reason of a decision, what stands in a thread",
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


class InboxAnswer(BaseModel):
    """A page, newest first. ``next`` goes into ``after``; null on the last page."""

    party: str
    mailbox_id: str | None
    counts: CountsAnswer
    entries: list[EntryAnswer]
    next: str | None
