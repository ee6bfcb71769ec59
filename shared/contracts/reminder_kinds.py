"""Which reminder says which step: its shape and its event (WM 6, 8)."""

from typing import Any, get_args

from shared.contracts.action_reminders import ActionReminder, ActionReminderDue
from shared.contracts.assessment_reminders import AssessmentReminder, AssessmentReminderDue
from shared.contracts.call_for_action_reminders import CallForActionReminder, CallForActionReminderDue
from shared.contracts.commitment_reminders import (
    CommitmentReminder,
    CommitmentReminderDue,
    NationalPlanReminder,
    NationalPlanReminderDue,
)
from shared.contracts.initiative_reminders import InitiativeReminder, InitiativeReminderDue
from shared.contracts.liaison_reminders import LiaisonReminder, LiaisonReminderDue
from shared.contracts.notifications import (
    CrisisReminder,
    CrisisReminderDue,
    DraftReminder,
    DraftReminderDue,
    EditionReminder,
    EditionReminderDue,
    EngagementReminder,
    EngagementReminderDue,
    MeetingReminder,
    MeetingReminderDue,
    NamingReminder,
    NamingReminderDue,
    OfferReminder,
    OfferReminderDue,
    PackageReminder,
    PackageReminderDue,
    PracticeReminder,
    PracticeReminderDue,
    ProjectReminder,
    ProjectReminderDue,
    Reminder,
    ReminderDue,
    ReviewReminder,
    ReviewReminderDue,
    ThreadReminder,
    ThreadReminderDue,
    WarningReminder,
    WarningReminderDue,
)
from shared.contracts.owed import (
    OwedOfAction,
    OwedOfAssessment,
    OwedOfCallForAction,
    OwedOfCommitment,
    OwedOfCrisis,
    OwedOfDraft,
    OwedOfEdition,
    OwedOfEngagement,
    OwedOfExpert,
    OwedOfInitiative,
    OwedOfLiaison,
    OwedOfLink,
    OwedOfMeeting,
    OwedOfNamed,
    OwedOfNationalPlan,
    OwedOfOffer,
    OwedOfOrganisation,
    OwedOfPackage,
    OwedOfPractice,
    OwedOfProject,
    OwedOfReview,
    OwedOfThread,
    OwedOfWarning,
)
from shared.contracts.peer_reminders import LinkReminder, LinkReminderDue
from shared.contracts.roster_reminders import (
    ExpertReminder,
    ExpertReminderDue,
    OrganisationReminder,
    OrganisationReminderDue,
)


def reminder_of(content: dict[str, Any]) -> Reminder:
    """A reminder as it was kept: of a request, a named party's answer, an offer, a meeting, an engagement, a thread, a
    good practice, a review, a crisis, a warning, a report, a thematic project, a peer link, an initiative, a call for action, a package, an expert,
    an organisation or a contact with a party.
    """
    return kind_of_reminder(content["owed"])[0].model_validate(content)


_KINDS: tuple[tuple[Any, type[Reminder], type[ReminderDue]], ...] = (
    (OwedOfMeeting, MeetingReminder, MeetingReminderDue),
    (OwedOfAction, ActionReminder, ActionReminderDue),
    (OwedOfNamed, NamingReminder, NamingReminderDue),
    (OwedOfOffer, OfferReminder, OfferReminderDue),
    (OwedOfEngagement, EngagementReminder, EngagementReminderDue),
    (OwedOfDraft, DraftReminder, DraftReminderDue),
    (OwedOfThread, ThreadReminder, ThreadReminderDue),
    (OwedOfPractice, PracticeReminder, PracticeReminderDue),
    (OwedOfReview, ReviewReminder, ReviewReminderDue),
    (OwedOfCrisis, CrisisReminder, CrisisReminderDue),
    (OwedOfWarning, WarningReminder, WarningReminderDue),
    (OwedOfProject, ProjectReminder, ProjectReminderDue),
    (OwedOfAssessment, AssessmentReminder, AssessmentReminderDue),
    (OwedOfCommitment, CommitmentReminder, CommitmentReminderDue),
    (OwedOfNationalPlan, NationalPlanReminder, NationalPlanReminderDue),
    (OwedOfEdition, EditionReminder, EditionReminderDue),
    (OwedOfLink, LinkReminder, LinkReminderDue),
    (OwedOfInitiative, InitiativeReminder, InitiativeReminderDue),
    (OwedOfCallForAction, CallForActionReminder, CallForActionReminderDue),
    (OwedOfPackage, PackageReminder, PackageReminderDue),
    (OwedOfExpert, ExpertReminder, ExpertReminderDue),
    (OwedOfOrganisation, OrganisationReminder, OrganisationReminderDue),
    (OwedOfLiaison, LiaisonReminder, LiaisonReminderDue),
)


def kind_of_reminder(owed: str) -> tuple[type[Reminder], type[ReminderDue]]:
    """The shape and the event of a reminder of a step."""
    return next(((shape, event) for steps, shape, event in _KINDS if owed in get_args(steps)), (Reminder, ReminderDue))
