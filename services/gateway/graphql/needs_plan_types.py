"""What a plan over all open needs says, as its officers read it (WM 6, 11)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import strawberry

Said = Mapping[str, Any]


@strawberry.type(description="A line of a request, by its request and its own name")
class PlannedLineName:
    request_id: str
    line_id: str


@strawberry.type(description="What one offer would give to a line; proposed: of it, what an open proposal says already")
class NeedsPlanPart:
    offer_id: str
    reference: str
    offering_parties: list[str]
    offer_line_id: str
    amount: Decimal
    proposed: Decimal
    score: float


@strawberry.type(
    description="A line in a plan: amount is not committed, open is not held by a proposal either, lacks is left"
)
class NeedsPlanLine:
    request_id: str
    reference: str
    line_id: str
    functional_area: str
    region: str
    requesting_states: list[str]
    unit: str
    amount: Decimal
    open: Decimal
    lacks: Decimal
    why: str | None = strawberry.field(description="Why something is left, as a code")
    taken_by: list[PlannedLineName] = strawberry.field(description="Lines that are given what could have served it")
    parts: list[NeedsPlanPart]


@strawberry.type(description="Lines of a region, and how many of them are wholly covered")
class NeedsPlanRegion:
    region: str
    covered: int
    lines: int


@strawberry.type(
    description="What a plan reaches, by its objectives; value: a line wholly covered at a score of 1 counts as one"
)
class NeedsPlanReached:
    lines: int
    covered: int
    worst_off: float
    value: float
    changes: int
    regions: list[NeedsPlanRegion]


@strawberry.type(description="A pair whose amount differs, before and after")
class NeedsPlanMoved:
    request_id: str
    line_id: str
    offer_id: str
    before: Decimal
    after: Decimal


@strawberry.type(description="A region in the plan that is compared with, and in this one")
class NeedsPlanRegions:
    region: str
    before: NeedsPlanRegion | None
    after: NeedsPlanRegion | None


@strawberry.type(description="This plan against the one that it is compared with")
class NeedsPlanDifference:
    covered: int
    value: float
    worst_off_before: float
    worst_off_after: float
    regions: list[NeedsPlanRegions]
    newly_covered: list[PlannedLineName]
    no_longer_covered: list[PlannedLineName]
    moved: list[NeedsPlanMoved]
    offers_that_change: list[str]


@strawberry.type(description="Why there is no plan: where in what was asked, the code, words")
class NeedsPlanFault:
    pointer: str
    code: str
    message: str


@strawberry.type(description="What an officer did with a suggestion: taken into a proposal, or set aside, with words")
class NeedsPlanDecision:
    request_id: str
    line_id: str
    offer_id: str
    amount: Decimal
    what: str
    match_id: str | None
    reason: str
    by: str
    at: datetime


@strawberry.type(description="Ranked offers that a plan does not consider, by the reason")
class NeedsPlanLeftOut:
    reason: str
    count: int


@strawberry.type(
    description="A plan over all open needs of a deployment: what could cover most lines. It decides nothing; officers take "
    "lines of it into proposals, one by one (WM 11)"
)
class NeedsPlan:
    plan_id: str
    version: int
    status: str
    asked_by: str
    asked_at: datetime
    compared_with: str | None
    objectives: list[str]
    as_of: datetime | None = strawberry.field(description="The moment that its inputs are of")
    made_at: datetime | None
    digest: str | None = strawberry.field(description="Of its inputs: the same inputs give the same plan")
    method: str | None
    optimal: bool | None = strawberry.field(description="Whether each objective is proven the best there is")
    requests: int
    offers: int
    left_out: list[NeedsPlanLeftOut]
    reached: NeedsPlanReached | None
    moved: list[NeedsPlanMoved] = strawberry.field(description="What open proposals say otherwise")
    difference: NeedsPlanDifference | None
    faults: list[NeedsPlanFault]
    decisions: list[NeedsPlanDecision]
    kept_by: str | None
    kept_because: str | None
    lines: list[NeedsPlanLine] = strawberry.field(description="In order of reference; of a list of plans none")
    after: int | None = strawberry.field(description="The place after which more lines follow")


@strawberry.type(description="Plans, the newest first; after where more follow")
class NeedsPlans:
    nodes: list[NeedsPlan]
    after: str | None


def _moment(given: str | None) -> datetime | None:
    return datetime.fromisoformat(given) if given else None


def _moved(said: Said) -> NeedsPlanMoved:
    return NeedsPlanMoved(**dict(said) | {"before": Decimal(said["before"]), "after": Decimal(said["after"])})


def _names(said: Any) -> list[PlannedLineName]:
    return [PlannedLineName(**one) for one in said]


def _line(said: Said) -> NeedsPlanLine:
    amounts = {name: Decimal(said[name]) for name in ("amount", "open", "lacks")}
    parts = [
        NeedsPlanPart(**one | {name: Decimal(one[name]) for name in ("amount", "proposed")}) for one in said["parts"]
    ]
    found = {name: said[name] for name in NeedsPlanLine.__annotations__}
    return NeedsPlanLine(**found | amounts | {"parts": parts, "taken_by": _names(said["taken_by"])})


def _regions(pair: Any) -> NeedsPlanRegions:
    before, after = (NeedsPlanRegion(**one) if one is not None else None for one in pair)
    return NeedsPlanRegions(region=(before or after).region, before=before, after=after)  # type: ignore[union-attr]


def _difference(said: Said) -> NeedsPlanDifference:
    return NeedsPlanDifference(
        covered=said["covered"], value=said["value"], worst_off_before=said["worst_off"][0],
        worst_off_after=said["worst_off"][1], regions=[_regions(one) for one in said["regions"]],
        newly_covered=_names(said["newly_covered"]), no_longer_covered=_names(said["no_longer_covered"]),
        moved=[_moved(one) for one in said["moved"]], offers_that_change=said["offers_that_change"],
    )  # fmt: skip


def _decision(said: Said) -> NeedsPlanDecision:
    return NeedsPlanDecision(
        **dict(said) | {"amount": Decimal(said["amount"]), "at": datetime.fromisoformat(said["at"])}
    )


def plan_of(said: Said) -> NeedsPlan:
    """A plan as matching answers it."""
    reached, difference = said["reached"], said["difference"]
    told = {
        "asked_at": datetime.fromisoformat(said["asked_at"]), "as_of": _moment(said["as_of"]),
        "made_at": _moment(said["made_at"]), "after": said.get("after"),
        "left_out": [NeedsPlanLeftOut(reason=name, count=count) for name, count in sorted(said["left_out"].items())],
        "reached": reached and NeedsPlanReached(**reached | {"regions": [NeedsPlanRegion(**one) for one in reached["regions"]]}),
        "moved": [_moved(one) for one in said["moved"]], "difference": difference and _difference(difference),
        "faults": [NeedsPlanFault(**one) for one in said["faults"]],
        "decisions": [_decision(one) for one in said["decisions"]], "lines": [_line(one) for one in said.get("page", ())],
    }  # fmt: skip
    whole: dict[str, Any] = {name: said.get(name) for name in NeedsPlan.__annotations__} | told
    return NeedsPlan(**whole)
