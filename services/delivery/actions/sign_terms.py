"""A party signs the terms that stand there: by its login, or on paper that is recorded (WM 11, 19)."""

from pydantic import Field

from services.delivery.actions.engagement import ENGAGEMENT, Delivery, Engagement, PartyBody, after, changed
from services.delivery.domain import terms
from shared.application.named_party import PaperBody
from shared.application.use_case import Change, Done
from shared.contracts.delivery import TermsSigned
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_terms import Signature
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_engagement
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P19


class SignatureBody(PartyBody):
    """Which version is signed, told by its number and by its digest."""

    version: int = Field(ge=1, le=10_000)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the agreement record that was read")
    on_paper: PaperBody | None = Field(default=None, description="For a country office or bureau that records a paper")


async def sign_terms(doing: Delivery, stored: Engagement, body: SignatureBody) -> Done[EngagementState]:
    """Raises Conflict, Invalid, Stale when other terms stand there, NotPermitted for who may not sign for that party."""
    thing, paper = of_engagement(stored.state).only(body.party), body.on_paper
    own = doing.by.party == body.party
    action = a.SIGN_TERMS if own else a.RECORD_SIGNED_TERMS
    authorise(doing.by, action, thing)
    if own and paper is not None:
        words = "a party that signs by its login needs no paper"
        raise Invalid((Fault("/on_paper", words, "own_word"),), paragraph=P19)
    if not own and paper is None:
        words = f"nobody signs for {body.party}: name the paper that it signed, and its date"
        raise Invalid((Fault("/on_paper", words, "paper_needed"),), paragraph=P19)
    if paper is not None and paper.signed_on > doing.now.date():
        raise Invalid((Fault("/on_paper/signed_on", "lies in the future", "date_in_future"),), paragraph=P19)
    signature = Signature(
        party=body.party,
        version=body.version,
        how="login" if paper is None else "paper",
        paper_reference=paper.reference if paper else None,
        paper_signed_on=paper.signed_on if paper else None,
        recorded_by=doing.by.subject if paper else None,
        signed_at=doing.now,
    )
    state = terms.signed(stored.state, signature, body.digest)
    return await changed(doing, TermsSigned(**after(stored, state), party=body.party), action)


SIGN_TERMS = Change(ENGAGEMENT, a.SIGN_TERMS, SignatureBody, sign_terms, needs=a.READ_ENGAGEMENT)
