"""All that people and programs can do in intake, in the order of the document; a request is submitted by ``submission``."""

from services.intake.actions.answer_as_named import ANSWER_NAMING
from services.intake.actions.answer_as_recipient import ANSWER_AS_RECIPIENT
from services.intake.actions.assess_capacity import (
    BEGIN_ASSESSMENT,
    DROP_ASSESSMENT,
    PLAN_ASSESSMENT,
    REVISE_ASSESSMENT,
    VALIDATE_ASSESSMENT,
)
from services.intake.actions.call_back_handover import CALL_BACK_HANDOVER
from services.intake.actions.comment_draft import COMMENT_DRAFT, RESOLVE_COMMENT
from services.intake.actions.confirm_commitments import CONFIRM_COMMITMENTS
from services.intake.actions.decide_request import DECIDE_REQUEST
from services.intake.actions.declare_crisis import DECLARE_CRISIS
from services.intake.actions.draft_from_assessment import DRAFT_FROM_ASSESSMENT
from services.intake.actions.draft_from_commitment import DRAFT_FROM_COMMITMENT
from services.intake.actions.edit_draft import EDIT_DRAFT, FILL_DRAFT
from services.intake.actions.end_crisis import END_CRISIS, REVIEW_CRISIS
from services.intake.actions.give_consent import GIVE_CONSENT
from services.intake.actions.judge_warning import SET_ASIDE_WARNING, TAKE_UP_WARNING
from services.intake.actions.open_draft import OPEN_DRAFT
from services.intake.actions.order_handover import ORDER_HANDOVER
from services.intake.actions.raise_warning import RAISE_WARNING
from services.intake.actions.record_commitment import RECORD_COMMITMENT, REVISE_COMMITMENT, STAGE_COMMITMENT
from services.intake.actions.record_national_plan import (
    HIDE_NATIONAL_PLAN,
    RECORD_NATIONAL_PLAN,
    REVISE_NATIONAL_PLAN,
    SHOW_NATIONAL_PLAN,
)
from services.intake.actions.revise_request import REVISE_REQUEST
from services.intake.actions.say_on_crisis import SAY_ON_CRISIS
from services.intake.actions.share_draft import END_HAND, SHARE_DRAFT
from services.intake.actions.share_feedback import SHARE_FEEDBACK
from services.intake.actions.show_assessment import HIDE_ASSESSMENT, SHOW_ASSESSMENT
from services.intake.actions.sign_draft import ASK_SIGNATURES, ENDORSE_DRAFT, REFUSE_TO_SIGN, SIGN_DRAFT
from services.intake.actions.submit_draft import DROP_DRAFT, SUBMIT_DRAFT
from services.intake.actions.withdraw_consent import WITHDRAW_CONSENT
from services.intake.actions.withdraw_request import WITHDRAW_REQUEST

__all__ = [
    "ANSWER_AS_RECIPIENT",
    "ANSWER_NAMING",
    "ASK_SIGNATURES",
    "BEGIN_ASSESSMENT",
    "CALL_BACK_HANDOVER",
    "COMMENT_DRAFT",
    "CONFIRM_COMMITMENTS",
    "DECIDE_REQUEST",
    "DECLARE_CRISIS",
    "DRAFT_FROM_ASSESSMENT",
    "DRAFT_FROM_COMMITMENT",
    "DROP_ASSESSMENT",
    "DROP_DRAFT",
    "EDIT_DRAFT",
    "ENDORSE_DRAFT",
    "END_CRISIS",
    "END_HAND",
    "FILL_DRAFT",
    "GIVE_CONSENT",
    "HIDE_ASSESSMENT",
    "HIDE_NATIONAL_PLAN",
    "OPEN_DRAFT",
    "ORDER_HANDOVER",
    "PLAN_ASSESSMENT",
    "RAISE_WARNING",
    "RECORD_COMMITMENT",
    "RECORD_NATIONAL_PLAN",
    "REFUSE_TO_SIGN",
    "RESOLVE_COMMENT",
    "REVIEW_CRISIS",
    "REVISE_ASSESSMENT",
    "REVISE_COMMITMENT",
    "REVISE_NATIONAL_PLAN",
    "REVISE_REQUEST",
    "SAY_ON_CRISIS",
    "SET_ASIDE_WARNING",
    "SHARE_DRAFT",
    "SHARE_FEEDBACK",
    "SHOW_ASSESSMENT",
    "SHOW_NATIONAL_PLAN",
    "SIGN_DRAFT",
    "STAGE_COMMITMENT",
    "SUBMIT_DRAFT",
    "TAKE_UP_WARNING",
    "VALIDATE_ASSESSMENT",
    "WITHDRAW_CONSENT",
    "WITHDRAW_REQUEST",
]  # fmt: skip
