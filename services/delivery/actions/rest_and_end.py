"""A side pauses, goes on, says that it is done, or ends it; an officer closes what is silent (WM 7, 11, 16)."""

from services.delivery.actions.engagement import ENGAGEMENT, Delivery, Engagement, PartyBody, after, by_party, changed
from services.delivery.domain import ending, following
from shared.application.use_case import Change, Done
from shared.contracts.delivery import (
    EngagementEnded,
    EngagementEvent,
    EngagementFulfilled,
    EngagementPaused,
    EngagementResumed,
    FulfilmentSaid,
)
from shared.contracts.incoming import Strict
from shared.contracts.shapes.engagement import EndReason, EngagementState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class PauseBody(PartyBody):
    """Why it rests."""

    reason: Text


class EndBody(PartyBody):
    """Why it ends; another reason than those of the list is said in words."""

    reason: EndReason
    words: Text | None = None


class CloseBody(Strict):
    """What an officer says of an engagement of which no side gives word."""

    words: Text


async def pause_engagement(doing: Delivery, stored: Engagement, body: PauseBody) -> EngagementPaused:
    """Raises Conflict."""
    state = ending.paused(stored.state, body.party, body.reason, doing.now)
    return EngagementPaused(**after(stored, state), party=body.party)


async def resume_engagement(doing: Delivery, stored: Engagement, body: PartyBody) -> EngagementResumed:
    """Raises Conflict."""
    return EngagementResumed(**after(stored, ending.resumed(stored.state, body.party, doing.now)), party=body.party)


async def say_fulfilled(doing: Delivery, stored: Engagement, body: PartyBody) -> EngagementEvent:
    """It is fulfilled when every party of both sides said so. Raises Conflict."""
    state = following.fulfilled(stored.state, body.party, doing.now, doing.context.look_back)
    if state.stage == "fulfilled":
        return EngagementFulfilled(**after(stored, state))
    return FulfilmentSaid(**after(stored, state), party=body.party)


async def end_engagement(doing: Delivery, stored: Engagement, body: EndBody) -> EngagementEnded:
    """What nobody said was delivered goes back to offer and need. Raises Conflict, Invalid."""
    state = ending.ended(stored.state, body.party, body.reason, body.words, doing.now, doing.context.look_back)
    return EngagementEnded(**after(stored, state))


async def close_engagement(doing: Delivery, stored: Engagement, body: CloseBody) -> Done[EngagementState]:
    """An officer speaks for no side: it says that none gives word. Raises Conflict."""
    state = ending.closed(stored.state, doing.by.subject, body.words, doing.now)
    return await changed(doing, EngagementEnded(**after(stored, state)))


PAUSE_ENGAGEMENT = by_party(a.PAUSE_ENGAGEMENT, PauseBody, pause_engagement)
RESUME_ENGAGEMENT = by_party(a.PAUSE_ENGAGEMENT, PartyBody, resume_engagement)
SAY_FULFILLED = by_party(a.SAY_FULFILLED, PartyBody, say_fulfilled)
END_ENGAGEMENT = by_party(a.END_ENGAGEMENT, EndBody, end_engagement)
CLOSE_ENGAGEMENT = Change(ENGAGEMENT, a.CLOSE_ENGAGEMENT, CloseBody, close_engagement)
