"""An offer through its life (WM 7, 17, 18). Pure: state in, state out."""

from collections.abc import Sequence
from datetime import datetime

from services.roster.domain import capacity
from services.roster.domain.promised_stays_promised import promised_stays_promised
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.named_party import asked, renamed, unfit_to_take_back
from shared.contracts.shapes.support_offer import ForOthers, OfferContent, SupportOfferState
from shared.modalities.access.states import awaited
from shared.modalities.errors import Conflict, Elsewhere, Fault, Invalid
from shared.modalities.paragraphs import P6, P7, P18


def listed(
    content: OfferContent, offer_id: str, reference: str, region: str, now: datetime, answer_days: int = 14
) -> SupportOfferState:
    """A new offer; on the roster at once unless it names parties beside its lead, which are asked first (WM 18)."""
    lead, *others = content.offering_parties
    content = content.model_copy(update={"offering_parties": (lead,)})
    return SupportOfferState(
        offer_id=offer_id,
        reference=reference,
        region=region,
        status="live",
        named=asked(others, "offerer", now, due_date(now, answer_days, region)),
        origin="in_response" if content.in_response_to else "proactive",
        content_version=1,
        content=content,
        capacity=capacity.fresh(content.lines),
        listed_at=now,
        confirmed_at=now,
        for_others=ForOthers(uptake="available", number=1, since=now, at_version=1),
    )


def not_over(state: SupportOfferState) -> None:
    """Raises Conflict for an offer that is withdrawn."""
    if state.status == "withdrawn":
        raise Conflict("offer_withdrawn", "The offer is withdrawn", P7)


def still_here(state: SupportOfferState) -> None:
    """Raises Elsewhere naming the owner, once the offer was handed over (WM 6)."""
    if state.handed_over_to is not None:
        raise Elsewhere(state.handed_over_to, f"Offer {state.reference}", P6)


def handed_over(state: SupportOfferState, receiving: str) -> SupportOfferState:
    """What stands here once another deployment owns the offer."""
    still_here(state)
    return state.model_copy(update={"handed_over_to": receiving})


def revised(
    state: SupportOfferState,
    content: OfferContent,
    now: datetime,
    answer_days: int = 14,
    taken_back: Sequence[str] = (),
) -> SupportOfferState:
    """The offer with new content; what is promised stays promised. Its lead stays, and so do those that agreed; while it
    waits for parties others can be named, or by name taken back. Raises Conflict, Invalid.
    """
    not_over(state)
    promised_stays_promised(state.capacity, content.lines)
    lead, *others = content.offering_parties
    if faults := unfit_to_take_back(state.named, others, taken_back):
        raise Invalid(faults, paragraph=P18)
    until = due_date(now, answer_days, state.region)
    named, missing = renamed(state.named, others, "offerer", now, until, lead, taken_back)
    added = standing(state) == "live" and awaited(named)
    if lead != state.content.offering_parties[0] or missing or added:
        words = "the lead of an offer, and parties that agreed, stay; those on the roster take nobody in: list another offer"
        raise Invalid((Fault("/offering_parties", words, "parties_changed"),), paragraph=P7)
    number = state.content_version + 1
    content = content.model_copy(update={"offering_parties": state.content.offering_parties})
    # Who words it agrees to it, and so do those who agreed to the same words; a contact is its lead's own.
    same = _worded(content) == _worded(state.content) and named == state.named
    agree = {lead, *(set(others) - set(state.not_agreed_to_wording()) if same else ())}
    named = tuple(
        one.model_copy(update={"content_version": number}) if one.party in agree and one.answer == "agreed" else one
        for one in named
    )
    return state.model_copy(
        update={
            "content": content,
            "content_version": number,
            "capacity": capacity.fresh(content.lines, state.capacity),
            "confirmed_at": now,
            "named": named,
        }
    )


def _worded(content: OfferContent) -> OfferContent:
    return content.model_copy(update={"focal_point": None})


def confirmed(state: SupportOfferState, now: datetime) -> SupportOfferState:
    """The offerer says that the offer still stands. Raises Conflict."""
    not_over(state)
    return state.model_copy(update={"confirmed_at": now})


def withdrawn(state: SupportOfferState) -> SupportOfferState:
    """Off the roster: nothing new is reserved; what is held or committed is for the match to settle. Raises Conflict, also
    while others offer jointly: theirs goes on without one that leaves.
    """
    not_over(state)
    _, *others = state.content.offering_parties
    if others:
        words = f"{', '.join(others)} offers jointly: leave the offer with the answer 'left', and theirs goes on"
        raise Conflict("offered_jointly", words, P18)
    return state.model_copy(update={"status": "withdrawn"})
