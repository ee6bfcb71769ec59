"""Answers about notices and deadlines."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


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
