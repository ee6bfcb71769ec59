"""A support request as its authorities write it (WM 8, 13, 15) and its state as intake keeps it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, model_validator

from shared.contracts.classification import Classification, classified, fields_of
from shared.contracts.event import Shape
from shared.contracts.shapes.crisis import CrisisContext
from shared.contracts.shapes.draft import Prepared
from shared.contracts.shapes.handover import Belonged
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.recipient_link import RecipientLink
from shared.contracts.shapes.request_ground import CapacityAssessment, NationalPlan, OwnCommitment
from shared.contracts.shapes.values import (
    Country,
    CountryOffice,
    Day,
    FocalPoint,
    FunctionalArea,
    Id,
    Language,
    LineElsewhere,
    LineId,
    PartyId,
    PartyKind,
    Period,
    Quantity,
    SupportForm,
    Text,
    Title,
)  # fmt: skip

SupportType = Literal["technical", "material", "financial"]
QualityCharacteristic = Literal["fairness", "efficiency", "adaptability", "integrity"]


class CompetentAuthority(Shape):
    """The national body that prepares and submits the request (WM 8)."""

    name: Title
    focal_point: FocalPoint | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)


class SubmissionRoute(Shape):
    """Through the country office where feasible; a reason when direct (WM 8)."""

    route: Literal["country_office", "direct"]
    country_office: CountryOffice | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> "SubmissionRoute":
        if self.route == "country_office" and self.country_office is None:
            raise ValueError("a request through a country office names the office")
        if self.route == "direct" and self.reason is None:
            raise ValueError("a direct request gives the reason")
        return self


class RequestLine(Shape):
    """One thing asked for: what, of which kind, how much, when (WM 15.ii, 17)."""

    line_id: LineId
    functional_area: FunctionalArea
    support_type: SupportType
    support_form: SupportForm | None = None
    quantity: Quantity
    period: Period
    description: Text | None = None
    assessed_as: LineElsewhere | None = Field(default=None, description="The line of the assessment that it comes from")


class Milestone(Shape):
    """A dated step of an objective; WM 15.ii asks for both kinds."""

    text: Text
    kind: Literal["quantitative", "qualitative"]
    due_on: Day | None = None
    indicator: Text | None = None
    baseline: Text | None = None
    target: Text | None = None


class Objective(Shape):
    """What the support is to achieve (WM 15.ii, 15.vii)."""

    text: Text
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=50)


class SustainabilityPlan(Shape):
    """How results last after the support ends (WM 15.iii)."""

    statement: Text
    exit_arrangement: Text | None = None
    comprehensive_plan: Text | None = None


class AssociatedBeneficiary(Shape):
    """A recipient other than a State, working with the authorities (WM 10, 15.iv)."""

    name: Title
    project_with_authorities: Text | None = None
    party: PartyId | None = Field(default=None, description="Its registered id: it is asked for its own word")


class ExistingSupport(Shape):
    """Support by others that exists or is coming (WM 15.vi)."""

    provider: Text
    description: Text
    period: Period | None = None


class Coordination(Shape):
    """How several supporters are coordinated and duplication is mitigated (WM 15.vi)."""

    existing_support: tuple[ExistingSupport, ...] = Field(default=(), max_length=50)
    how_coordinated: Text | None = None
    duplication_mitigation: Text | None = None


class Monitoring(Shape):
    """How impact is monitored and use reported (WM 15.vii)."""

    indicators: tuple[Text, ...] = Field(default=(), max_length=50)
    report_schedule: Text | None = None


class RequestContent(Shape):
    """What the competent authorities submit. Only form is required here: criteria advise, people decide (WM 13, 15)."""

    title: Title
    language: Language
    summary: Text | None = None
    kind: Literal["capacity_support", "capacity_assessment"] = "capacity_support"
    requesting_states: tuple[Country, ...] = Field(
        min_length=1, max_length=30, description="The first one leads (WM 15.v)"
    )
    competent_authority: CompetentAuthority
    submission_route: SubmissionRoute = classified(Classification.STRICTLY_CONFIDENTIAL)
    supporters: tuple[PartyId, ...] = Field(default=(), max_length=50, description="Other stakeholders (WM 3)")
    quality_characteristics: tuple[QualityCharacteristic, ...] = Field(default=(), max_length=4)
    national_plan: NationalPlan | None = None
    assessment: CapacityAssessment | None = None
    own_commitments: tuple[OwnCommitment, ...] = Field(default=(), max_length=50)
    gap: Text | None = None
    lines: tuple[RequestLine, ...] = Field(min_length=1, max_length=100)
    objectives: tuple[Objective, ...] = Field(default=(), max_length=50)
    sustainability: SustainabilityPlan | None = None
    beneficiaries: tuple[AssociatedBeneficiary, ...] = Field(default=(), max_length=50)
    coordination: Coordination | None = None
    monitoring: Monitoring | None = None
    crisis: CrisisContext | None = None
    urgent: bool = False
    urgency: Text | None = Field(default=None, description="Why it is urgent, of whoever says that it is (WM 9, 12)")
    horizon: Literal["short_term", "long_term"] = "long_term"
    engagement: Literal["project", "ongoing"] = "project"
    languages: tuple[Language, ...] = Field(default=(), max_length=20, description="Working languages")
    raised_at_meeting: Id | None = Field(default=None, description="Meeting it was raised at, as its State says (WM 4)")

    @property
    def on_urgent_clock(self) -> bool:
        """A crisis is judged on the urgent clock, whether or not somebody ticked that it is urgent (WM 9, 12)."""
        return self.urgent or self.crisis is not None

    @model_validator(mode="after")
    def _distinct(self) -> "RequestContent":
        if len({line.line_id for line in self.lines}) != len(self.lines):
            raise ValueError("two lines have the same line_id")
        if len(set(self.requesting_states)) != len(self.requesting_states):
            raise ValueError("a requesting State is named twice")
        if any(not party.startswith("iso3166:") for party in self.requesting_states):
            raise ValueError("requesting States are States: iso3166:<alpha-3>")
        return self


class FindingReason(Shape):
    """Why it was found so, as a code that has words in six languages; ``party`` where it is about one."""

    code: str
    party: PartyId | None = None


class CriterionFinding(Shape):
    """What was found for one paragraph of WM 9, 12, 13 or 15, by the rules and, where given, by the officer.

    ``reason`` is in English; ``reasons`` say the same in codes, and are empty in findings from before there were codes.
    """

    paragraph: str
    outcome: Literal["met", "partly", "not_met", "not_applicable", "unclear"]
    reason: str
    reasons: tuple[FindingReason, ...] = ()
    evidence: tuple[str, ...] = ()
    moved_from: str | None = None
    officer_outcome: Literal["met", "partly", "not_met", "not_applicable", "unclear"] | None = None
    officer_comment: str | None = None
    links: tuple[RecipientLink, ...] = Field(
        default=(), description="Of 15.iv: the officer's finding on each recipient that was judged"
    )


class Consent(Shape):
    """The requesting State's agreement to solicitation: to whom and which fields may be shown (WM 17).

    To all possible offerers or to all (``audiences``), or to kinds of party and to named parties; ``but`` are left out.
    """

    fields: tuple[str, ...]
    audiences: tuple[Literal["offerers", "public"], ...]
    kinds: tuple[PartyKind, ...] = ()
    parties: tuple[PartyId, ...] = ()
    but: tuple[PartyId, ...] = ()
    given_by: str
    given_at: datetime


class ConsentedView(Shape):
    """The only form in which anyone but the State and the Secretariat sees a request (WM 17). Made by intake alone.
    Its readers are those that every requesting State agreed to. All possible offerers but some stand here as ``but`` alone,
    without ``offerers``: who reads ``audiences`` and knows of nothing else shows it to nobody.
    """

    audiences: tuple[Literal["offerers", "public"], ...]
    kinds: tuple[PartyKind, ...] = ()
    parties: tuple[PartyId, ...] = ()
    but: tuple[PartyId, ...] = Field(default=(), description="Left out of the kinds, or of all possible offerers")
    fields: dict[str, Any] = fields_of("RequestContent")


class Decision(Shape):
    """A person's decision with its reason; no code path makes one alone (WM 15, 16)."""

    in_line: bool
    reason: str
    decided_by: str
    decided_at: datetime


