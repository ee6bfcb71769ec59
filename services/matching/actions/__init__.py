"""All that officers and parties can do in matching, in the order of the document. What events set off stands beside."""

from services.matching.actions.answer_match import ANSWER_MATCH
from services.matching.actions.confirm_match import CONFIRM_MATCH
from services.matching.actions.consult import CONSULT
from services.matching.actions.propose_match import PROPOSE_MATCH
from services.matching.actions.seek_offers import SEEK_OFFERS
from services.matching.actions.withdraw_match import WITHDRAW_MATCH

__all__ = ["ANSWER_MATCH", "CONFIRM_MATCH", "CONSULT", "PROPOSE_MATCH", "SEEK_OFFERS", "WITHDRAW_MATCH"]
