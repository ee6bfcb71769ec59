"""All that people and programs can do with the roster, in the order of the document. What events set off stands beside."""

from services.roster.actions.allot import (
    ANSWER_ALLOTMENT,
    DECIDE_ALLOTMENT,
    PROPOSE_ALLOTMENT,
    WITHDRAW_ALLOTMENT,
)
from services.roster.actions.answer_naming import ANSWER_NAMING
from services.roster.actions.answer_row import ANSWER_ROW
from services.roster.actions.apply_as_organisation import (
    AMEND_APPLICATION,
    APPLY_AS_ORGANISATION,
    WITHDRAW_APPLICATION,
)
from services.roster.actions.attach_offer import ATTACH_OFFER, DETACH_OFFER
from services.roster.actions.confirm_offer import CONFIRM_OFFER
from services.roster.actions.contribute import (
    CONTRIBUTE,
    RECEIVE_CONTRIBUTION,
    RECORD_CONTRIBUTION,
    RETURN_CONTRIBUTION,
    REVERSE_RECEIPT,
    WITHDRAW_CONTRIBUTION,
)
from services.roster.actions.correct_row import CORRECT_ROW
from services.roster.actions.decide_organisation import (
    END_ORGANISATION,
    MERGE_ORGANISATION,
    REFUSE_ORGANISATION,
    REGISTER_ORGANISATION,
    RENAME_ORGANISATION,
)
from services.roster.actions.decide_project import CLOSE_PROJECT, DECLINE_PROJECT, OPEN_PROJECT
from services.roster.actions.deploy_expert import APPRAISE_EXPERT, DEPLOY_EXPERT, RELEASE_PERSON, TAKE_PERSON_BACK
from services.roster.actions.import_offers import IMPORT_OFFERS
from services.roster.actions.list_expert import (
    CONFIRM_EXPERT,
    LIST_EXPERT,
    NOTE_AWAY,
    REVISE_EXPERT,
    WITHDRAW_EXPERT,
)
from services.roster.actions.list_offer import LIST_OFFER
from services.roster.actions.offer_from_package import OFFER_FROM_PACKAGE
from services.roster.actions.prepare_package import (
    CONFIRM_PACKAGE,
    PREPARE_PACKAGE,
    REVISE_PACKAGE,
    WITHDRAW_PACKAGE,
)
from services.roster.actions.project_champion import (
    ANSWER_AS_PROJECT_CHAMPION,
    ANSWER_VOLUNTEER,
    ASK_PROJECT_CHAMPION,
    VOLUNTEER_AS_CHAMPION,
)
from services.roster.actions.propose_project import PROPOSE_PROJECT
from services.roster.actions.reject_row import REJECT_ROW
from services.roster.actions.release_row import RELEASE_ROW
from services.roster.actions.revise_offer import REVISE_OFFER
from services.roster.actions.spend_allotment import (
    CLOSE_ALLOTMENT,
    COMMIT_ALLOTMENT,
    PAY_ALLOTMENT,
    REVERSE_ENTRY,
)
from services.roster.actions.withdraw_offer import WITHDRAW_OFFER

__all__ = [
    "AMEND_APPLICATION", "ANSWER_ALLOTMENT", "ANSWER_AS_PROJECT_CHAMPION", "ANSWER_NAMING", "ANSWER_ROW",
    "ANSWER_VOLUNTEER", "APPLY_AS_ORGANISATION", "APPRAISE_EXPERT", "ASK_PROJECT_CHAMPION", "ATTACH_OFFER",
    "CLOSE_ALLOTMENT", "CLOSE_PROJECT", "COMMIT_ALLOTMENT", "CONFIRM_EXPERT", "CONFIRM_OFFER", "CONFIRM_PACKAGE",
    "CONTRIBUTE", "CORRECT_ROW", "DECIDE_ALLOTMENT", "DECLINE_PROJECT", "DEPLOY_EXPERT", "DETACH_OFFER",
    "END_ORGANISATION", "IMPORT_OFFERS", "LIST_EXPERT", "LIST_OFFER", "MERGE_ORGANISATION", "NOTE_AWAY",
    "OFFER_FROM_PACKAGE", "OPEN_PROJECT", "PAY_ALLOTMENT", "PREPARE_PACKAGE", "PROPOSE_ALLOTMENT",
    "PROPOSE_PROJECT", "RECEIVE_CONTRIBUTION", "RECORD_CONTRIBUTION", "REFUSE_ORGANISATION",
    "REGISTER_ORGANISATION", "REJECT_ROW", "RELEASE_PERSON", "RELEASE_ROW", "RENAME_ORGANISATION",
    "RETURN_CONTRIBUTION", "REVERSE_ENTRY", "REVERSE_RECEIPT", "REVISE_EXPERT", "REVISE_OFFER", "REVISE_PACKAGE",
    "TAKE_PERSON_BACK", "VOLUNTEER_AS_CHAMPION", "WITHDRAW_ALLOTMENT", "WITHDRAW_APPLICATION",
    "WITHDRAW_CONTRIBUTION", "WITHDRAW_EXPERT", "WITHDRAW_OFFER", "WITHDRAW_PACKAGE",
]  # fmt: skip
