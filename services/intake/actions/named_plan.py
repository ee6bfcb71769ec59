"""A pledge or a request that says which recorded plan it is part of names one of its State, and a line that it has (WM 13, 15.i)."""

from services.intake.actions.the_request import Intake
from services.intake.domain.national_plan import unknown_plan, unknown_plan_line
from services.intake.storage.national_plans import NationalPlanRepository
from shared.contracts.shapes.own_commitment import OwnCommitmentContent
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import Invalid
from shared.modalities.paragraphs import P13


async def plan_of_commitment(doing: Intake, content: OwnCommitmentContent) -> None:
    """Raises Invalid that says which plans, or lines, there are: its party reads its own."""
    if content.plan is None:
        return
    kept = NationalPlanRepository(doing.uow.connection)
    found = await kept.called(content.plan.recorded_as, content.party)
    if found is None:
        known = await kept.references_of(content.party)
        raise Invalid((unknown_plan("/plan/recorded_as", content.plan.recorded_as, known),), paragraph=P13)
    lines = [one.line_id for one in found[0].content.lines]
    if content.plan.line_id is not None and content.plan.line_id not in lines:
        raise Invalid((unknown_plan_line("/plan/line_id", content.plan.line_id, lines),), paragraph=P13)


async def named_plan(plans: NationalPlanRepository, content: RequestContent) -> str | None:
    """Where the plan stands that a request names; None where it names none. Raises Invalid. Another State's is as absent."""
    named = content.national_plan.recorded_as if content.national_plan is not None else None
    if named is None:
        return None
    lead = content.requesting_states[0]
    found = await plans.called(named, lead)
    if found is None:
        fault = unknown_plan("/national_plan/recorded_as", named, await plans.references_of(lead))
        raise Invalid((fault,), paragraph=P13)
    return found[0].status
