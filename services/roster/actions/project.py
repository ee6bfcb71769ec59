"""A thematic project as commands meet it (WM 2, 3, 18)."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from services.roster.actions.offer import Roster
from services.roster.domain.thematic_project import Party
from services.roster.storage.projects import ProjectRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.projects import ProjectEvent
from shared.contracts.serving import serving
from shared.contracts.shapes.thematic_project import ProjectContent, ThematicProjectState
from shared.modalities.access import actions as a
from shared.modalities.access import projects as access
from shared.modalities.access.actor import Actor

Project = Stored[ThematicProjectState]
EXAMPLE: dict[str, Any] = {
    "functional_areas": ["registration"],
    "countries": ["iso3166:TCD", "iso3166:CMR"],
    "period": {"start": "2030-01-01", "end": "2031-12-31"},
    "wordings": [
        {
            "language": "en",
            "title": "Registration along the river",
            "text": "Two years of work on mobile registration; offers of equipment and of experts may attach.",
        }
    ],
}


class ProjectBody(ProjectContent):
    """A thematic project as it is proposed or opened."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    def content(self) -> ProjectContent:
        """The project itself, as it is kept."""
        return ProjectContent.model_validate(self.model_dump())


async def _view(projects: ProjectRepository, reader: Actor, state: ThematicProjectState) -> Mapping[str, object]:
    """The state as its reader sees it, with the offers that it may read."""
    thing = access.of_project(state)
    shown = access.seen(reader, thing, state.model_dump(mode="json"))
    if shown is None:
        return {}
    readable = await projects.readable_offers(reader, state)
    return {**shown, "offers": [one.model_dump(mode="json") for one in state.offers if one.offer_id in readable]}


PROJECT = Kind(
    "project",
    a.READ_PROJECT,
    access.of_project,
    lambda connection, project_id, lock: ProjectRepository(connection).find(project_id, lock=lock),
    lambda connection, reader, state: _view(ProjectRepository(connection), reader, state),
)
after = PROJECT.after


def served(doing: Roster, party: str) -> Party:
    """A party with the deployment that serves it today, where that is another."""
    settings = doing.context
    return Party(party, serving(party, settings.deployment, settings.peers, doing.now.date(), settings.last_counter))


async def changed(doing: Roster, event: ProjectEvent) -> Done[ThematicProjectState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, ProjectRepository(doing.uow.connection), event.project, event)
