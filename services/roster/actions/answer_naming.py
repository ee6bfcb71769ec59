"""A party that an offer names agrees, declines, or takes its part out: by its login, or on a signed paper (WM 3, 18)."""

from services.roster.actions.offer import OFFER, Roster, changed
from services.roster.domain.named import party_said
from shared.application.named_party import IN_OFFER, WordBody, action_of, signed
from shared.application.use_case import Change, Done, Stored
from shared.contracts.roster import PartyOfOfferAnswered
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_offer


async def answer_naming(doing: Roster, offer: Stored[SupportOfferState], body: WordBody) -> Done[SupportOfferState]:
    """Raises Conflict, Invalid, NotPermitted for who may not say that party's word."""
    before, now = offer.state, doing.now
    paper = signed(body, doing.by, of_offer(before).only(body.party), IN_OFFER, now)
    after, word = party_said(before, body.party, body.answer, now, body.reason, paper)
    event = PartyOfOfferAnswered(
        aggregate_id=before.offer_id, aggregate_version=offer.version + 1, offer=after, answered=word
    )
    return await changed(doing, offer, event, action_of(word))


ANSWER_NAMING = Change(OFFER, a.AGREE_TO_OFFER, WordBody, answer_naming, needs=a.READ_OFFER)
