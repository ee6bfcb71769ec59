"""A party declines terms that are proposed beside those in force, or takes its own proposal back, with words (WM 9)."""

from pydantic import Field

from services.delivery.actions.engagement import Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import terms
from shared.contracts.delivery import TermsSetAside
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class TermsAsideBody(PartyBody):
    """Which version, and why."""

    version: int = Field(ge=1, le=10_000)
    words: Text


async def set_terms_aside(doing: Delivery, stored: Engagement, body: TermsAsideBody) -> TermsSetAside:
    """The terms in force stay. Raises Conflict, Stale when another version stands there."""
    state = terms.set_aside(stored.state, body.party, body.version, body.words, doing.now)
    return TermsSetAside(**after(stored, state), party=body.party, terms_version=body.version)


SET_TERMS_ASIDE = by_party(a.SET_TERMS_ASIDE, TermsAsideBody, set_terms_aside)
