"""A party stands beside the project while it lasts: asked by an officer, by its own word (WM 2)."""

from services.delivery.actions.engagement import ENGAGEMENT, Delivery, Engagement, PartyBody, after, by_party, changed
from services.delivery.domain import looking_back
from shared.application.use_case import Change, Done
from shared.contracts.delivery import ChampionChanged
from shared.contracts.shapes.champion import Came, ChampionWord
from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.access import actions as a


class ChampionBody(PartyBody):
    """Whom an officer asks, and how the party came."""

    came: Came = "approached"


class ChampionAnswerBody(PartyBody):
    """Its own word."""

    answer: ChampionWord


async def ask_champion(doing: Delivery, stored: Engagement, body: ChampionBody) -> Done[EngagementState]:
    """An officer asks; nobody stands beside it before it says so. Raises Conflict."""
    state = looking_back.champion_asked(stored.state, body.party, body.came)
    return await changed(doing, ChampionChanged(**after(stored, state), party=body.party))


async def answer_as_champion(doing: Delivery, stored: Engagement, body: ChampionAnswerBody) -> ChampionChanged:
    """Raises Conflict, NotPermitted for who is not asked."""
    state = looking_back.champion_answered(stored.state, body.party, body.answer, doing.now)
    return ChampionChanged(**after(stored, state), party=body.party)


ASK_CHAMPION = Change(ENGAGEMENT, a.ASK_CHAMPION, ChampionBody, ask_champion)
ANSWER_AS_CHAMPION = by_party(a.ANSWER_AS_CHAMPION, ChampionAnswerBody, answer_as_champion)
