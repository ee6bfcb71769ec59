"""All that officers and parties can do in matching, in the order of the document. What events set off stands beside."""

from services.matching.actions.answer_call import ANSWER_CALL
from services.matching.actions.answer_counter import KEEP_PROPOSAL, TAKE_COUNTER
from services.matching.actions.answer_match import ANSWER_MATCH
from services.matching.actions.close_call import CLOSE_CALL
from services.matching.actions.confirm_match import CONFIRM_MATCH
from services.matching.actions.consult import CONSULT
from services.matching.actions.counter_match import COUNTER_MATCH, WITHDRAW_COUNTER
from services.matching.actions.keep_plan import KEEP_PLAN
from services.matching.actions.make_plan import MAKE_PLAN
from services.matching.actions.propose_match import PROPOSE_MATCH
from services.matching.actions.recall_call import RECALL_CALL
from services.matching.actions.see_call import SEE_CALL
from services.matching.actions.seek_offers import SEEK_OFFERS
from services.matching.actions.set_aside import SET_ASIDE
from services.matching.actions.take_suggestion import TAKE_SUGGESTION
from services.matching.actions.withdraw_match import WITHDRAW_MATCH

__all__ = [
    "ANSWER_CALL", "ANSWER_MATCH", "CLOSE_CALL", "CONFIRM_MATCH", "CONSULT", "COUNTER_MATCH", "KEEP_PLAN", "KEEP_PROPOSAL",
    "MAKE_PLAN", "PROPOSE_MATCH", "RECALL_CALL", "SEEK_OFFERS", "SEE_CALL", "SET_ASIDE", "TAKE_COUNTER", "TAKE_SUGGESTION",
    "WITHDRAW_COUNTER", "WITHDRAW_MATCH",
]  # fmt: skip