class Message(Shape):
    """What the Secretariat wrote beside its feedback per criterion (WM 8)."""

    text: str
    written_by: str
    written_at: datetime


RequestStatus = Literal["submitted", "feedback_shared", "revised", "in_line", "not_in_line", "withdrawn"]


class SupportRequestState(Shape):
    """A support request after an event. ``content_version`` counts the immutable versions the authorities submitted.
    ``content.requesting_states`` and ``content.supporters`` are the lead and those that agreed to stand there; ``named`` are
    all that were named beside the lead, with their own word (WM 3, 15.v).
    """

    request_id: str
    reference: str
    region: str
    status: RequestStatus
    content_version: int
    content: RequestContent
    rule_set: str
    findings: tuple[CriterionFinding, ...]
    consent: Consent | None = Field(default=None, description="The latest agreement given")
    consents: dict[str, Consent] = Field(default={}, description="Agreement of each requesting State, by party")
    consent_withdrawn_by: tuple[PartyId, ...] = Field(default=(), description="States that took their agreement back")
    shown: ConsentedView | None = None
    decision: Decision | None = None
    messages: tuple[Message, ...] = Field(default=(), description="What came with feedback, the latest last (WM 8)")
    submitted_at: datetime
    revised_at: datetime | None = None
    feedback_at: datetime | None = None
    feedback_due_at: datetime
    handed_over_to: str | None = Field(default=None, description="Deployment that owns it now; here it is history")
    belonged: tuple[Belonged, ...] = Field(default=(), description="Deployments that owned it before, in order")
    named: tuple[NamedParty, ...] = Field(default=(), description="Parties named beside the lead, with their own word")
    recipients: tuple[NamedRecipient, ...] = Field(
        default=(), description="Recipients other than States, with their own word (WM 10)"
    )
    prepared: Prepared | None = Field(default=None, description="Of a draft: who signed its text (WM 8, 15.v)")
