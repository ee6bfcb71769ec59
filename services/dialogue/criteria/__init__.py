"""What is looked at when moderators are chosen (WM 5). It advises; an officer chooses and says why."""

from services.dialogue.criteria.diverse_moderators import diverse
from services.dialogue.criteria.expert_moderators import expert

__all__ = ["diverse", "expert"]
