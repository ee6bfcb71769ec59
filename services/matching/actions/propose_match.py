"""An officer proposes a match from the ranking, in whole or partial quantities (WM 11)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from pydantic import Field

from services.matching.actions.change_need import change_needs
from services.matching.actions.consult import ConsultationBody
from services.matching.actions.the_match import MATCH, Matching, board_of
from services.matching.domain import need
from services.matching.domain.counter import said_before
from services.matching.domain.ports import Board
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.invariants.inside_the_audience import WORDS, outside
from services.matching.storage.moving import share_fence, stays
from shared.application.use_case import Done, Make
from shared.contracts.incoming import Strict
from shared.contracts.matching import MatchProposed
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.match import MatchLine, MatchState, Reservation, Side
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.shapes.values import Id, Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_deployment, of_request
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P11, P17


class MatchLineBody(MatchLine):
    """Part of an offer line put to part of a request line, as it comes in."""

    request_id: Id
    offer_id: Id


class ProposalBody(Strict):
    """A match to propose (WM 11)."""

    lines: tuple[MatchLineBody, ...] = Field(min_length=1, max_length=100)
    reason: Text
    consultations: tuple[ConsultationBody, ...] = Field(default=(), max_length=50)


async def parties_of(
    board: Board, lines: Sequence[MatchLine]
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


def _offerers_are_inside(
    lines: Sequence[MatchLine], requests: dict[str, SupportRequestState], offers: dict[str, SupportOfferState]
) -> None:
    """Raises Invalid naming every line whose offer is of a party to whom its request is not opened (WM 17)."""
    faults = tuple(
        Fault(f"/lines/{n}/offer_id", f"{', '.join(shut)} {WORDS}", "outside_audience")
        for n, line in enumerate(lines)
        if (shut := outside(requests[line.request_id], offers[line.offer_id].content.offering_parties))
    )
    if faults:
        raise Invalid(faults, paragraph=P17)


def proposing(match_id: str, former: MatchState) -> Callable[[Matching, ProposalBody], Awaitable[Done[MatchState]]]:
    """A proposal under this identifier that follows a match which a counter ended; what was ranked for that one stays said."""

    async def propose_next(doing: Matching, body: ProposalBody) -> Done[MatchState]:
        return await propose(doing, body, match_id, former)

    return propose_next


async def propose(
    doing: Matching, body: ProposalBody, match_id: str | None = None, former: MatchState | None = None
) -> Done[MatchState]:
    """Takes the need under its lock and asks owners to hold capacity. Raises Invalid, Conflict, NotPermitted for a request
    of another bureau; then nothing changed. What the ranking said of the offers chosen is kept beside them.
    """
    board, uow, settings = board_of(doing), doing.uow, doing.context.settings
    await share_fence(uow.connection)
    requests, offers = await parties_of(board, body.lines)
    for found in requests.values():
        authorise(doing.by, a.PROPOSE_MATCH, of_request(found))
        await stays(uow.connection, found, settings.deployment)
    explanation: list[dict[str, object]] = []
    for found in requests.values():
        lines = await doing.context.bench.ranking(board, found, doing.now.date(), only=offers)
        explanation += [{"line_id": line["line_id"], **one} for line in lines for one in line["ranked"]]
    for found in requests.values():
        in_line_before_seeking_offers(found)
        agreement_before_solicitation(found)
    _offerers_are_inside(body.lines, requests, offers)
    if former is not None:
        explanation += said_before(former, body.lines, explanation)
    await change_needs(board, uow, body.lines, need.reserve)
    match = await _proposed(doing, body, list(requests.values()), list(offers.values()), tuple(explanation))
    match = match.model_copy(
        update={"match_id": match_id or match.match_id, "follows": former.match_id if former is not None else None}
    )
    await board.keep_match(match, 1)
    uow.record(MatchProposed(aggregate_id=match.match_id, aggregate_version=1, match=match))
    return Done(match, 1, match.match_id)


async def _proposed(
    doing: Matching,
    body: ProposalBody,
    requests: Sequence[SupportRequestState],
    offers: Sequence[SupportOfferState],
    explanation: tuple[dict[str, object], ...],
) -> MatchState:
    settings, now = doing.context.settings, doing.now
    states = tuple(dict.fromkeys(s for r in requests for s in r.content.requesting_states))
    givers: dict[str, str] = {}
    for offer in offers:
        for party in offer.content.offering_parties:
            givers.setdefault(party, offer.region)
    areas = {line.line_id: line.functional_area for r in requests for line in r.content.lines}
    return MatchState(
        match_id=doing.new_id(),
        reference=await board_of(doing).next_reference(states[0].removeprefix("iso3166:"), now.year),
        region=settings.deployment,
        status="reserving",
        lines=body.lines,
        sides=(
            *(Side(party=state, role="requester", region=settings.deployment) for state in states),
            *(Side(party=p, role="offerer", region=region) for p, region in givers.items() if p not in states),
        ),
        reservations=tuple(
            Reservation(reservation_id=doing.new_id(), offer_id=o.offer_id, offer_region=o.region, status="requested")
            for o in offers
        ),
        consultations=tuple(one.recorded(doing.by) for one in body.consultations),
        functional_areas=tuple(dict.fromkeys(areas[line.request_line_id] for line in body.lines)),
        proposed_by=doing.by.subject,
        proposal_reason=body.reason,
        explanation=explanation,
        proposed_at=now,
        reservation_deadline=now + timedelta(seconds=settings.reservation_timeout_s),
        answer_due_at=due_date(now, settings.answer_due_days, settings.deployment),
    )


PROPOSE_MATCH = Make(
    a.PROPOSE_MATCH,
    ProposalBody,
    lambda doing, _: of_deployment(doing.context.settings.deployment),
    propose,
    MATCH.view,
)
