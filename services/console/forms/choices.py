"""Choices of bodies that are no code list."""

from typing import get_args

from shared.contracts.shapes.draft import HandRole
from shared.contracts.shapes.meeting import AgendaKind, MeetingContent, Moderator
from shared.contracts.shapes.thread import ContactNote

FIXED = {
    "route": ("country_office", "direct"),
    "support_type": ("technical", "material", "financial"),
    "milestone": ("quantitative", "qualitative"),
    "horizon": ("short_term", "long_term"),
    "outcome": ("met", "partly", "not_met", "not_applicable", "unclear"),
    "channel": ("through_unhcr", "bilateral", "multilateral", "triangular"),
    "delivery_mode": ("peer_to_peer", "unhcr_direct", "unhcr_partner"),
    "visibility": ("public", "mechanism", "secretariat"),
    "audience": ("offerers", "public"),
    "kind": ("capacity_support", "capacity_assessment"),
    "engagement": ("project", "ongoing"),
    "quality_characteristics": ("fairness", "efficiency", "adaptability", "integrity"),
    "result": ("output", "outcome", "impact", "other"),
    "measure": ("unit", "percentage", "nominal", "ordinal", "qualitative"),
    "by": ("party", "unhcr", "partner"),
    "confirms": ("yes", "no"),
    "end_reason": (
        "priorities_changed", "funding_lost", "security", "staff_unavailable", "authority_changed", "need_met_otherwise",
        "not_relevant_any_more", "other",
    ),
    "score": ("1", "2", "3", "4", "5"),
    "results_stand": ("yes", "partly", "no"),
    "came": ("approached", "volunteered"),
    "origin": ("bilateral_notice", "pledge"),
    "side": ("requester", "offerer"),
    "notice_answer": ("accepted", "declined"),
    "call_answer": ("declined", "ask_again"),
    "champion_answer": ("accepted", "declined", "ended"),
    "attendance": ("registered", "declined"),
    "format": get_args(MeetingContent.model_fields["format"].annotation),
    "topic_kind": get_args(MeetingContent.model_fields["topic_kind"].annotation),
    "agenda": get_args(AgendaKind),
    "moderates": get_args(Moderator.model_fields["role"].annotation),
    "weekdays": ("1", "2", "3", "4", "5", "6", "7"),
    "mailbox_kind": ("functional", "official"),
    "must_act": ("immediately", "daily", "never"),
    "should_know": ("immediately", "daily", "weekly", "never"),
    "contact_how": get_args(ContactNote.model_fields["how"].annotation),
    "hand_role": get_args(HandRole),
    "standing": ("self_reported", "confirmed", "disputed"),
}  # fmt: skip
