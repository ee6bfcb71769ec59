"""Choices of bodies that are no code list."""

from typing import get_args

from services.console.forms.of_endpoints import kinds
from shared.contracts.shapes.assessment import AssessmentPriority, AssessmentRole
from shared.contracts.shapes.call_for_action import ActionAskedFor, ActionWord
from shared.contracts.shapes.counter import CounterStatus
from shared.contracts.shapes.draft import HandRole
from shared.contracts.shapes.edition import ReportKind
from shared.contracts.shapes.expert import Judgement, Level
from shared.contracts.shapes.initiative import (
    AreaStanding,
    AuditFault,
    FollowedUp,
    InitiativeKind,
    InitiativeSide,
    RecommendationWord,
    Sampled,
)
from shared.contracts.shapes.liaison import FollowUpOutcome, LiaisonWay
from shared.contracts.shapes.meeting import ActionState, AgendaKind, MeetingContent, Moderator
from shared.contracts.shapes.organisation import RefusalReason
from shared.contracts.shapes.own_commitment import CommitmentForum, CommitmentStage
from shared.contracts.shapes.peer_link import ExchangeKind
from shared.contracts.shapes.practice import PracticeAudience, PracticeWording
from shared.contracts.shapes.recipient_link import LinkFound
from shared.contracts.shapes.review import Decided
from shared.contracts.shapes.support_offer import CostBorne, LegalTradition
from shared.contracts.shapes.thread import ContactNote
from shared.contracts.shapes.warning import SignalKind

FIXED = {
    "route": ("country_office", "direct"),
    "support_type": ("technical", "material", "financial"),
    "milestone": ("quantitative", "qualitative"),
    "horizon": ("short_term", "long_term"),
    "outcome": ("met", "partly", "not_met", "not_applicable", "unclear"),
    "counter_status": get_args(CounterStatus),
    "link_found": get_args(LinkFound),
    "channel": ("through_unhcr", "bilateral", "multilateral", "triangular"),
    "delivery_mode": ("peer_to_peer", "unhcr_direct", "unhcr_partner"),
    "legal_traditions": get_args(LegalTradition),
    "cost_borne": get_args(CostBorne),
    "level": get_args(Level),
    "judgement": get_args(Judgement),
    "organisation_refusal": get_args(RefusalReason),
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
    "action_state": get_args(ActionState),
    "moderates": get_args(Moderator.model_fields["role"].annotation),
    "weekdays": ("1", "2", "3", "4", "5", "6", "7"),
    "endpoint_kind": kinds(),
    "signing": ("v1", "v1a"),
    "overlap": ("0", "1", "24", "72", "168"),
    "mailbox_kind": ("functional", "official"),
    "must_act": ("immediately", "daily", "never"),
    "should_know": ("immediately", "daily", "weekly", "never"),
    "contact_how": get_args(ContactNote.model_fields["how"].annotation),
    "hand_role": get_args(HandRole),
    "priority": get_args(AssessmentPriority),
    "commitment_stage": get_args(CommitmentStage),
    "commitment_forum": get_args(CommitmentForum),
    "assessment_role": get_args(AssessmentRole),
    "worded_by": get_args(PracticeWording.model_fields["worded_by"].annotation),
    "practice_answer": ("publish", "decline"),
    "practice_audience": get_args(PracticeAudience),
    "practice_stands": ("stands", "outdated"),
    "link_answer": ("accepts", "declines"),
    "exchange_kind": get_args(ExchangeKind),
    "link_publication": ("publishes", "keeps"),
    "action_kind": get_args(ActionAskedFor),
    "action_word": get_args(ActionWord.model_fields["answer"].annotation),
    "initiative_kind": get_args(InitiativeKind),
    "initiative_answer": ("accepts", "declines"),
    "initiative_side": get_args(InitiativeSide),
    "initiative_end": ("as_planned", "early"),
    "area_standing": get_args(AreaStanding),
    "sampled": get_args(Sampled),
    "audit_fault": get_args(AuditFault),
    "recommendation_word": get_args(RecommendationWord),
    "followed_up": get_args(FollowedUp),
    "liaison_way": get_args(LiaisonWay),
    "follow_up": get_args(FollowUpOutcome),
    "report_kind": get_args(ReportKind),
    "decided": get_args(Decided),
    "signal_kind": get_args(SignalKind),
    "crisis_word": ("agrees", "objects"),
    "calendar_covers": ("own", "all"),
    "row_answer": ("agreed", "declined"),
    "volunteer_answer": ("accepts", "declines"),
    "standing": ("self_reported", "confirmed", "disputed"),
}  # fmt: skip
