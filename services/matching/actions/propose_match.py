"""An officer proposes a match from the ranking, in whole or partial quantities (WM 11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.matching.actions.change_need import change_needs
from services.matching.domain import need
from services.matching.domain.ports import Board, Recorder
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from shared.contracts.matching import MatchProposed
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.match import Consultation, MatchLine, MatchState, Reservation, Side
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P11


@dataclass(frozen=True)
class Proposal:
    """What the officer puts forward, and the ranking it was chosen from."""

    match_id: str
    reservation_ids: tuple[str, ...]
    lines: tuple[MatchLine, ...]
    reason: str
    officer: str
    consultations: tuple[Consultation, ...]
    explanation: tuple[dict[str, Any], ...]
    region: str
    now: datetime
    reservation_timeout_s: float
    answer_due_days: int


async def parties_of(
    board: Board, lines: tuple[MatchLine, ...]
) -> tuple[dict[str, SupportRequestState], dict[str, SupportOfferState]]:
    """The requests and offers of a proposal. Raises Invalid naming every unknown one and every wrong unit."""
    requests: dict[str, SupportRequestState] = {}
    offers: dict[str, SupportOfferState] = {}
    faults: list[Fault] = []
    for n, line in enumerate(lines):
        request, offer = await board.request(line.request_id), await board.offer(line.offer_id)
        if request is None:
            faults.append(Fault(f"/lines/{n}/request_id", "no such request in line is known here", "unknown_request"))
        else:
            requests[line.request_id] = request
        if offer is None:
            faults.append(Fault(f"/lines/{n}/offer_id", "no such offer is known here", "unknown_offer"))
            continue
        offers[line.offer_id] = offer
        units = {one.line_id: one.quantity.unit for one in offer.content.lines}
        if line.offer_line_id not in units:
            faults.append(Fault(f"/lines/{n}/offer_line_id", "the offer has no such line", "unknown_line"))
        elif units[line.offer_line_id] != line.quantity.unit:
            words = f"this offer line counts in {units[line.offer_line_id]}"
            faults.append(Fault(f"/lines/{n}/quantity/unit", words, "other_unit"))
        if line.quantity.unit == line.covers.unit and line.quantity.amount != line.covers.amount:
            words = "with equal units the quantity covers just as much"
            faults.append(Fault(f"/lines/{n}/covers/amount", words, "quantities_differ"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    return requests, offers


async def propose_match(board: Board, recorder: Recorder, proposal: Proposal) -> MatchState:
    """Takes the need under its lock and asks owners to hold capacity. Raises Invalid, Conflict; then nothing changed."""
    requests, offers = await parties_of(board, proposal.lines)
    for request in requests.values():
        in_line_before_seeking_offers(request)
        agreement_before_solicitation(request)
    await change_needs(board, recorder, proposal.lines, need.reserve)
    states = tuple(dict.fromkeys(s for r in requests.values() for s in r.content.requesting_states))
    givers: dict[str, str] = {}
    for offer in offers.values():
        for party in offer.content.offering_parties:
            givers.setdefault(party, offer.region)
    areas = {line.line_id: line.functional_area for r in requests.values() for line in r.content.lines}
    match = MatchState(
        match_id=proposal.match_id,
        reference=await board.next_reference(states[0].removeprefix("iso3166:"), proposal.now.year),
        region=proposal.region,
        status="reserving",
        lines=proposal.lines,
        sides=(
            *(Side(party=state, role="requester", region=proposal.region) for state in states),
            *(Side(party=p, role="offerer", region=region) for p, region in givers.items() if p not in states),
        ),
        reservations=tuple(
            Reservation(reservation_id=i, offer_id=o.offer_id, offer_region=o.region, status="requested")
            for i, o in zip(proposal.reservation_ids, offers.values(), strict=False)
        ),
        consultations=proposal.consultations,
        functional_areas=tuple(dict.fromkeys(areas[line.request_line_id] for line in proposal.lines)),
        proposed_by=proposal.officer,
        proposal_reason=proposal.reason,
        explanation=proposal.explanation,
        proposed_at=proposal.now,
        reservation_deadline=proposal.now + timedelta(seconds=proposal.reservation_timeout_s),
        answer_due_at=due_date(proposal.now, proposal.answer_due_days, proposal.region),
    )
    await board.keep_match(match, 1)
    recorder.record(MatchProposed(aggregate_id=match.match_id, aggregate_version=1, match=match))
    return match
