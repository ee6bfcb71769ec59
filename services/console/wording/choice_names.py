"""Choices of forms whose words stand in the catalogue: those of bodies, and code lists that have no labels of their own."""

from typing import get_args

from services.console.forms.choices import FIXED
from services.console.wording.words import codes
from shared.contracts.shapes.call import CallStatus, Reach
from shared.contracts.shapes.draft import DraftStatus
from shared.contracts.shapes.meeting import ModeratorFinding
from shared.contracts.shapes.named_party import NamedRole, Word
from shared.contracts.shapes.thread import QuestionStatus, ThreadMessage
from shared.modalities.access.scopes import SCOPES
from shared.modalities.access.signals import MADE_OF

EXCLUDED = ("not_live", "own_offer", "outside_audience", "other_geography", "not_available", "nothing_left")
"""Why an offer cannot serve; held the same way."""
ENDED = ("running", "not_known")
"""How earlier work ended, beside the statuses of an engagement; held the same way."""
CHOICES = {name: those for name, those in FIXED.items() if name != "weekdays"} | {
    "support_forms": codes("support_forms"),
    "decline_reasons": codes("decline_reasons"),
    "end_reason": (*FIXED["end_reason"], "no_word_from_sides"),
    "champion_answer": ("pending", *FIXED["champion_answer"]),
    "signal": tuple(MADE_OF),
    "excluded": EXCLUDED,
    "ended": ENDED,
    "origin": ("match", *FIXED["origin"]),
    "notice_answer": ("pending", *FIXED["notice_answer"]),
    "invitation": ("pending", *FIXED["attendance"]),
    "moderation": get_args(ModeratorFinding.model_fields["subject"].annotation),
    "region": ("FRESH", "STALE", "NEVER_HEARD"),
    "delivery_state": ("queued", "retrying", "delivered", "failed"),
    "scope": tuple(SCOPES),
    "endpoint": ("active", "paused", "throttled", "circuit_open", "disabled"),
    "by_channel": ("email", "webhook"),
    "call_answer": ("pending", "offered", *FIXED["call_answer"]),
    "call_status": get_args(CallStatus),
    "reach": get_args(Reach),
    "circle": ("requester", "secretariat"),
    "thread_side": ("requester", "secretariat"),
    "message_kind": get_args(ThreadMessage.model_fields["kind"].annotation),
    "question_status": get_args(QuestionStatus),
    "draft_status": get_args(DraftStatus),
    "scan": ("not_scanned", "clean", "found", "scanner_away"),
    "named_answer": get_args(Word),
    "named_role": get_args(NamedRole),
    "match_answer": ("pending", "accepted", "declined"),
}
