"""A thematic project through its life without a running service: made with the roster's own rules, so that its states are possible."""

from datetime import UTC, datetime
from typing import Any

from services.roster.domain import thematic_project as domain
from services.roster.domain.thematic_project import Party
from shared.contracts import projects
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.champion import ChampionWord
from shared.contracts.shapes.thematic_project import AttachedOffer, ProjectContent, ThematicProjectState

TCD, FRA, ECRE = "iso3166:TCD", "iso3166:FRA", "org:ecre"


def project_body(**changes: Any) -> dict[str, Any]:
    """Registration along a river of Chad and Cameroon, in two languages."""
    return {
        "functional_areas": ["registration"],
        "countries": ["iso3166:TCD", "iso3166:CMR"],
        "period": {"start": "2030-01-01", "end": "2031-12-31"},
        "wordings": [
            {"language": "en", "title": "Along the river", "text": "Two years of mobile teams"},
            {"language": "fr", "title": "Le long du fleuve", "text": "Deux ans d'équipes mobiles"},
        ],
    } | changes


def envelope_of(event: Event, region: str = "wca") -> Envelope:
    """As a deployment's roster sent it."""
    return Envelope(
        id="e1", source=f"/acsg/{region}/roster", type=event.wire_type, version=1, subject=event.aggregate_id, time=datetime(2026, 3, 2, 9, tzinfo=UTC),
        region=region, epoch=1, stream=f"{event.topic.name}/0", sequence=1, aggregate_version=event.aggregate_version,
        classification=event.classification, correlation_id="c1",
    )  # fmt: skip


class Project:
    """Each method takes a step and gives its event. ``by``: who proposes it; None where an officer opens it at once."""

    def __init__(self, now: datetime, by: str | None = FRA, region: str | None = None, **changes: Any) -> None:
        self.version, self.now = 1, now
        content = ProjectContent.model_validate(project_body(**changes))
        if by is None:
            self.state = domain.begun(content, "p1", "PROJECT-2026-WCA-001", "wca", now)
            self.first: projects.ProjectEvent = self._event(projects.ProjectOpened)
        else:
            self.state = domain.proposed(content, "p1", "PROJECT-2026-WCA-001", "wca", Party(by, region), now)
            self.first = self._event(projects.ProjectProposed)

    def _event(self, kind: type[projects.ProjectEvent], **more: Any) -> Any:
        return kind(aggregate_id="p1", aggregate_version=self.version, project=self.state, **more)

    def _next(self, kind: type[projects.ProjectEvent], state: ThematicProjectState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind, **more)

    def opened(self) -> Any:
        return self._next(projects.ProjectOpened, domain.opened(self.state, self.now))

    def declined(self, reason: str = "Not now") -> Any:
        return self._next(projects.ProjectDeclined, domain.declined(self.state, reason, "en"))

    def closed(self, words: str = "It is done") -> Any:
        return self._next(projects.ProjectClosed, domain.closed(self.state, words, "en", self.now))

    def attached(self, party: str = FRA, offer_id: str = "o1", region: str = "wca") -> Any:
        tied = AttachedOffer(
            offer_id=offer_id, reference=f"OFFER-{offer_id}", region=region, party=party, attached_at=self.now
        )
        return self._next(projects.ProjectOfferAttached, domain.with_offer(self.state, tied), offer_id=offer_id)

    def detached(self, party: str = FRA, offer_id: str = "o1") -> Any:
        state = domain.taken_back(self.state, offer_id, party)
        return self._next(projects.ProjectOfferDetached, state, offer_id=offer_id)

    def volunteered(self, party: str = FRA, region: str | None = None) -> Any:
        state = domain.champion_came(self.state, Party(party, region), "volunteered", self.now)
        return self._next(projects.ProjectChampionVolunteered, state, party=party)

    def asked(self, party: str = FRA, region: str | None = None) -> Any:
        state = domain.champion_came(self.state, Party(party, region), "approached", self.now)
        return self._next(projects.ProjectChampionAsked, state, party=party)

    def noted(self, party: str = FRA, accepts: bool = True, reason: str | None = None) -> Any:
        state = domain.noted(self.state, party, accepts, reason, "en" if reason else None, self.now)
        return self._next(projects.ProjectChampionAnswered, state, party=party, said_by="secretariat")

    def said(self, answer: ChampionWord, party: str = FRA) -> Any:
        state = domain.said_itself(self.state, party, answer, self.now)
        return self._next(projects.ProjectChampionAnswered, state, party=party, said_by="party")
