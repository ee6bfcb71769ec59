"""The problem that stands on the board: open lines, live offers, what ranks, and open proposals as the present plan (WM 6, 11).

Pure. Amounts become whole numbers of a grain of their unit: one, where all are whole and none is above a million; else the
largest amount that all are made of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import gcd
from typing import Any, NamedTuple

from services.matching.domain.allocation import Grains, PlanLines, PlannedFrom, PlannedLine, digest_of
from services.matching.domain.worked import Worked
from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.features import home_bureau
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import Ranked, rank
from services.matching.fit.relatedness import relatedness
from services.matching.fit.weights import WEIGHTS
from services.matching.plan.problem import MOST
from shared.contracts.shapes.match import ALIVE, MatchState, NeedLine
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.audience import Audience

ONE = MOST
"""Points of a line wholly covered by an offer whose score is 1."""
LEAST_RELATED = 0.5
"""How near the areas of an offer must be to the one that is asked (``fit.relatedness``)."""
UNFIT = ("other_unit", "other_kind", "other_area")
HUNDREDTH = Decimal("0.01")


class OpenRequest(NamedTuple):
    """A request in line that is agreed for solicitation, its need, and earlier work of its States."""

    version: int
    state: SupportRequestState
    need_version: int
    need: tuple[NeedLine, ...]
    worked: tuple[Worked, ...]


class KnownOffer(NamedTuple):
    """The copy of an offer."""

    version: int
    state: SupportOfferState


class Board(NamedTuple):
    """What stands in the database of one deployment."""

    today: date
    requests: tuple[OpenRequest, ...]
    offers: tuple[KnownOffer, ...]
    matches: tuple[MatchState, ...]
    unconfirmed_days: int | None = None


class RankedCandidate(NamedTuple):
    """An offer's line that could serve a line. ``shares``: what each signal brings to the score."""

    offer_line_id: str
    score: float
    shares: Mapping[str, float]


class Proposed(NamedTuple):
    """What open proposals hold, where both sides count in one unit."""

    of_pair: dict[tuple[str, str, str], Decimal]
    """request_id, line_id, offer_id -> amount."""
    of_offer: dict[tuple[str, str], Decimal]
    """offer_id, offer_line_id -> amount."""
    found: dict[tuple[str, str, str], RankedCandidate]


class Made(NamedTuple):
    """The problem, and what its names mean."""

    problem: dict[str, Any]
    grains: Grains
    beside: PlanLines
    candidates: dict[tuple[str, str], RankedCandidate]
    left_out: Mapping[str, int]


def problem_of(board: Board, most: int) -> Made:
    """The problem; of each line at most so many candidates, the best first."""
    offers = {one.state.offer_id for one in board.offers}
    proposed = _proposed(board.matches, offers)
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (request_id, line_id, _), amount in proposed.of_pair.items():
        held[request_id, line_id] += amount
    amounts: dict[str, dict[str, Decimal]] = {}
    candidates: dict[tuple[str, str], RankedCandidate] = {}
    left_out, prepared = (
        dict.fromkeys(UNFIT, 0),
        prepare([one.state for one in board.offers], board.today, board.unconfirmed_days),
    )
    for one in board.requests:
        request_id = one.state.request_id
        amounts[request_id] = {line.line_id: line.open + held[request_id, line.line_id] for line in one.need}
        audience = Audience.of(one.state.shown) if one.state.shown is not None else None
        asked = asked_lines(one.state.content, board.today, amounts[request_id], one.worked, audience)
        wanted = {line.line_id: line for line in one.need}
        for line in rank(asked, texts_of(one.state.content), prepared, most):
            for offer in line.ranked:
                if (why := _unfit(offer, wanted[line.line_id])) is None:
                    candidates[name_of(request_id, line.line_id), offer.offer.offer_id] = _candidate(offer)
                else:
                    left_out[why] += 1
    for (request_id, line_id, offer_id), candidate in proposed.found.items():
        if amounts.get(request_id, {}).get(line_id):
            key = (name_of(request_id, line_id), offer_id)
            candidates[key] = candidate._replace(**_scored(candidates.get(key)))
    return _made(board, amounts, candidates, proposed, left_out)


