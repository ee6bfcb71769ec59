"""Families of events of which golden mails are kept, with the item that each is about."""

from typing import Any

from shared.contracts.assessment_reminders import AssessmentReminderDue
from shared.contracts.assessments import AssessmentEvent
from shared.contracts.call_for_action_reminders import CallForActionReminderDue
from shared.contracts.calls_for_action import CallForActionEvent
from shared.contracts.commitment_reminders import CommitmentReminderDue, NationalPlanReminderDue
from shared.contracts.commitments import OwnCommitmentEvent
from shared.contracts.crises import CrisisEvent
from shared.contracts.dialogue import PracticeEvent, ThreadEvent
from shared.contracts.editions import EditionEvent
from shared.contracts.experts import ExpertEvent
from shared.contracts.initiative_reminders import InitiativeReminderDue
from shared.contracts.initiatives import InitiativeEvent
from shared.contracts.liaison_reminders import LiaisonReminderDue
from shared.contracts.national_plans import NationalPlanEvent
from shared.contracts.notifications import (
    CrisisReminderDue,
    EditionReminderDue,
    PackageReminderDue,
    PracticeReminderDue,
    ProjectReminderDue,
    ReviewReminderDue,
    ThreadReminderDue,
    WarningReminderDue,
)
from shared.contracts.peer_links import PeerLinkEvent
from shared.contracts.peer_reminders import LinkReminderDue
from shared.contracts.projects import ProjectEvent
from shared.contracts.reviews import ReviewEvent
from shared.contracts.roster_reminders import ExpertReminderDue
from shared.contracts.warnings import WarningEvent

NO_AREA: dict[str, Any] = {"areas": []}
FAMILIES: tuple[tuple[Any, str, dict[str, Any]], ...] = (
    (ThreadEvent | ThreadReminderDue, "thread", {"title": None, "about": "request", **NO_AREA}),
    (PracticeEvent | PracticeReminderDue, "practice", {"reference": "PRACTICE-2026-WCA-001"}),
    (InitiativeEvent | InitiativeReminderDue, "initiative", {"reference": "INITIATIVE-2026-WCA-001"}),
    (CallForActionEvent | CallForActionReminderDue, "call_for_action", {"reference": "ACTION-2026-WCA-001"}),
    (LiaisonReminderDue, "liaison", {"reference": "CONTACT-2026-WCA-001", "title": None, **NO_AREA}),
    (PeerLinkEvent | LinkReminderDue, "link", {"reference": "LINK-2026-WCA-001"}),
    (WarningEvent | WarningReminderDue, "warning", {"reference": "WARNING-2026-WCA-001", "title": None, **NO_AREA}),
    (CrisisEvent | CrisisReminderDue, "crisis", {"reference": "CRISIS-2026-WCA-001", **NO_AREA}),
    (EditionEvent | EditionReminderDue, "edition", {"reference": "REPORT-2026-WCA-001", "title": None, **NO_AREA}),
    (ReviewEvent | ReviewReminderDue, "review", {"reference": "REVIEW-2026-WCA-001", "title": None, **NO_AREA}),
    (PackageReminderDue, "package", {"reference": "PACKAGE-2026-FRA-001"}),
    (ProjectEvent | ProjectReminderDue, "project", {"reference": "PROJECT-2026-WCA-001"}),
    (AssessmentEvent | AssessmentReminderDue, "assessment", {"reference": "ASSESSMENT-2026-TCD-001"}),
    (OwnCommitmentEvent | CommitmentReminderDue, "commitment", {"reference": None}),
    (NationalPlanEvent | NationalPlanReminderDue, "national_plan", {"reference": "PLAN-2026-TCD-001"}),
    (ExpertEvent | ExpertReminderDue, "expert", {"reference": "EXPERT-2026-FRA-001"}),
)
"""Events, the kind of item, and what the item has."""
