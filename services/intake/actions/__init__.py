"""All that people and programs can do in intake, in the order of the document; a request is submitted by ``submission``."""

from services.intake.actions.answer_as_named import ANSWER_NAMING
from services.intake.actions.call_back_handover import CALL_BACK_HANDOVER
from services.intake.actions.comment_draft import COMMENT_DRAFT, RESOLVE_COMMENT
from services.intake.actions.decide_request import DECIDE_REQUEST
from services.intake.actions.edit_draft import EDIT_DRAFT, FILL_DRAFT
from services.intake.actions.give_consent import GIVE_CONSENT
from services.intake.actions.open_draft import OPEN_DRAFT
from services.intake.actions.order_handover import ORDER_HANDOVER
from services.intake.actions.record_commitment import RECORD_COMMITMENT
from services.intake.actions.revise_request import REVISE_REQUEST
from services.intake.actions.share_draft import END_HAND, SHARE_DRAFT
from services.intake.actions.share_feedback import SHARE_FEEDBACK
from services.intake.actions.sign_draft import ASK_SIGNATURES, ENDORSE_DRAFT, REFUSE_TO_SIGN, SIGN_DRAFT
from services.intake.actions.submit_draft import DROP_DRAFT, SUBMIT_DRAFT
from services.intake.actions.withdraw_consent import WITHDRAW_CONSENT
from services.intake.actions.withdraw_request import WITHDRAW_REQUEST

__all__ = [
    "ANSWER_NAMING", "ASK_SIGNATURES", "CALL_BACK_HANDOVER", "COMMENT_DRAFT", "DECIDE_REQUEST", "DROP_DRAFT", "EDIT_DRAFT",
    "ENDORSE_DRAFT", "END_HAND", "FILL_DRAFT", "GIVE_CONSENT", "OPEN_DRAFT", "ORDER_HANDOVER", "RECORD_COMMITMENT",
    "REFUSE_TO_SIGN", "RESOLVE_COMMENT", "REVISE_REQUEST", "SHARE_DRAFT", "SHARE_FEEDBACK", "SIGN_DRAFT", "SUBMIT_DRAFT",
    "WITHDRAW_CONSENT", "WITHDRAW_REQUEST",
]  # fmt: skip