def _scored(ranked: RankedCandidate | None) -> dict[str, Any]:
    return {} if ranked is None else {"score": ranked.score, "shares": ranked.shares}


def name_of(request_id: str, line_id: str) -> str:
    """What the problem calls a line."""
    return f"{request_id}/{line_id}"


def named(name: str) -> tuple[str, str]:
    """A line's request and its own name."""
    request_id, _, line_id = name.partition("/")
    return request_id, line_id


def _unfit(offer: Ranked, wanted: NeedLine) -> str | None:
    """Why an offer that ranks for a line is none of a plan. A plan covers what it can: it must not do so with what does not serve."""
    given = next(line for line in offer.offer.lines if line.line_id == offer.offer_line_id)
    if given.left.unit != wanted.unit:
        return "other_unit"
    if given.support_type != wanted.support_type:
        return "other_kind"
    nearest = max((relatedness(wanted.functional_area, area) for area in given.areas), default=0.0)
    return "other_area" if nearest < LEAST_RELATED else None


def _candidate(offer: Ranked) -> RankedCandidate:
    said = [(one.signal, one.value, WEIGHTS[one.signal]) for one in offer.signals]
    return RankedCandidate(offer.offer_line_id, offer.score, _shares(said))


def _shares(said: Iterable[tuple[str, float, float]]) -> dict[str, float]:
    known = list(said)
    whole = sum(weight for _, _, weight in known) or 1.0
    return {name: weight * value / whole for name, value, weight in known}


def _proposed(matches: Sequence[MatchState], offers: Collection[str]) -> Proposed:
    found = Proposed(defaultdict(Decimal), defaultdict(Decimal), {})
    for match in matches:
        if match.status not in ALIVE:
            continue
        told = {(one["line_id"], one["offer_id"]): one for one in match.explanation}
        for line in match.lines:
            if line.quantity.unit != line.covers.unit or line.offer_id not in offers:
                continue
            pair = (line.request_id, line.request_line_id, line.offer_id)
            found.of_pair[pair] += line.covers.amount
            found.of_offer[line.offer_id, line.offer_line_id] += line.quantity.amount
            why = told.get((line.request_line_id, line.offer_id), {})
            shares = _shares((one["signal"], one["value"], one["weight"]) for one in why.get("signals", ()))
            found.found[pair] = RankedCandidate(line.offer_line_id, float(why.get("score", 0.0)), shares)
    return found


def _made(
    board: Board,
    amounts: Mapping[str, Mapping[str, Decimal]],
    candidates: dict[tuple[str, str], RankedCandidate],
    proposed: Proposed,
    left_out: Mapping[str, int],
) -> Made:
    serving = {offer_id for _, offer_id in candidates}
    left = {one.state.offer_id: _left(one.state, proposed) for one in board.offers if one.state.offer_id in serving}
    lines = [line for one in board.requests for line in _lines(one, amounts[one.state.request_id], board.today)]
    grains = _grains(lines, [one for one in board.offers if one.state.offer_id in serving], left, proposed)
    unit_of = {name_of(one.request_id, one.line_id): one.unit for one in lines}
    whole = {name_of(one.request_id, one.line_id): _up(one.amount, grains[one.unit]) for one in lines}
    problem = {
        "format": "plan-problem/1",
        "lines": [{"id": name_of(one.request_id, one.line_id), "region": one.region,
                   "amount": whole[name_of(one.request_id, one.line_id)]} for one in lines],
        "offers": [{"id": one.state.offer_id, "party": one.state.content.offering_parties[0],
                    "capacities": {line.line_id: _down(left[one.state.offer_id][line.line_id], grains[line.unit])
                                   for line in one.state.capacity if line.unit in grains}}
                   for one in board.offers if one.state.offer_id in serving],
        "pairs": [{"line": line, "offer": offer, "uses": {one.offer_line_id: 1},
                   "signals": {name: round(ONE * share / whole[line]) for name, share in one.shares.items()}}
                  for (line, offer), one in sorted(candidates.items())],
        "weights": dict.fromkeys(WEIGHTS, 1),
        "present": [{"line": name_of(r, line_id), "offer": offer, "amount": _up(n, grains[unit_of[name_of(r, line_id)]])}
                    for (r, line_id, offer), n in sorted(proposed.of_pair.items())
                    if (name_of(r, line_id), offer) in candidates],
    }  # fmt: skip
    offers = {one.state.offer_id: seen_of(one) for one in board.offers
              if one.state.offer_id in serving}  # fmt: skip
    return Made(problem, grains, PlanLines(lines=tuple(lines), offers=offers), candidates, left_out)


