"""A plan over all open needs, as it is kept (WM 6, 11). It decides nothing: what officers did with its lines stands beside it."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel

from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.values import Amount, FunctionalArea, LineId, PartyId, Unit

PlanStanding = Literal["waiting", "running", "made", "kept", "superseded", "failed"]
USABLE: tuple[PlanStanding, ...] = ("made", "kept")
"""Plans whose lines an officer may take."""
OBJECTIVES = ("covered", "worst_off", "value", "changes")
"""What a plan is the best in, the first one above all others."""


class LineName(BaseModel):
    """A line of a request."""

    request_id: str
    line_id: str


class PlannedPart(BaseModel):
    """What one offer would give to a line. ``proposed``: of it, what an open proposal says already."""

    offer_id: str
    reference: str
    offering_parties: tuple[PartyId, ...]
    offer_line_id: LineId
    amount: Amount
    proposed: Amount
    score: float


class PlannedLine(BaseModel):
    """A line in a plan, in its own unit. ``amount``: what is not committed; ``open``: of it, what no open proposal holds.

    ``why`` says what a line lacks something for, ``taken_by`` which lines are given what could have served it.
    """

    request_id: str
    reference: str
    request_version: int
    need_version: int
    line_id: LineId
    functional_area: FunctionalArea
    region: str
    requesting_states: tuple[PartyId, ...]
    unit: Unit
    amount: Amount
    open: Amount
    lacks: Amount
    why: str | None = None
    taken_by: tuple[LineName, ...] = ()
    parts: tuple[PlannedPart, ...] = ()


class PlannedFrom(BaseModel):
    """An offer as the plan saw it: its version, a digest of what it says, and what was left of each line."""

    offer_id: str
    reference: str
    version: int
    digest: str
    left: dict[str, Amount]


class PlanLines(BaseModel):
    """Lines of a plan, in order of reference, and the offers that they could be served by."""

    lines: tuple[PlannedLine, ...]
    offers: dict[str, PlannedFrom]


class RegionReached(BaseModel):
    """Lines of a region, and how many of them are wholly covered."""

    region: str
    covered: int
    lines: int


class PlanReached(BaseModel):
    """What a plan reaches, by its objectives. ``value``: the scores of what is given, a line wholly covered counting as one."""

    lines: int
    covered: int
    worst_off: float
    value: float
    changes: int
    regions: tuple[RegionReached, ...]


class PlanMoved(BaseModel):
    """A pair whose amount differs between two plans, or between the proposals that are open and a plan."""

    request_id: str
    line_id: str
    offer_id: str
    before: Amount
    after: Amount


class PlanDifference(BaseModel):
    """This plan against the one it is compared with."""

    covered: int
    value: float
    worst_off: tuple[float, float]
    regions: tuple[tuple[RegionReached | None, RegionReached | None], ...]
    newly_covered: tuple[LineName, ...]
    no_longer_covered: tuple[LineName, ...]
    moved: tuple[PlanMoved, ...]
    offers_that_change: tuple[str, ...]


class PlanFaultSaid(BaseModel):
    """Why there is no plan: where in what was asked, the code, words."""

    pointer: str
    code: str
    message: str


class PlanDecision(BaseModel):
    """What an officer did with a suggestion: a proposal was made of it, or it was set aside, in their words."""

    request_id: str
    line_id: str
    offer_id: str
    amount: Amount
    what: Literal["taken", "set_aside"]
    match_id: str | None = None
    reason: str
    by: str
    at: datetime


class AllocationPlan(BaseModel):
    """A plan. ``as_of``: the moment its inputs are of; ``digest``: of the problem, so that the same inputs are known again;
    ``optimal``: each objective is proven the best there is. ``left_out``: ranked offers that no plan considers, by the reason:
    they count in another unit, are of another kind of support, or of an area that does not serve what is asked.
    """

    plan_id: str
    region: str
    status: PlanStanding
    asked_by: str
    asked_at: datetime
    compared_with: str | None = None
    what_if: dict[str, object] | None = None
    objectives: tuple[str, ...] = OBJECTIVES
    as_of: datetime | None = None
    made_at: datetime | None = None
    digest: str | None = None
    method: str | None = None
    optimal: bool | None = None
    seconds: float | None = None
    requests: int = 0
    offers: int = 0
    left_out: dict[str, int] = {}
    reached: PlanReached | None = None
    moved: tuple[PlanMoved, ...] = ()
    difference: PlanDifference | None = None
    faults: tuple[PlanFaultSaid, ...] = ()
    decisions: tuple[PlanDecision, ...] = ()
    kept_by: str | None = None
    kept_because: str | None = None

    def decided(self, request_id: str, line_id: str, offer_id: str) -> PlanDecision | None:
        """What was done with a pair."""
        named = (request_id, line_id, offer_id)
        return next((one for one in self.decisions if (one.request_id, one.line_id, one.offer_id) == named), None)


def digest_of(offer: SupportOfferState) -> str:
    """What an offer says, apart from what is left of it: the same says the same."""
    said = (offer.status, offer.handed_over_to, offer.content.model_dump(mode="json"))
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class PlannedPair(BaseModel):
    """A suggestion in its plan: the line, the part of it that one offer would give, and that offer as it was."""

    line: PlannedLine
    part: PlannedPart
    offer: PlannedFrom


class AsItStands(BaseModel):
    """What a suggestion rests on, now. ``left``: of the offer's line; None: the line is not there any more."""

    request_version: int
    need_version: int
    open: Decimal | None
    offer_version: int
    digest: str | None
    left: Decimal | None


def pair_of(found: PlanLines, request_id: str, line_id: str, offer_id: str) -> PlannedPair | None:
    """A suggestion; None for what the plan does not suggest."""
    line = next((one for one in found.lines if (one.request_id, one.line_id) == (request_id, line_id)), None)
    part = next((one for one in line.parts if one.offer_id == offer_id), None) if line is not None else None
    if line is None or part is None:
        return None
    return PlannedPair(line=line, part=part, offer=found.offers[offer_id])


def changed_since(pair: PlannedPair, now: AsItStands, of_line: Decimal, of_offer: Decimal) -> str | None:
    """What a suggestion rests on and is otherwise by now, with both versions; None: nothing.

    ``of_line``, ``of_offer``: what proposals taken from this plan, and still standing, hold of both. An owner may not have
    held its part yet, so an offer may stand as before or without it.
    """
    line, offer = pair.line, pair.offer
    if now.request_version != line.request_version:
        return _said(line.reference, now.request_version, line.request_version)
    if now.open != line.open - of_line:
        return _said(f"the need of {line.reference}", now.need_version, line.need_version)
    left = offer.left.get(pair.part.offer_line_id)
    as_before = now.digest == offer.digest and left is not None and now.left is not None
    if not as_before or not left - of_offer <= now.left <= left:  # type: ignore[operator]
        return _said(offer.reference, now.offer_version, offer.version)
    return None


def _said(what: str, now: int, then: int) -> str:
    return f"{what} is at version {now}; the plan was made of version {then}"


def page_of(found: PlanLines, after: int, first: int) -> tuple[tuple[PlannedLine, ...], int | None]:
    """Lines after a place; the last one's place where more follow."""
    page = found.lines[after : after + first]
    return page, after + first if after + first < len(found.lines) else None


Grains = Mapping[str, Decimal]
"""Unit -> the smallest amount of it that a plan counts in."""
