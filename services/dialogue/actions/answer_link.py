"""What a party says itself of a peer link: that it enters it or not, what was exchanged, what is public, that it leaves (WM 1, 20)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.peer_link import LINK, Link, after, changed
from services.dialogue.domain import peer_link as domain
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.peer_links import (
    PeerAnswered,
    PeerExchangeHeld,
    PeerLeft,
    PeerLinkAgreed,
    PeerLinkEnded,
    PeerPublicationAnswered,
)
from shared.contracts.shapes.peer_link import ExchangeKind, PeerExchange, PeerLinkState
from shared.contracts.shapes.values import Day, Language, Text, Title
from shared.modalities.access import actions as a


class LinkAnswerBody(Strict):
    """Whether one's party enters the link."""

    accepts: bool


class ExchangeBody(Strict):
    """An exchange that was held, and what was learnt; it names no person."""

    held_on: Day
    kind: ExchangeKind
    title: Title
    language: Language
    learnt: Text | None = None


class LinkPublicationBody(Strict):
    """Whether one's party agrees that title, parties, areas and countries are public."""

    publishes: bool


class LinkLeavingBody(Strict):
    """Why, or how it ended, if one says so."""

    reason: Text | None = None
    language: Language | None = None


async def answer_link(doing: Dialogue, stored: Link, body: LinkAnswerBody) -> Done[PeerLinkState]:
    """Raises Conflict, NotPermitted for who is not asked."""
    party = doing.by.party or ""
    state = domain.answered(stored.state, party, body.accepts, doing.now)
    if state.status == "ended":
        return await changed(doing, PeerLinkEnded(**after(stored, state)))
    event = PeerLinkAgreed if state.status == "agreed" else PeerAnswered
    return await changed(doing, event(**after(stored, state), party=party))


async def record_exchange(doing: Dialogue, stored: Link, body: ExchangeBody) -> Done[PeerLinkState]:
    """Raises Conflict, Invalid naming every fault."""
    own = {"exchange_id": doing.new_id(), "recorded_by": doing.by.party or "", "recorded_at": doing.now}
    exchange = PeerExchange.model_validate(body.model_dump() | own)
    state = domain.held(stored.state, exchange, doing.now)
    return await changed(doing, PeerExchangeHeld(**after(stored, state), exchange_id=exchange.exchange_id))


async def answer_link_publication(doing: Dialogue, stored: Link, body: LinkPublicationBody) -> Done[PeerLinkState]:
    """Raises Conflict."""
    party = doing.by.party or ""
    state = domain.said_of_publication(stored.state, party, body.publishes, doing.now)
    return await changed(doing, PeerPublicationAnswered(**after(stored, state), party=party))


async def leave_link(doing: Dialogue, stored: Link, body: LinkLeavingBody) -> Done[PeerLinkState]:
    """Raises Conflict."""
    party = doing.by.party or ""
    state = domain.left(stored.state, party, body.reason, body.language, doing.now)
    if state.status == "ended":
        return await changed(doing, PeerLinkEnded(**after(stored, state)))
    return await changed(doing, PeerLeft(**after(stored, state), party=party))


ANSWER_LINK = Change(LINK, a.ANSWER_LINK, LinkAnswerBody, answer_link)
RECORD_EXCHANGE = Change(LINK, a.RECORD_EXCHANGE, ExchangeBody, record_exchange)
ANSWER_LINK_PUBLICATION = Change(LINK, a.ANSWER_LINK_PUBLICATION, LinkPublicationBody, answer_link_publication)
LEAVE_LINK = Change(LINK, a.LEAVE_LINK, LinkLeavingBody, leave_link)
