"""An officer opens a thematic project that is proposed, declines it with a reason, or closes one at its end (WM 18)."""

from services.roster.actions.offer import Roster
from services.roster.actions.project import PROJECT, Project, after, changed
from services.roster.domain import thematic_project as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.projects import ProjectClosed, ProjectDeclined, ProjectOpened
from shared.contracts.shapes.thematic_project import ThematicProjectState
from shared.contracts.shapes.values import Language, Text
from shared.modalities.access import actions as a


class ProjectWordsBody(Strict):
    """Why it is not opened, or how it ended."""

    reason: Text
    language: Language


async def open_project(doing: Roster, stored: Project, _: NoBody) -> Done[ThematicProjectState]:
    """Raises Conflict, Invalid."""
    return await changed(doing, ProjectOpened(**after(stored, domain.opened(stored.state, doing.now))))


async def decline_project(doing: Roster, stored: Project, body: ProjectWordsBody) -> Done[ThematicProjectState]:
    """Raises Conflict."""
    return await changed(
        doing, ProjectDeclined(**after(stored, domain.declined(stored.state, body.reason, body.language)))
    )


async def close_project(doing: Roster, stored: Project, body: ProjectWordsBody) -> Done[ThematicProjectState]:
    """Raises Conflict."""
    state = domain.closed(stored.state, body.reason, body.language, doing.now)
    return await changed(doing, ProjectClosed(**after(stored, state)))


OPEN_PROJECT = Change(PROJECT, a.OPEN_PROJECT, NoBody, open_project)
DECLINE_PROJECT = Change(PROJECT, a.OPEN_PROJECT, ProjectWordsBody, decline_project)
CLOSE_PROJECT = Change(PROJECT, a.CLOSE_PROJECT, ProjectWordsBody, close_project)
