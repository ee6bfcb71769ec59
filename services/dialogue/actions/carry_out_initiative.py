"""What the sides of an initiative do together: a joint diagnosis, steps, rounds of an audit, the State's word on each recommendation (WM 7, 11)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.initiative import INITIATIVE, Initiative, after, changed, side
from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain import initiative as domain
from services.dialogue.domain import initiative_rounds as rounds
from shared.application.use_case import Change, Done
from shared.contracts import initiatives as events
from shared.contracts.incoming import Strict
from shared.contracts.shapes.initiative import (
    MOST_STEPS,
    CycleContent,
    DiagnosisContent,
    InitiativeState,
    PlannedStep,
    RecommendationWord,
    Recommended,
)
from shared.contracts.shapes.values import Day, Text
from shared.modalities.access import actions as a


class DiagnosisBody(DiagnosisContent):
    """The diagnosis as one side words it; it names no person."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StandByBody(Strict):
    """That one's side stands by the diagnosis as it is written."""

    stands_by: bool = Field(default=True, description="Who does not, words another one")


class InitiativeStepsBody(Strict):
    """All steps that are to be done from now on; what was done stays."""

    steps: tuple[PlannedStep, ...] = Field(min_length=1, max_length=MOST_STEPS)


class StepDoneBody(Strict):
    """Which step of one's side was done, and when."""

    step: int = Field(ge=1, le=1000)
    done_on: Day


class CycleBody(CycleContent):
    """A round of the audit, with what is recommended; it names no person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recommendations: tuple[Recommended, ...] = Field(default=(), max_length=20)

    def content(self) -> CycleContent:
        """The round itself."""
        return CycleContent.model_validate(self.model_dump(exclude={"recommendations"}))


class RecommendationAnswerBody(Strict):
    """The State's own word on a recommendation of the last round."""

    cycle: int = Field(ge=1, le=100)
    recommendation: int = Field(ge=1, le=20)
    answer: RecommendationWord
    text: Text | None = None


async def diagnose(doing: Dialogue, stored: Initiative, body: DiagnosisBody) -> Done[InitiativeState]:
    """Raises Conflict, Invalid naming every fault."""
    by = side(doing, stored.state)
    state = rounds.diagnosed(stored.state, DiagnosisContent.model_validate(body.model_dump()), by, doing.now)
    return await changed(doing, events.InitiativeDiagnosed(**after(stored, state), side=by))


async def stand_by_diagnosis(doing: Dialogue, stored: Initiative, _: StandByBody) -> Done[InitiativeState]:
    """Raises Conflict, NotPermitted for who stands by it already."""
    by = side(doing, stored.state)
    state = rounds.stood_by(stored.state, by)
    return await changed(doing, events.DiagnosisAgreed(**after(stored, state), side=by))


async def plan_initiative(doing: Dialogue, stored: Initiative, body: InitiativeStepsBody) -> Done[InitiativeState]:
    """Raises Conflict, Invalid naming every fault."""
    state = domain.planned(stored.state, body.steps, doing.now.date())
    return await changed(doing, events.InitiativePlanned(**after(stored, state), side=side(doing, state)))


async def record_step(doing: Dialogue, stored: Initiative, body: StepDoneBody) -> Done[InitiativeState]:
    """Raises Conflict, NotFound, NotPermitted for another side's, Invalid."""
    by = side(doing, stored.state)
    state = domain.step_done(stored.state, by, body.step, body.done_on, doing.now.date())
    return await changed(doing, events.InitiativeStepDone(**after(stored, state), side=by, step=body.step))


async def record_cycle(doing: Dialogue, stored: Initiative, body: CycleBody) -> Done[InitiativeState]:
    """Raises Conflict, Invalid naming every fault."""
    by = side(doing, stored.state)
    state = rounds.audited(stored.state, body.content(), body.recommendations, by, doing.now)
    event = events.AuditCycleRecorded(**after(stored, state), side=by, cycle=state.cycles[-1].number)
    return await changed(doing, event)


async def answer_recommendation(
    doing: Dialogue, stored: Initiative, body: RecommendationAnswerBody
) -> Done[InitiativeState]:
    """Raises Conflict, NotFound, Invalid."""
    cycle, number = body.cycle, body.recommendation
    state = rounds.recommendation_answered(stored.state, cycle, number, body.answer, body.text, doing.now)
    event = events.RecommendationAnswered(**after(stored, state), cycle=cycle, recommendation=number)
    return await changed(doing, event)


DIAGNOSE = Change(INITIATIVE, a.DIAGNOSE, DiagnosisBody, diagnose)
STAND_BY_DIAGNOSIS = Change(INITIATIVE, a.STAND_BY_DIAGNOSIS, StandByBody, stand_by_diagnosis)
PLAN_INITIATIVE = Change(INITIATIVE, a.PLAN_INITIATIVE, InitiativeStepsBody, plan_initiative)
RECORD_STEP = Change(INITIATIVE, a.RECORD_STEP, StepDoneBody, record_step)
RECORD_CYCLE = Change(INITIATIVE, a.RECORD_CYCLE, CycleBody, record_cycle)
ANSWER_RECOMMENDATION = Change(INITIATIVE, a.ANSWER_RECOMMENDATION, RecommendationAnswerBody, answer_recommendation)
