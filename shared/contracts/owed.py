"""The steps that are reminded of, by the kind of thing that makes somebody owe them (WM 6, 8)."""

from typing import Literal, get_args

OwedOfRequest = Literal["feedback", "revision", "consent", "consult", "seek", "solicitation", "answer", "confirmation"]
OwedOfNamed = Literal["naming"]
OwedOfOffer = Literal["offer_stands"]
OwedOfMeeting = Literal["invitation", "meeting", "moderators", "record"]
OwedOfAction = Literal["meeting_action"]
OwedOfEngagement = Literal[
    "signature", "new_terms", "plan", "plan_agreement", "start", "report_answer", "word", "delivery_due", "milestone_due",
    "evaluation", "results", "champion", "counterpart",
]  # fmt: skip
OwedOfPackage = Literal["package_stands"]
OwedOfExpert = Literal["expert_stands", "expert_appraisal"]
OwedOfOrganisation = Literal["organisation_decision"]
OwedOfDraft = Literal["sign_draft"]
OwedOfAssessment = Literal["assessment_late"]
OwedOfCommitment = Literal["commitment_stands"]
OwedOfNationalPlan = Literal["plan_over"]
OwedOfThread = Literal["question"]
OwedOfPractice = Literal["practice_word", "practice_review"]
OwedOfLink = Literal["link_word", "introduce"]
OwedOfInitiative = Literal[
    "initiative_word", "diagnosis_word", "initiative_step", "recommendation_word", "close_initiative"
]  # fmt: skip
OwedOfCallForAction = Literal["action_word", "action_report", "close_call_for_action"]
OwedOfLiaison = Literal["liaison_next"]
OwedOfCrisis = Literal["crisis_word", "crisis_review"]
OwedOfWarning = Literal["warning_word"]
OwedOfReview = Literal["open_review", "consult_on_review", "conclude_review"]
OwedOfEdition = Literal["freeze_edition", "publish_edition"]
OwedOfProject = Literal["open_project", "close_project", "answer_volunteer", "project_champion"]
Owed = (
    OwedOfRequest | OwedOfNamed | OwedOfOffer | OwedOfMeeting | OwedOfEngagement | OwedOfDraft | OwedOfThread | OwedOfPractice
    | OwedOfReview | OwedOfCrisis | OwedOfProject | OwedOfWarning | OwedOfPackage | OwedOfEdition | OwedOfExpert
    | OwedOfAssessment | OwedOfCommitment | OwedOfNationalPlan | OwedOfLink | OwedOfInitiative | OwedOfOrganisation
    | OwedOfAction | OwedOfCallForAction | OwedOfLiaison
)  # fmt: skip
STEPS: tuple[str, ...] = tuple(
    step
    for owed in (
        OwedOfRequest, OwedOfNamed, OwedOfOffer, OwedOfMeeting, OwedOfEngagement, OwedOfDraft, OwedOfThread, OwedOfPractice,
        OwedOfReview, OwedOfCrisis, OwedOfProject, OwedOfWarning, OwedOfPackage, OwedOfEdition, OwedOfExpert,
        OwedOfAssessment, OwedOfCommitment, OwedOfNationalPlan, OwedOfLink, OwedOfInitiative, OwedOfOrganisation, OwedOfAction,
        OwedOfCallForAction, OwedOfLiaison,
    )
    for step in get_args(owed)
)  # fmt: skip
"""The steps that have a time limit: feedback or decision (WM 8), revision (8), agreement (17), speaking with a State that
took it back (17), seeking offers (16), answering a call for offers (17), answering a match (11), confirming it (11, 19);
answering whether one stands in a request or an offer that names one (3, 15.v, 18); saying whether an offer, or a package, still stands, and whether an expert's profile holds; appraising an
expert that one received (7); deciding on an organisation that asks to be registered (3);
answering an invitation (4), taking part in a meeting (4), choosing who moderates it (5), recording what came of it (4),
saying what became of what one agreed there to do (4);
signing the terms of an engagement (19), or new ones (9), its plan (11) and start (20), answering a report, saying how it stands,
reporting what the plan says is due, evaluating it (15.vii), saying whether its results last (15.iii), answering as its champion
(2) or as a party that a notice names (19); signing the text of a draft (15.v); validating an assessment whose time is over, saying once a year how a pledge stands, recording what follows on a national plan (13); answering a question in a thread (8);
saying whether a good practice of one's country is published, and whether it still holds (11);
opening the yearly review of the terms or answering who asked for one, consulting the parties on it, concluding it (21);
opening a thematic project that is proposed, closing one at its end (18), taking note of who volunteers as its champion, and answering
who asks one to be it (2);
a State's own word on a declared crisis, and looking whether one still stands; judging a signal of early warning (12); freezing the
figures of the year's report, and publishing what was frozen (21); answering whether one enters a peer link (1), introducing peers to
who asks for it (20); a word on an initiative (11), on its diagnosis and on what a round of its audit recommends (7), a step of it by its
day, and how it went (11); a word on a call for action, a report on what one said that one does, and words on what came of it (5); what the Secretariat owes after a contact with a party (6)."""
