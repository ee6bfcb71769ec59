"""Choices of forms whose words stand in the catalogue: those of bodies, and code lists that have no labels of their own."""

from typing import get_args

from services.console.forms.choices import FIXED
from services.console.wording.words import codes
from shared.contracts.rule_sets import MEASURES
from shared.contracts.shapes.call import CallStatus, Reach
from shared.contracts.shapes.call_for_action import WordOnAction
from shared.contracts.shapes.channels import NOTIFICATION_CHANNELS
from shared.contracts.shapes.draft import DraftStatus
from shared.contracts.shapes.edition import ReportScope
from shared.contracts.shapes.imported import ImportStatus, RowOutcome, RowStanding, RowWord
from shared.contracts.shapes.initiative import InitiativeWord
from shared.contracts.shapes.meeting import ModeratorFinding
from shared.contracts.shapes.named_party import NamedRole, Word
from shared.contracts.shapes.peer_link import LinkAnswer
from shared.contracts.shapes.review import ReviewState
from shared.contracts.shapes.thread import QuestionStatus, ThreadMessage
from shared.modalities.access.scopes import SCOPES
from shared.modalities.access.signals import MADE_OF

EXCLUDED = ("not_live", "own_offer", "outside_audience", "other_geography", "not_available", "nothing_left")
"""Why an offer cannot serve; held the same way."""
ENDED = ("running", "not_known")
"""How earlier work ended, beside the statuses of an engagement; held the same way."""
SERVICES = ("intake", "roster", "matching", "delivery", "dialogue", "notifications", "gateway", "console")
"""Who keeps things and tells of them, for officers; held against the folder of services."""
CHOICES = {name: those for name, those in FIXED.items() if name != "weekdays"} | {
    "rule_set": ("held", "holds", "comes"),
    "rule_measure": tuple(name for of_one in MEASURES.values() for name in of_one),
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
    "service": SERVICES,
    "handover": ("ordered", "begun", "completed", "called_back"),
    "region": ("FRESH", "STALE", "NEVER_HEARD"),
    "delivery_state": ("queued", "retrying", "delivered", "failed"),
    "scope": tuple(SCOPES),
    "endpoint": ("active", "paused", "throttled", "circuit_open", "disabled"),
    "by_channel": NOTIFICATION_CHANNELS,
    "channel": NOTIFICATION_CHANNELS,
    "channel_state": ("held", "quiet", "unknown", "well"),
    "plan_status": ("waiting", "running", "made", "kept", "superseded", "failed"),
    "plan_why": ("no_possible_pair", "excluded", "too_large_a_part", "too_little_offered", "taken_by_others"),
    "plan_left_out": ("other_unit", "other_kind", "other_area"),
    "plan_decision": ("taken", "set_aside"),
    "call_answer": ("pending", "offered", *FIXED["call_answer"]),
    "call_status": get_args(CallStatus),
    "reach": get_args(Reach),
    "link_word": get_args(LinkAnswer),
    "action_word": get_args(WordOnAction),
    "initiative_word": get_args(InitiativeWord),
    "scheme": ("state", "office", "organisation"),
    "circle": ("requester", "offerer", "approached", "all", "secretariat"),
    "thread_side": ("requester", "offerer", "approached", "invited", "secretariat"),
    "message_kind": get_args(ThreadMessage.model_fields["kind"].annotation),
    "question_status": get_args(QuestionStatus),
    "draft_status": get_args(DraftStatus),
    "scan": ("not_scanned", "clean", "found", "scanner_away"),
    "named_answer": (*get_args(Word), "recipient_agreed", "recipient_declined", "recipient_left"),
    "named_role": get_args(NamedRole),
    "report_scope": get_args(ReportScope),
    "review_came": get_args(ReviewState.model_fields["came"].annotation),
    "mute_scope": ("everything", "item", "event"),
    "import_status": get_args(ImportStatus),
    "row_outcome": get_args(RowOutcome),
    "row_standing": get_args(RowStanding),
    "row_word": get_args(RowWord),
    "match_answer": ("pending", "accepted", "declined"),
}
