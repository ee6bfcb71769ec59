"""What a party commits to do itself, without asking for support (WM 13); the mechanism shows it as a pledge."""

from datetime import datetime

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import FunctionalArea, Language, PartyId, Text, Title, Year


class OwnCommitmentContent(Shape):
    """A commitment as its party words it."""

    party: PartyId
    title: Title
    language: Language
    text: Text | None = None
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    year: Year | None = None
    source: Text | None = Field(default=None, description="Where it was made public")


class OwnCommitmentState(Shape):
    """A commitment as intake keeps it."""

    commitment_id: str
    region: str
    content: OwnCommitmentContent
    recorded_at: datetime
