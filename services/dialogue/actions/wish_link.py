"""A party wishes a peer link, or an officer proposes one; further parties are introduced while it is wished (WM 1, 20)."""

from pydantic import Field

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.origin import known_origin
from services.dialogue.actions.peer_link import LINK, Link, PeerLinkBody, after, changed, peers, view
from services.dialogue.domain import peer_link as domain
from services.dialogue.domain.peer_link import NewLink
from services.dialogue.storage.peer_links import PeerLinkRepository
from shared.application.use_case import Change, Done, Make
from shared.contracts.incoming import Strict
from shared.contracts.peer_links import PeerLinkEnded, PeerLinkWished, PeersIntroduced
from shared.contracts.shapes.peer_link import MOST_PARTIES, PeerLinkState
from shared.contracts.shapes.values import Language, Offerer, Text
from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS
from shared.modalities.access.links import link
from shared.modalities.access.resource import Resource
from shared.modalities.paragraphs import P1


class IntroductionBody(Strict):
    """Whom an officer asks into a link that is wished."""

    parties: tuple[Offerer, ...] = Field(min_length=1, max_length=MOST_PARTIES - 1)


class LinkWithdrawalBody(Strict):
    """Why officers take it back: who asked for it, and who was asked, read it."""

    reason: Text
    language: Language


async def wish_link(doing: Dialogue, body: PeerLinkBody) -> Done[PeerLinkState]:
    """Raises Invalid naming every fault, and for an origin that one may not read."""
    links, here, now = PeerLinkRepository(doing.uow.connection), doing.context.deployment, doing.now
    content, others = body.content(), peers(doing, body.parties)
    begun = NewLink(doing.new_id(), "", here, now)
    if doing.by.role in OFFICERS:
        state = domain.proposed(begun, content, others)
    else:
        state = domain.wished(begun, content, peers(doing, [doing.by.party or ""])[0], others)
    await known_origin(doing, content.origin, P1)
    state = state.model_copy(update={"reference": await links.next_reference(here, now.year)})
    await links.add(state)
    doing.uow.record(PeerLinkWished(aggregate_id=state.link_id, aggregate_version=1, link=state))
    return Done(state, 1, state.link_id)


async def introduce_peers(doing: Dialogue, stored: Link, body: IntroductionBody) -> Done[PeerLinkState]:
    """Raises Conflict, Invalid."""
    state = domain.introduced(stored.state, peers(doing, body.parties), doing.now)
    return await changed(doing, PeersIntroduced(**after(stored, state)))


async def withdraw_link(doing: Dialogue, stored: Link, body: LinkWithdrawalBody) -> Done[PeerLinkState]:
    """Raises Conflict, NotPermitted."""
    state = domain.withdrawn(stored.state, body.reason, body.language, doing.now)
    return await changed(doing, PeerLinkEnded(**after(stored, state)))


def _wished_here(doing: Dialogue, _: PeerLinkBody) -> Resource:
    party = [] if doing.by.role in OFFICERS else [(doing.by.party or "", "accepted")]
    return link(doing.context.deployment, party)


WISH_LINK = Make(a.WISH_LINK, PeerLinkBody, _wished_here, wish_link, view)
INTRODUCE_PEERS = Change(LINK, a.INTRODUCE_PEERS, IntroductionBody, introduce_peers)
WITHDRAW_LINK = Change(LINK, a.WITHDRAW_LINK, LinkWithdrawalBody, withdraw_link)
