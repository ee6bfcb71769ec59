"""A contact that the Secretariat held with a party, as its officers noted it, and what it owes after it (WM 6)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import Day, Id, Language, PartyId, Text, Title

LiaisonStatus = Literal["noted", "owed", "done", "dropped"]
"""Noted: nothing is owed after it; owed: the Secretariat owes something; done, dropped: what became of that."""
LiaisonWay = Literal["call", "in_person", "video", "letter", "message"]
LiaisonAboutKind = Literal["request", "offer", "solicitation", "match", "engagement", "meeting", "crisis"]
FollowUpOutcome = Literal["done", "dropped"]
MOST_CORRECTIONS = 10
MOST_POSTS = 12


class LiaisonAbout(Shape):
    """What a contact was about: a thing that the officer may read."""

    kind: LiaisonAboutKind
    item_id: Id


class LiaisonContent(Shape):
    """A contact: with which party, when, how, what was said. ``posts``: whom it was held with on the party's side, by post and never by name."""

    party: PartyId
    held_on: Day
    way: LiaisonWay
    posts: tuple[Title, ...] = Field(default=(), max_length=MOST_POSTS)
    title: Title
    language: Language
    said: Text
    agreed: Text | None = None
    about: LiaisonAbout | None = None


class FollowUp(Shape):
    """What the Secretariat owes next, and by which day."""

    text: Title
    due_on: Day


class FollowUpEnd(Shape):
    """What became of it, with words."""

    outcome: FollowUpOutcome
    words: Text
    said_at: datetime


class EarlierLiaison(Shape):
    """What a contact said before a correction; it stays. ``reason``: of the correction that took its place."""

    content_version: int
    content: LiaisonContent
    owed: FollowUp | None = None
    since: datetime
    reason: Text


class LiaisonState(Shape):
    """A contact after an event. ``since``: from when its content is as it stands; ``earlier``: the oldest first."""

    liaison_id: str
    reference: str
    region: str
    status: LiaisonStatus
    content_version: int
    content: LiaisonContent
    recorded_at: datetime
    since: datetime
    owed: FollowUp | None = None
    end: FollowUpEnd | None = None
    earlier: tuple[EarlierLiaison, ...] = ()
