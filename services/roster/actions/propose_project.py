"""A party proposes a thematic project; an officer opens one by the same words (WM 18)."""

from services.roster.actions.offer import Roster
from services.roster.actions.project import PROJECT, ProjectBody, served
from services.roster.domain import thematic_project as domain
from services.roster.storage.projects import ProjectRepository
from shared.application.use_case import Done, Make
from shared.contracts.projects import ProjectEvent, ProjectOpened, ProjectProposed
from shared.contracts.shapes.thematic_project import ThematicProjectState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS
from shared.modalities.access.projects import project


async def propose_project(doing: Roster, body: ProjectBody) -> Done[ThematicProjectState]:
    """Raises Invalid naming every fault."""
    projects, here, now = ProjectRepository(doing.uow.connection), doing.context.deployment, doing.now
    content, new, reference = body.content(), doing.new_id(), await projects.next_reference(here, now.year)
    event: type[ProjectEvent] = ProjectProposed
    if doing.by.role in OFFICERS:
        state, event = domain.begun(content, new, reference, here, now), ProjectOpened
    else:
        state = domain.proposed(content, new, reference, here, served(doing, doing.by.party or ""), now)
    await projects.add(state)
    doing.uow.record(event(aggregate_id=new, aggregate_version=1, project=state))
    return Done(state, 1, new)


PROPOSE_PROJECT = Make(
    a.PROPOSE_PROJECT, ProjectBody, lambda doing, _: project(doing.context.deployment, doing.by.party), propose_project, PROJECT.view
)  # fmt: skip
