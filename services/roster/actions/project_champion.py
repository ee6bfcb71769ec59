"""Who stands beside a thematic project while it lasts: a party volunteers, or an officer approaches it, and both say yes (WM 2, 3)."""

from services.roster.actions.offer import Roster
from services.roster.actions.project import PROJECT, Project, after, changed, served
from services.roster.domain import thematic_project as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.projects import ProjectChampionAnswered, ProjectChampionAsked, ProjectChampionVolunteered
from shared.contracts.shapes.champion import ChampionWord
from shared.contracts.shapes.thematic_project import ThematicProjectState
from shared.contracts.shapes.values import Language, Offerer, Text
from shared.modalities.access import actions as a


class ApproachBody(Strict):
    """Whom an officer asks."""

    party: Offerer


class VolunteerAnswerBody(Strict):
    """The Secretariat's word to who volunteered; ``reason``: why not, if it declines."""

    party: Offerer
    accepts: bool
    reason: Text | None = None
    language: Language | None = None


class OwnWordBody(Strict):
    """A party's own word."""

    answer: ChampionWord


async def volunteer_as_champion(doing: Roster, stored: Project, _: NoBody) -> Done[ThematicProjectState]:
    """Raises Conflict."""
    party = doing.by.party or ""
    state = domain.champion_came(stored.state, served(doing, party), "volunteered", doing.now)
    return await changed(doing, ProjectChampionVolunteered(**after(stored, state), party=party))


async def answer_volunteer(doing: Roster, stored: Project, body: VolunteerAnswerBody) -> Done[ThematicProjectState]:
    """Raises Conflict, Invalid, NotPermitted for who has not volunteered."""
    state = domain.noted(stored.state, body.party, body.accepts, body.reason, body.language, doing.now)
    event = ProjectChampionAnswered(**after(stored, state), party=body.party, said_by="secretariat")
    return await changed(doing, event)


async def ask_project_champion(doing: Roster, stored: Project, body: ApproachBody) -> Done[ThematicProjectState]:
    """Raises Conflict."""
    state = domain.champion_came(stored.state, served(doing, body.party), "approached", doing.now)
    return await changed(doing, ProjectChampionAsked(**after(stored, state), party=body.party))


async def answer_as_project_champion(doing: Roster, stored: Project, body: OwnWordBody) -> Done[ThematicProjectState]:
    """Raises Conflict, NotPermitted for who is not asked."""
    party = doing.by.party or ""
    state = domain.said_itself(stored.state, party, body.answer, doing.now)
    return await changed(doing, ProjectChampionAnswered(**after(stored, state), party=party, said_by="party"))


VOLUNTEER_AS_CHAMPION = Change(PROJECT, a.VOLUNTEER_AS_CHAMPION, NoBody, volunteer_as_champion)
ANSWER_VOLUNTEER = Change(PROJECT, a.ANSWER_VOLUNTEER, VolunteerAnswerBody, answer_volunteer)
ASK_PROJECT_CHAMPION = Change(PROJECT, a.ASK_PROJECT_CHAMPION, ApproachBody, ask_project_champion)
ANSWER_AS_PROJECT_CHAMPION = Change(PROJECT, a.ANSWER_AS_PROJECT_CHAMPION, OwnWordBody, answer_as_project_champion)
