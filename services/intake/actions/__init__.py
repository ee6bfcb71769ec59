"""All that people and programs can do in intake, in the order of the document; a request is submitted by ``submission``."""

from services.intake.actions.answer_as_named import ANSWER_NAMING
from services.intake.actions.call_back_handover import CALL_BACK_HANDOVER
from services.intake.actions.decide_request import DECIDE_REQUEST
from services.intake.actions.give_consent import GIVE_CONSENT
from services.intake.actions.order_handover import ORDER_HANDOVER
from services.intake.actions.record_commitment import RECORD_COMMITMENT
from services.intake.actions.revise_request import REVISE_REQUEST
from services.intake.actions.share_feedback import SHARE_FEEDBACK
from services.intake.actions.withdraw_consent import WITHDRAW_CONSENT
from services.intake.actions.withdraw_request import WITHDRAW_REQUEST

__all__ = [
    "ANSWER_NAMING", "CALL_BACK_HANDOVER", "DECIDE_REQUEST", "GIVE_CONSENT", "ORDER_HANDOVER", "RECORD_COMMITMENT",
    "REVISE_REQUEST", "SHARE_FEEDBACK", "WITHDRAW_CONSENT", "WITHDRAW_REQUEST",
]  # fmt: skip
