"""What is listed and read by the declaration of its kind: assessments, plans and pledges (WM 13), declared crises, and warnings for officers (WM 12)."""

from services.intake.actions.the_assessment import ASSESSMENT
from services.intake.actions.the_commitment import COMMITMENT
from services.intake.actions.the_crisis import CRISIS
from services.intake.actions.the_national_plan import NATIONAL_PLAN
from services.intake.actions.the_warning import WARNING
from services.intake.storage.assessments import AssessmentRepository
from services.intake.storage.commitments import CommitmentRepository
from services.intake.storage.crises import CrisisRepository
from services.intake.storage.national_plans import NationalPlanRepository
from services.intake.storage.warnings import WarningRepository
from shared.application.reading import Listed

ASSESSMENTS = Listed(
    ASSESSMENT, lambda one: one.assessment_id, lambda connection: AssessmentRepository(connection).latest_first,
    content_of=lambda connection, key, number: AssessmentRepository(connection).content_of(key, number),
)  # fmt: skip
COMMITMENTS = Listed(
    COMMITMENT, lambda one: one.commitment_id, lambda connection: CommitmentRepository(connection).latest_first
)
NATIONAL_PLANS = Listed(
    NATIONAL_PLAN, lambda one: one.national_plan_id, lambda connection: NationalPlanRepository(connection).latest_first,
    content_of=lambda connection, key, number: NationalPlanRepository(connection).content_of(key, number),
)  # fmt: skip
CRISES = Listed(CRISIS, lambda one: one.crisis_id, lambda connection: CrisisRepository(connection).latest_first)
WARNINGS = Listed(WARNING, lambda one: one.warning_id, lambda connection: WarningRepository(connection).latest_first)
