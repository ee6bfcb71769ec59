"""An offer through its life (WM 7, 17, 18). Pure: state in, state out."""

from datetime import datetime

from services.roster.domain import capacity
from services.roster.domain.promised_stays_promised import promised_stays_promised
from shared.contracts.shapes.support_offer import ForOthers, OfferContent, SupportOfferState
from shared.modalities.errors import Conflict, Elsewhere, Fault, Invalid
from shared.modalities.paragraphs import P6, P7


def listed(content: OfferContent, offer_id: str, reference: str, region: str, now: datetime) -> SupportOfferState:
    """A new offer on the roster."""
    return SupportOfferState(
        offer_id=offer_id,
        reference=reference,
        region=region,
        status="live",
        origin="in_response" if content.in_response_to else "proactive",
        content_version=1,
        content=content,
        capacity=capacity.fresh(content.lines),
        listed_at=now,
        confirmed_at=now,
        for_others=ForOthers(uptake="available", number=1, since=now, at_version=1),
    )


def _must_be_live(state: SupportOfferState) -> None:
    if state.status != "live":
        raise Conflict("offer_withdrawn", "The offer is withdrawn", P7)


def still_here(state: SupportOfferState) -> None:
    """Raises Elsewhere naming the owner, once the offer was handed over (WM 6)."""
    if state.handed_over_to is not None:
        raise Elsewhere(state.handed_over_to, f"Offer {state.reference}", P6)


def handed_over(state: SupportOfferState, receiving: str) -> SupportOfferState:
    """What stands here once another deployment owns the offer."""
    still_here(state)
    return state.model_copy(update={"handed_over_to": receiving})


def revised(state: SupportOfferState, content: OfferContent, now: datetime) -> SupportOfferState:
    """The offer with new content; what is promised stays promised. Raises Conflict, Invalid."""
    _must_be_live(state)
    promised_stays_promised(state.capacity, content.lines)
    if content.offering_parties != state.content.offering_parties:
        fault = Fault(
            "/offering_parties", "the parties of an offer do not change; list another offer", "parties_changed"
        )
        raise Invalid((fault,), paragraph=P7)
    return state.model_copy(
        update={
            "content": content,
            "content_version": state.content_version + 1,
            "capacity": capacity.fresh(content.lines, state.capacity),
            "confirmed_at": now,
        }
    )


def confirmed(state: SupportOfferState, now: datetime) -> SupportOfferState:
    """The offerer says that the offer still stands. Raises Conflict."""
    _must_be_live(state)
    return state.model_copy(update={"confirmed_at": now})


def withdrawn(state: SupportOfferState) -> SupportOfferState:
    """Off the roster: nothing new is reserved; what is held or committed is for the match to settle. Raises Conflict."""
    _must_be_live(state)
    return state.model_copy(update={"status": "withdrawn"})
