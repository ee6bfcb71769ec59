"""All that people and programs can do with the roster, in the order of the document. What events set off stands beside."""

from services.roster.actions.answer_naming import ANSWER_NAMING
from services.roster.actions.answer_row import ANSWER_ROW
from services.roster.actions.confirm_offer import CONFIRM_OFFER
from services.roster.actions.correct_row import CORRECT_ROW
from services.roster.actions.import_offers import IMPORT_OFFERS
from services.roster.actions.list_offer import LIST_OFFER
from services.roster.actions.reject_row import REJECT_ROW
from services.roster.actions.release_row import RELEASE_ROW
from services.roster.actions.revise_offer import REVISE_OFFER
from services.roster.actions.withdraw_offer import WITHDRAW_OFFER

__all__ = [
    "ANSWER_NAMING", "ANSWER_ROW", "CONFIRM_OFFER", "CORRECT_ROW", "IMPORT_OFFERS", "LIST_OFFER", "REJECT_ROW", "RELEASE_ROW",
    "REVISE_OFFER", "WITHDRAW_OFFER",
]  # fmt: skip
