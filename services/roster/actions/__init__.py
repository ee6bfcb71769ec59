"""All that people and programs can do with the roster, in the order of the document. What events set off stands beside."""

from services.roster.actions.answer_naming import ANSWER_NAMING
from services.roster.actions.confirm_offer import CONFIRM_OFFER
from services.roster.actions.list_offer import LIST_OFFER
from services.roster.actions.revise_offer import REVISE_OFFER
from services.roster.actions.withdraw_offer import WITHDRAW_OFFER

__all__ = ["ANSWER_NAMING", "CONFIRM_OFFER", "LIST_OFFER", "REVISE_OFFER", "WITHDRAW_OFFER"]