def _lines(one: OpenRequest, amounts: Mapping[str, Decimal], today: date) -> Iterable[PlannedLine]:
    lead = one.state.content.requesting_states[0]
    for line in one.need:
        if amounts[line.line_id] > 0:
            yield PlannedLine(
                request_id=one.state.request_id, reference=one.state.reference, request_version=one.version,
                need_version=one.need_version, line_id=line.line_id, functional_area=line.functional_area,
                region=home_bureau(lead, today) or one.state.region, requesting_states=one.state.content.requesting_states,
                unit=line.unit, amount=amounts[line.line_id], open=line.open, lacks=amounts[line.line_id],
            )  # fmt: skip


def _left(offer: SupportOfferState, proposed: Proposed) -> dict[str, Decimal]:
    """What a plan may give: what is left, and what is held for our own open proposals."""
    return {
        line.line_id: line.remaining + min(line.reserved, proposed.of_offer.get((offer.offer_id, line.line_id), Decimal(0)))
        for line in offer.capacity
    }  # fmt: skip


def seen_of(offer: KnownOffer) -> PlannedFrom:
    """An offer as a plan remembers it; what is left of it as its copy says, without our open proposals."""
    state = offer.state
    remains = {line.line_id: line.remaining for line in state.capacity}
    return PlannedFrom(
        offer_id=state.offer_id, reference=state.reference, version=offer.version, digest=digest_of(state), left=remains,
    )  # fmt: skip


def _grains(
    lines: Sequence[PlannedLine],
    offers: Sequence[KnownOffer],
    left: Mapping[str, Mapping[str, Decimal]],
    proposed: Proposed,
) -> dict[str, Decimal]:
    """Of each unit in which something is asked, so that no line counts more than the problem's format takes."""
    asked: dict[str, list[Decimal]] = defaultdict(list)
    for line in lines:
        asked[line.unit].append(line.amount)
    most = {unit: max(those) for unit, those in asked.items()}
    for one in offers:
        for capacity in one.state.capacity:
            if capacity.unit in asked:
                asked[capacity.unit].append(left[one.state.offer_id][capacity.line_id])
    unit_of = {(line.request_id, line.line_id): line.unit for line in lines}
    for (request_id, line_id, _), amount in proposed.of_pair.items():
        if (request_id, line_id) in unit_of:
            asked[unit_of[request_id, line_id]].append(amount)
    found = {}
    for unit, those in asked.items():
        grain = gcd(*(int(one / HUNDREDTH) for one in those)) * HUNDREDTH
        if grain > 1 and grain == grain.to_integral_value() and most[unit] <= MOST:
            grain = Decimal(1)  # so that a part of any size can be locked
        while most[unit] / grain > MOST:
            grain *= 10
        found[unit] = grain
    return found


def _up(amount: Decimal, grain: Decimal) -> int:
    return int((amount / grain).to_integral_value(ROUND_CEILING))


def _down(amount: Decimal, grain: Decimal) -> int:
    return int((amount / grain).to_integral_value(ROUND_FLOOR))
