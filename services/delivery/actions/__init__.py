"""All that people and programs can do with an engagement, in the order of its life. What events set off stands beside."""

from services.delivery.actions.answer_report import ANSWER_DELIVERY, ANSWER_MILESTONE
from services.delivery.actions.champion import ANSWER_AS_CHAMPION, ASK_CHAMPION
from services.delivery.actions.look_back import (
    ANSWER_PUBLICATION,
    EVALUATE,
    EVALUATE_AS_SECRETARIAT,
    SAY_RESULTS_STAND,
)
from services.delivery.actions.notice import ANSWER_NOTICE, GIVE_NOTICE
from services.delivery.actions.plan import AGREE_PLAN, PROPOSE_PLAN, START_ENGAGEMENT
from services.delivery.actions.propose_terms import PROPOSE_TERMS
from services.delivery.actions.release_contact import RELEASE_CONTACT, TAKE_CONTACT_BACK
from services.delivery.actions.report_progress import REPORT_DELIVERY, REPORT_FUNDS, REPORT_MILESTONE, SAY_NO_CHANGE
from services.delivery.actions.rest_and_end import (
    CLOSE_ENGAGEMENT,
    END_ENGAGEMENT,
    PAUSE_ENGAGEMENT,
    RESUME_ENGAGEMENT,
    SAY_FULFILLED,
)
from services.delivery.actions.set_terms_aside import SET_TERMS_ASIDE
from services.delivery.actions.sign_terms import SIGN_TERMS

__all__ = [
    "AGREE_PLAN",
    "ANSWER_AS_CHAMPION",
    "ANSWER_DELIVERY",
    "ANSWER_MILESTONE",
    "ANSWER_NOTICE",
    "ANSWER_PUBLICATION",
    "ASK_CHAMPION",
    "CLOSE_ENGAGEMENT",
    "END_ENGAGEMENT",
    "EVALUATE",
    "EVALUATE_AS_SECRETARIAT",
    "GIVE_NOTICE",
    "PAUSE_ENGAGEMENT",
    "PROPOSE_PLAN",
    "PROPOSE_TERMS",
    "RELEASE_CONTACT",
    "REPORT_DELIVERY",
    "REPORT_FUNDS",
    "REPORT_MILESTONE",
    "RESUME_ENGAGEMENT",
    "SAY_FULFILLED",
    "SAY_NO_CHANGE",
    "SAY_RESULTS_STAND",
    "SET_TERMS_ASIDE",
    "SIGN_TERMS",
    "START_ENGAGEMENT",
    "TAKE_CONTACT_BACK",
]
