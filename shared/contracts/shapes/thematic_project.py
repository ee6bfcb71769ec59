"""A thematic project as it is proposed, and its state as the roster keeps it: its offers and its champions (WM 2, 3, 18)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.champion import Champion
from shared.contracts.shapes.values import Country, Deployment, FunctionalArea, Language, PartyId, Period, Text, Title

ProjectStatus = Literal["proposed", "declined", "open", "closed"]
MOST_OFFERS = 500
MOST_CHAMPIONS = 200


class ProjectWording(Shape):
    """A thematic project in one language."""

    language: Language
    title: Title
    text: Text


class ProjectContent(Shape):
    """An initiative on a theme. Without regions and countries it is global."""

    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    regions: tuple[Deployment, ...] = Field(default=(), max_length=20)
    countries: tuple[Country, ...] = Field(default=(), max_length=100)
    period: Period
    wordings: Annotated[tuple[ProjectWording, ...], Field(min_length=1, max_length=20, description="One a language")]

    @property
    def title(self) -> str:
        """As it was worded first."""
        return self.wordings[0].title


class AttachedOffer(Shape):
    """A proactive offer that its party tied to the project. ``region``: the deployment that keeps it."""

    offer_id: str
    reference: str
    region: str
    party: PartyId
    attached_at: datetime


class ProjectChampion(Champion):
    """A champion of a thematic project. Who volunteered and is ``pending`` waits for the Secretariat; who was approached is asked.

    ``region``: the deployment that serves the party, if it is not the project's; ``reason``: why the Secretariat declined.
    """

    asked_at: datetime
    region: str | None = None
    reason: Text | None = None
    reason_language: Language | None = None


class ThematicProjectState(Shape):
    """A thematic project after an event. ``proposed_by``: a party; null where the Secretariat opened it itself."""

    project_id: str
    reference: str
    region: str
    status: ProjectStatus
    content: ProjectContent
    begun_at: datetime
    proposed_by: PartyId | None = None
    proposed_region: str | None = Field(
        default=None, description="The deployment that serves who proposed it, if it is another"
    )
    reason: Text | None = Field(default=None, description="Why it was declined, or how it ended")
    reason_language: Language | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    offers: tuple[AttachedOffer, ...] = ()
    champions: tuple[ProjectChampion, ...] = ()

    def champion(self, party: str) -> ProjectChampion | None:
        """How a party stands to it, by what was said last."""
        return next((one for one in reversed(self.champions) if one.party == party), None)

    def attached(self, offer_id: str) -> AttachedOffer | None:
        """An offer that is tied to it."""
        return next((one for one in self.offers if one.offer_id == offer_id), None)

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        regions = {one.region for one in self.champions} | {one.region for one in self.offers} | {self.proposed_region}
        return frozenset(one for one in regions if one is not None) - {self.region}
