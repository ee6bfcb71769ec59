"""All that people and programs can do with meetings, in the order of their life, and in threads."""

from services.dialogue.actions.add_document import ADD_DOCUMENT
from services.dialogue.actions.answer_invitation import ANSWER_INVITATION
from services.dialogue.actions.answer_question import ANSWER_QUESTION
from services.dialogue.actions.ask_question import ASK_QUESTION
from services.dialogue.actions.cancel_meeting import CANCEL_MEETING
from services.dialogue.actions.change_meeting import CHANGE_MEETING
from services.dialogue.actions.choose_moderators import CHOOSE_MODERATORS
from services.dialogue.actions.convene_meeting import CONVENE_MEETING
from services.dialogue.actions.read_up_to import READ_UP_TO
from services.dialogue.actions.record_meeting import RECORD_MEETING
from services.dialogue.actions.send_message import SEND_MESSAGE
from services.dialogue.actions.withdraw_question import WITHDRAW_QUESTION

__all__ = [
    "ADD_DOCUMENT",
    "ANSWER_INVITATION",
    "ANSWER_QUESTION",
    "ASK_QUESTION",
    "CANCEL_MEETING",
    "CHANGE_MEETING",
    "CHOOSE_MODERATORS",
    "CONVENE_MEETING",
    "READ_UP_TO",
    "RECORD_MEETING",
    "SEND_MESSAGE",
    "WITHDRAW_QUESTION",
]
