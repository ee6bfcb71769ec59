"""All that people and programs can do with meetings, in the order of their life."""

from services.dialogue.actions.answer_invitation import ANSWER_INVITATION
from services.dialogue.actions.cancel_meeting import CANCEL_MEETING
from services.dialogue.actions.change_meeting import CHANGE_MEETING
from services.dialogue.actions.choose_moderators import CHOOSE_MODERATORS
from services.dialogue.actions.convene_meeting import CONVENE_MEETING
from services.dialogue.actions.record_meeting import RECORD_MEETING

__all__ = [
    "ANSWER_INVITATION",
    "CANCEL_MEETING",
    "CHANGE_MEETING",
    "CHOOSE_MODERATORS",
    "CONVENE_MEETING",
    "RECORD_MEETING",
]
