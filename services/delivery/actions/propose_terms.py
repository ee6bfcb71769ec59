"""A side proposes other terms, with words: part of it, other dates (WM 11)."""

from services.delivery.actions.engagement import Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import terms
from shared.contracts.delivery import TermsProposed
from shared.contracts.shapes.engagement_terms import TermsContent
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.errors import part_of_the_body


class TermsBody(PartyBody):
    """Terms as a side would have them, and why."""

    terms: TermsContent
    words: Text


async def propose_terms(doing: Delivery, stored: Engagement, body: TermsBody) -> TermsProposed:
    """Raises Conflict, Invalid naming every fault."""
    with part_of_the_body("terms"):
        state = terms.proposed(stored.state, body.party, body.terms, body.words, doing.now)
    return TermsProposed(**after(stored, state), party=body.party)


PROPOSE_TERMS = by_party(a.PROPOSE_TERMS, TermsBody, propose_terms)
