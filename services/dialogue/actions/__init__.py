"""All that people and programs can do with meetings, in the order of their life, in threads, with good practices, peer links, initiatives, reviews,
calls for action, reports and contacts with parties."""

from services.dialogue.actions.add_document import ADD_DOCUMENT
from services.dialogue.actions.answer_call_for_action import (
    ANSWER_CALL_FOR_ACTION,
    REPORT_ON_CALL_FOR_ACTION,
    SHOW_OWN_ACTION,
    TAKE_ACTION_REPORT_BACK,
)
from services.dialogue.actions.answer_invitation import ANSWER_INVITATION
from services.dialogue.actions.answer_link import ANSWER_LINK, ANSWER_LINK_PUBLICATION, LEAVE_LINK, RECORD_EXCHANGE
from services.dialogue.actions.answer_practice import ANSWER_PRACTICE
from services.dialogue.actions.answer_question import ANSWER_QUESTION
from services.dialogue.actions.ask_for_action import (
    CLOSE_CALL_FOR_ACTION,
    OPEN_CALL_FOR_ACTION,
    REVISE_CALL_FOR_ACTION,
    WITHDRAW_CALL_FOR_ACTION,
)
from services.dialogue.actions.ask_for_review import ASK_FOR_REVIEW
from services.dialogue.actions.ask_question import ASK_QUESTION
from services.dialogue.actions.cancel_meeting import CANCEL_MEETING
from services.dialogue.actions.carry_out_initiative import (
    ANSWER_RECOMMENDATION,
    DIAGNOSE,
    PLAN_INITIATIVE,
    RECORD_CYCLE,
    RECORD_STEP,
    STAND_BY_DIAGNOSIS,
)
from services.dialogue.actions.change_meeting import CHANGE_MEETING
from services.dialogue.actions.choose_moderators import CHOOSE_MODERATORS
from services.dialogue.actions.conclude_review import CONCLUDE_REVIEW
from services.dialogue.actions.convene_meeting import CONVENE_MEETING
from services.dialogue.actions.convene_next import CONVENE_NEXT
from services.dialogue.actions.freeze_edition import FREEZE_EDITION, PUBLISH_EDITION, WORD_EDITION
from services.dialogue.actions.liaison import CORRECT_LIAISON, FOLLOW_UP_LIAISON, RECORD_LIAISON
from services.dialogue.actions.open_edition import OPEN_NEXT_EDITION, OPEN_REPORT
from services.dialogue.actions.open_initiative import (
    ANSWER_INITIATIVE,
    CLOSE_INITIATIVE,
    NAME_PRACTICE,
    OPEN_INITIATIVE,
    SHOW_INITIATIVE,
)
from services.dialogue.actions.open_review import CONSULT_ON_REVIEW, DECLINE_REVIEW, OPEN_REVIEW
from services.dialogue.actions.propose_in_review import PROPOSE_IN_REVIEW, WITHDRAW_PROPOSAL
from services.dialogue.actions.propose_practice import PROPOSE_PRACTICE
from services.dialogue.actions.read_up_to import READ_UP_TO
from services.dialogue.actions.record_meeting import RECORD_MEETING
from services.dialogue.actions.report_action import REPORT_ACTION
from services.dialogue.actions.retract_practice import RETRACT_PRACTICE
from services.dialogue.actions.review_practice import REVIEW_PRACTICE
from services.dialogue.actions.reword_practice import REWORD_PRACTICE
from services.dialogue.actions.send_message import SEND_MESSAGE
from services.dialogue.actions.volunteer_to_moderate import VOLUNTEER_TO_MODERATE, WITHDRAW_VOLUNTEERING
from services.dialogue.actions.wish_link import INTRODUCE_PEERS, WISH_LINK, WITHDRAW_LINK
from services.dialogue.actions.withdraw_question import WITHDRAW_QUESTION

__all__ = [
    "ADD_DOCUMENT",
    "ANSWER_CALL_FOR_ACTION",
    "ANSWER_INITIATIVE",
    "ANSWER_INVITATION",
    "ANSWER_LINK",
    "ANSWER_LINK_PUBLICATION",
    "ANSWER_PRACTICE",
    "ANSWER_QUESTION",
    "ANSWER_RECOMMENDATION",
    "ASK_FOR_REVIEW",
    "ASK_QUESTION",
    "CANCEL_MEETING",
    "CHANGE_MEETING",
    "CHOOSE_MODERATORS",
    "CLOSE_CALL_FOR_ACTION",
    "CLOSE_INITIATIVE",
    "CONCLUDE_REVIEW",
    "CONSULT_ON_REVIEW",
    "CONVENE_MEETING",
    "CONVENE_NEXT",
    "CORRECT_LIAISON",
    "DECLINE_REVIEW",
    "DIAGNOSE",
    "FOLLOW_UP_LIAISON",
    "FREEZE_EDITION",
    "INTRODUCE_PEERS",
    "LEAVE_LINK",
    "NAME_PRACTICE",
    "OPEN_CALL_FOR_ACTION",
    "OPEN_INITIATIVE",
    "OPEN_NEXT_EDITION",
    "OPEN_REPORT",
    "OPEN_REVIEW",
    "PLAN_INITIATIVE",
    "PROPOSE_IN_REVIEW",
    "PROPOSE_PRACTICE",
    "PUBLISH_EDITION",
    "READ_UP_TO",
    "RECORD_CYCLE",
    "RECORD_EXCHANGE",
    "RECORD_LIAISON",
    "RECORD_MEETING",
    "RECORD_STEP",
    "REPORT_ACTION",
    "REPORT_ON_CALL_FOR_ACTION",
    "RETRACT_PRACTICE",
    "REVIEW_PRACTICE",
    "REVISE_CALL_FOR_ACTION",
    "REWORD_PRACTICE",
    "SEND_MESSAGE",
    "SHOW_INITIATIVE",
    "SHOW_OWN_ACTION",
    "STAND_BY_DIAGNOSIS",
    "TAKE_ACTION_REPORT_BACK",
    "VOLUNTEER_TO_MODERATE",
    "WISH_LINK",
    "WITHDRAW_CALL_FOR_ACTION",
    "WITHDRAW_LINK",
    "WITHDRAW_PROPOSAL",
    "WITHDRAW_QUESTION",
    "WITHDRAW_VOLUNTEERING",
    "WORD_EDITION",
]
