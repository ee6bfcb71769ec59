"""All that officers and parties can do in matching, in the order of the document. What events set off stands beside."""

from services.matching.actions.answer_call import ANSWER_CALL
from services.matching.actions.answer_match import ANSWER_MATCH
from services.matching.actions.close_call import CLOSE_CALL
from services.matching.actions.confirm_match import CONFIRM_MATCH
from services.matching.actions.consult import CONSULT
from services.matching.actions.propose_match import PROPOSE_MATCH
from services.matching.actions.recall_call import RECALL_CALL
from services.matching.actions.see_call import SEE_CALL
from services.matching.actions.seek_offers import SEEK_OFFERS
from services.matching.actions.withdraw_match import WITHDRAW_MATCH

__all__ = [
    "ANSWER_CALL", "ANSWER_MATCH", "CLOSE_CALL", "CONFIRM_MATCH", "CONSULT", "PROPOSE_MATCH", "RECALL_CALL", "SEEK_OFFERS",
    "SEE_CALL", "WITHDRAW_MATCH",
]  # fmt: skip
