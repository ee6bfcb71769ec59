"""A State, or its country office for it, plans an assessment of its capacity, carries it out, and the State validates it (WM 13, 14)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.named_assessment import unknown
from services.intake.actions.served_here import served_here
from services.intake.actions.the_assessment import ASSESSMENT, Assessed, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import assessment as domain
from services.intake.storage.assessments import AssessmentRepository
from shared.application.use_case import Change, Done, Make, NoBody, whole
from shared.contracts import assessments as e
from shared.contracts.incoming import Strict
from shared.contracts.shapes.assessment import AssessmentContent, AssessmentState
from shared.contracts.shapes.values import AssessmentReference, Country
from shared.modalities.access import actions as a
from shared.modalities.access.assessments import assessment
from shared.modalities.errors import Invalid, part_of_the_body
from shared.modalities.paragraphs import P13

CONTENT: dict[str, Any] = {
    "title": "Capacity of registration and of first instance",
    "language": "en",
    "method": "entry_and_registration",
    "period": {"start": "2026-01-05", "end": "2026-03-31"},
    "done_by": "National eligibility commission",
    "done_with": ["UNHCR", "Bar association"],
    "areas": [
        {
            "line_id": "1", "functional_area": "registration", "present_capacity": "Two desks register forty people a day",
            "gap": "Registration takes ninety days", "priority": "high",
            "evidence": [{"title": "Report on registration", "link": "https://registry.example/report-1"}],
        }
    ],
}  # fmt: skip


class PlanAssessmentBody(Strict):
    """Whose capacity, how and when it is assessed. ``replaces``: a validated one that this one takes the place of."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"examples": [{"party": "iso3166:TCD", "content": CONTENT}]}
    )

    party: Country = Field(description="The State whose capacity it is")
    content: AssessmentContent
    replaces: AssessmentReference | None = None


class AssessmentBody(AssessmentContent):
    """An assessment as it stands from now on; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [CONTENT]})

    def content(self) -> AssessmentContent:
        """The assessment itself, as it is kept."""
        return AssessmentContent.model_validate(self.model_dump())


async def plan_assessment(doing: Intake, body: PlanAssessmentBody) -> Done[AssessmentState]:
    """Raises Invalid naming every fault, also for a State that is served elsewhere and for one to replace that is not there."""
    await served_here(doing, {"/party": body.party}, "an assessment is kept where its State is served", numbered=True)
    kept, now = AssessmentRepository(doing.uow.connection), doing.now
    replaced = await _replaced(kept, body)
    new = domain.NewAssessment(
        doing.new_id(), await kept.next_reference(body.party, now.year), doing.context.settings.deployment, body.party,
        doing.by.party or "", now,
    )  # fmt: skip
    with part_of_the_body("content"):
        state = domain.planned(new, body.content, replaced)
    await kept.add(state)
    doing.uow.record(e.AssessmentPlanned(aggregate_id=state.assessment_id, aggregate_version=1, assessment=state))
    return Done(state, 1, state.assessment_id)


async def _replaced(kept: AssessmentRepository, body: PlanAssessmentBody) -> AssessmentState | None:
    if body.replaces is None:
        return None
    found = await kept.called(body.replaces, body.party)
    if found is None or found[0].status != "validated":
        raise Invalid((unknown("/replaces", body.replaces, await kept.references_of(body.party)),), paragraph=P13)
    return found[0]


async def revise_assessment(doing: Intake, stored: Assessed, body: AssessmentBody) -> Done[AssessmentState]:
    """Raises Conflict once it is validated, Invalid."""
    state = domain.revised(stored.state, body.content(), doing.now)
    return await changed(doing, stored, state, e.AssessmentRevised)


async def begin_assessment(doing: Intake, stored: Assessed, _: NoBody) -> Done[AssessmentState]:
    """Raises Conflict."""
    return await changed(doing, stored, domain.begun(stored.state, doing.now), e.AssessmentBegun)


async def validate_assessment(doing: Intake, stored: Assessed, _: NoBody) -> Done[AssessmentState]:
    """By the State's own word alone; the one that it takes the place of is superseded in the same transaction. Raises Conflict, Invalid."""
    state = domain.validated(stored.state, doing.now)
    kept = AssessmentRepository(doing.uow.connection)
    before = await kept.called(state.replaces, state.party, lock=True) if state.replaces is not None else None
    # Another one that was validated meanwhile may have taken its place already.
    if before is not None and before[0].status == "validated":
        old, version = before
        after = domain.superseded(old, state.reference, doing.now)
        await kept.change(after, version + 1, old)
        doing.uow.record(
            e.AssessmentSuperseded(aggregate_id=after.assessment_id, aggregate_version=version + 1, assessment=after)
        )
    return await changed(doing, stored, state, e.AssessmentValidated)


async def drop_assessment(doing: Intake, stored: Assessed, _: NoBody) -> Done[AssessmentState]:
    """Raises Conflict once it is validated."""
    return await changed(doing, stored, domain.dropped(stored.state, doing.now), e.AssessmentDropped)


PLAN_ASSESSMENT = Make(
    a.PLAN_ASSESSMENT, PlanAssessmentBody, lambda doing, body: assessment(doing.context.settings.deployment, body.party),
    plan_assessment, whole,
)  # fmt: skip
REVISE_ASSESSMENT = Change(ASSESSMENT, a.REVISE_ASSESSMENT, AssessmentBody, revise_assessment)
BEGIN_ASSESSMENT = Change(ASSESSMENT, a.BEGIN_ASSESSMENT, NoBody, begin_assessment)
VALIDATE_ASSESSMENT = Change(ASSESSMENT, a.VALIDATE_ASSESSMENT, NoBody, validate_assessment)
DROP_ASSESSMENT = Change(ASSESSMENT, a.DROP_ASSESSMENT, NoBody, drop_assessment)
