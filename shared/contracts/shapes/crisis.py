"""An emergency as a request says it, and a declared crisis as intake keeps it: of which States, beside which response plan, and each State's
own word on it (WM 12).
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.door import AtDoor, Door, plausible
from shared.contracts.event import Shape
from shared.contracts.shapes.meeting import Link
from shared.contracts.shapes.values import Country, Day, Language, Text, Title

CrisisStatus = Literal["declared", "ended"]
MOST_LOOKS = 20
"""Words of officers who looked whether it still stands, kept in the state; each stands in its event."""


def _of_a_year(value: str, door: Door) -> str:
    plausible(date(max(int(value[7:11]), 1), 1, 1), door)
    return value


CrisisReference = Annotated[
    str,
    StringConstraints(pattern=r"^CRISIS-[0-9]{4}-[A-Z]{2,12}-[0-9]{3,6}$"),
    Field(description="Reference of a declared crisis", examples=["CRISIS-2026-WCA-001"]),
    AtDoor(_of_a_year),
]


class CrisisContext(Shape):
    """A large-scale, fast emergency; support adds to the response (WM 12)."""

    emergency: Text
    response_plan: Text | None = None
    complementarity: Text | None = None
    reference: CrisisReference | None = Field(
        default=None, description="The declared crisis that it is about, one of a State that asks"
    )


class ResponsePlan(Shape):
    """The plan of the emergency response that support under the mechanism adds to; where it is read, and who coordinates it."""

    title: Title
    link: Link
    coordinator: Title


class CrisisContent(Shape):
    """What the Secretariat declares, in its own name."""

    title: Title
    language: Language
    plan: ResponsePlan
    from_on: Day = Field(description="The day from which it is one")


class CrisisWord(Shape):
    """A State's own word: it agrees or objects, and whether others than it and the officers may read of the crisis."""

    agrees: bool
    words: Text | None = None
    language: Language
    shown: bool = Field(description="Whether the State agrees that others read of it; never where it objects")
    said_at: datetime


class CrisisConcerned(Shape):
    """A State that it is about. Without a word it has said nothing: that is neither yes nor no."""

    party: Country
    word: CrisisWord | None = None


class CrisisLook(Shape):
    """An officer looked whether it still stands, and said why it does."""

    words: Text
    language: Language
    looked_at: datetime


class CrisisEnd(Shape):
    """Why it is none any more, by an officer's word."""

    reason: Text
    language: Language
    ended_at: datetime


class CrisisState(Shape):
    """A crisis after an event. ``stands_since``: when an officer last said that it stands; ``open_to_others``: whether every State agreed
    that others read of it, ``shown_at``: since when that was so for the first time.
    """

    crisis_id: str
    reference: str
    region: str
    status: CrisisStatus
    content: CrisisContent
    reason: Text | None = Field(default=None, description="Why it is declared; for its States and the officers")
    states: tuple[CrisisConcerned, ...]
    declared_at: datetime
    stands_since: datetime
    looks: tuple[CrisisLook, ...] = ()
    open_to_others: bool = False
    shown_at: datetime | None = None
    end: CrisisEnd | None = None
