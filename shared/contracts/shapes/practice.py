"""A good practice as it is proposed, and its state as dialogue keeps it (WM 1, 4, 11)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.meeting import Link
from shared.contracts.shapes.values import Country, FunctionalArea, Id, Language, Text, Title

PracticeStatus = Literal["proposed", "declined", "published", "outdated", "retracted"]
OriginKind = Literal["meeting", "engagement"]
PracticeAudience = Literal["mechanism", "public"]
"""To whom its State publishes it: to every party of the mechanism, or to everybody."""


class PracticeWording(Shape):
    """A practice in one language, with who worded it: a translation by a machine says that it is one."""

    language: Language
    worded_by: Literal["official", "machine"]
    title: Title
    text: Text
    effect: Text | None = Field(default=None, description="What shows that it works")


class PracticeOrigin(Shape):
    """The meeting or the engagement that it comes from."""

    kind: OriginKind
    item_id: Id


class PracticeContact(Shape):
    """Whom one asks about it: a post and a page, never a person (WM 6)."""

    post: Title
    link: Link | None = None


class PracticeContent(Shape):
    """A practice as its proposer words it."""

    country: Country
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    wordings: Annotated[tuple[PracticeWording, ...], Field(min_length=1, max_length=20, description="One a language")]
    origin: PracticeOrigin | None = None
    contact: PracticeContact | None = None

    @property
    def title(self) -> str:
        """As it was worded first, officially where it was."""
        return self.first.title

    @property
    def first(self) -> PracticeWording:
        """The wording that it is called by."""
        return next((one for one in self.wordings if one.worded_by == "official"), self.wordings[0])


class PracticeState(Shape):
    """A practice after an event. ``stands_since``: when its State last said that it holds; None before it was published."""

    practice_id: str
    reference: str
    region: str
    status: PracticeStatus
    content: PracticeContent
    proposed_by: str
    proposed_at: datetime
    worded_at: datetime
    served_by: str | None = Field(default=None, description="The deployment that serves its State, if it is another")
    audience: PracticeAudience | None = None
    published_at: datetime | None = None
    stands_since: datetime | None = None
    reason: str | None = Field(default=None, description="Of its State: why not, or why it does not hold any more")
