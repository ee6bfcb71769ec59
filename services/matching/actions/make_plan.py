"""An officer has a plan made over all open needs, or a second one beside it that answers "what if" (WM 6, 11). It decides nothing."""

from typing import Annotated

from pydantic import Field
from pydantic.config import JsonDict

from services.matching.actions.the_match import Matching
from services.matching.actions.the_plan import plans_of, usable, view
from services.matching.domain.allocation import AllocationPlan
from services.matching.fit.planner import lacking, no_planner
from services.matching.fit.weights import WEIGHTS
from shared.application.use_case import Done, Make
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Amount, Id, LineId
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P11

Times = Annotated[int, Field(strict=True, ge=0, le=10)]
MOST = 1000


class LineNamed(Strict):
    """A line of a request."""

    request_id: Id
    line_id: LineId


class LockedPart(Strict):
    """A pair that keeps exactly this amount, in the line's unit."""

    request_id: Id
    line_id: LineId
    offer_id: Id
    amount: Amount = Field(gt=0)


class ExcludedPair(Strict):
    """A pair that shall not be planned."""

    request_id: Id
    line_id: LineId
    offer_id: Id


def _by_signal(schema: JsonDict) -> None:
    """Says of the form which signals there are."""
    times = schema.pop("additionalProperties")
    schema.update(properties=dict.fromkeys(sorted(WEIGHTS), times), additionalProperties=False)


class WhatIfBody(Strict):
    """What is otherwise in the second plan. ``weights``: how often a signal of the ranking counts; 1 is as it is now."""

    withdraw_offers: tuple[Id, ...] = Field(default=(), max_length=MOST)
    withdraw_lines: tuple[LineNamed, ...] = Field(default=(), max_length=MOST)
    locks: tuple[LockedPart, ...] = Field(default=(), max_length=MOST)
    exclusions: tuple[ExcludedPair, ...] = Field(default=(), max_length=MOST)
    weights: dict[str, Times] = Field(default_factory=dict, max_length=len(WEIGHTS), json_schema_extra=_by_signal)


class AllocationBody(Strict):
    """A plan of what stands now; with ``compared_with`` a second one of that plan's inputs, beside it."""

    compared_with: Id | None = None
    what_if: WhatIfBody | None = None


def _known(said: AllocationBody) -> None:
    """Raises Invalid naming each fault that can be seen at once; what the plan does not know of is told by how it ends."""
    faults = []
    if said.what_if is not None and said.compared_with is None:
        faults.append(Fault("/compared_with", "names the plan that this is otherwise than", "goes_together"))
    if said.compared_with is not None and said.what_if is None:
        faults.append(Fault("/what_if", "says what is otherwise", "goes_together"))
    faults += [
        Fault(f"/what_if/weights/{name}", f"is no signal; there are {', '.join(WEIGHTS)}", "unknown_code")
        for name in (said.what_if.weights if said.what_if is not None else {})
        if name not in WEIGHTS
    ]
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)


async def make_plan(doing: Matching, said: AllocationBody) -> Done[AllocationPlan]:
    """It waits for the worker. Raises Conflict while another one is under way, and where no planner is installed; Invalid."""
    _known(said)
    if missing := lacking():
        raise Conflict("no_planner", no_planner(missing), P11)
    plans = plans_of(doing)
    if not await plans.alone():
        raise Conflict("plan_under_way", "A plan is being made; one at a time is", P11)
    if said.compared_with is not None:
        first = await plans.named(said.compared_with)
        if first is None:
            raise Invalid((Fault("/compared_with", "there is no such plan", "unknown_plan"),), paragraph=P11)
        usable(first)
    state = AllocationPlan(
        plan_id=doing.new_id(),
        region=doing.context.settings.deployment,
        status="waiting",
        asked_by=doing.by.subject,
        asked_at=doing.now,
        compared_with=said.compared_with,
        what_if=said.what_if.model_dump(mode="json", exclude_defaults=True) if said.what_if is not None else None,
    )
    await plans.add(state)
    return Done(state, 1, state.plan_id)


MAKE_PLAN = Make(
    a.MAKE_ALLOCATION,
    AllocationBody,
    lambda doing, _: of_deployment(doing.context.settings.deployment),
    make_plan,
    view,
)
