"""A pilot or a round of the quality-assurance initiative, as a State and who stands beside it carry it out, as dialogue keeps it (WM 7, 11)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.event import Shape
from shared.contracts.shapes.values import (
    Country,
    Day,
    FunctionalArea,
    Id,
    Language,
    Offerer,
    PartyId,
    Period,
    Text,
    Title,
)

InitiativeKind = Literal["quality_assurance", "pilot"]
InitiativeStatus = Literal["proposed", "agreed", "running", "closed"]
"""Proposed: a word is awaited; agreed: the State, and the partner that it named, said yes; running: steps are planned."""
InitiativeWord = Literal["pending", "accepted", "declined", "left"]
InitiativeSide = Literal["state", "secretariat", "partner"]
AreaStanding = Literal["strong", "adequate", "weak", "absent"]
Sampled = Literal["decisions", "appeals", "interviews", "registrations", "reception_files"]
AuditFault = Literal[
    "facts_not_established", "country_information", "credibility", "law_applied", "interview_conduct", "interpretation",
    "safeguards", "time_limits", "reasons_not_given", "records", "other",
]  # fmt: skip
"""What a file of a sample lacks."""
RecommendationWord = Literal["accepted", "partly_accepted", "not_accepted"]
FollowedUp = Literal["done", "under_way", "not_done"]
Judged = Literal["met", "partly_met", "not_met"]
MOST_STEPS = 40
MOST_CYCLES = 20
MOST_READERS = 60

ExpertReference = Annotated[
    str,
    StringConstraints(pattern=r"^EXPERT-[0-9]{4}-[A-Z0-9-]{2,40}-[0-9]{3,6}$"),
    Field(examples=["EXPERT-2026-FRA-001"]),
]
"""Reference of an expert of the roster; who that is stands nowhere here."""


class InitiativeContent(Shape):
    """What is tried or assured, in which State. ``places`` and ``judged_by``: where, and by what one tells whether it worked; a pilot says both."""

    kind: InitiativeKind
    country: Country
    title: Title
    language: Language
    aim: Text
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    period: Period
    places: Title | None = None
    judged_by: Text | None = None


class InitiativePartner(Shape):
    """An organisation, or another State, that the State names beside it. ``region``: the deployment that serves it, if it is another."""

    party: Offerer
    answer: InitiativeWord
    asked_at: datetime
    answered_at: datetime | None = None
    region: str | None = None


class DiagnosedArea(Shape):
    """How the system of the State stands in a functional area, as both sides see it."""

    functional_area: FunctionalArea
    standing: AreaStanding
    text: Text | None = None


class DiagnosisContent(Shape):
    """A joint diagnosis: of which day, area by area."""

    held_on: Day
    language: Language
    areas: tuple[DiagnosedArea, ...] = Field(min_length=1, max_length=24)
    summary: Text | None = None


class JointDiagnosis(DiagnosisContent):
    """The same as it was written down. ``said_by``: sides that stand by it; it is joint with the State's and another one."""

    recorded_at: datetime
    said_by: tuple[InitiativeSide, ...]

    def joint(self) -> bool:
        """Whether the State and another side stand by it."""
        return "state" in self.said_by and len(self.said_by) > 1


class PlannedStep(Shape):
    """A step: what, by which day, whose."""

    title: Title
    due_on: Day
    by: InitiativeSide


class InitiativeStep(PlannedStep):
    """The same with its number; ``done_on``: when it was done."""

    number: int
    done_on: Day | None = None


class AuditFinding(Shape):
    """In how many files of the sample something is lacking."""

    functional_area: FunctionalArea
    fault: AuditFault
    count: int = Field(ge=1, le=100_000)


class Recommended(Shape):
    """What is recommended after a round."""

    functional_area: FunctionalArea
    text: Text


class Recommendation(Recommended):
    """The same with its number, and the State's own word on it."""

    number: int
    answer: RecommendationWord | None = None
    answer_text: Text | None = None
    answered_at: datetime | None = None


class CycleFollowUp(Shape):
    """What became of a recommendation of the round before."""

    recommendation: int = Field(ge=1, le=20)
    standing: FollowedUp
    text: Text | None = None


class CycleContent(Shape):
    """A round of an audit: what was sampled, how many files, what they lack, what is recommended. ``auditors``: experts of the roster."""

    held_on: Day
    language: Language
    sampled: Sampled
    sample: int = Field(ge=1, le=100_000, description="How many files were reviewed")
    findings: tuple[AuditFinding, ...] = Field(default=(), max_length=60)
    auditors: tuple[ExpertReference, ...] = Field(default=(), max_length=20)
    follow_ups: tuple[CycleFollowUp, ...] = Field(default=(), max_length=20)


class AuditCycle(CycleContent):
    """The same as it was written down."""

    number: int
    recorded_at: datetime
    recorded_by: InitiativeSide
    recommendations: tuple[Recommendation, ...] = Field(default=(), max_length=20)


class InitiativeReader(Shape):
    """A party to which the State shows it; ``shown`` is false once the State took that back. ``region``: where it is served, if elsewhere."""

    party: PartyId
    shown: bool
    region: str | None = None


class InitiativeOutcome(Shape):
    """How it ended. ``early``: before its steps were done or its last day came; ``judged``: of a pilot, whether it did what it should."""

    text: Text
    language: Language
    early: bool
    judged: Judged | None = None
    said_by: InitiativeSide


class InitiativeState(Shape):
    """An initiative after an event. ``opened_by``: its State; null where officers propose it. ``served_by``: the deployment that serves
    the State, if that is another. Figures of rounds are the State's: ``with_figures`` is its word that readers read them too.
    """

    initiative_id: str
    reference: str
    region: str
    status: InitiativeStatus
    content: InitiativeContent
    begun_at: datetime
    opened_by: PartyId | None = None
    served_by: str | None = None
    answer: InitiativeWord = Field(description="The State's own word")
    partner: InitiativePartner | None = None
    agreed_at: datetime | None = None
    diagnosis: JointDiagnosis | None = None
    steps: tuple[InitiativeStep, ...] = ()
    cycles: tuple[AuditCycle, ...] = ()
    readers: tuple[InitiativeReader, ...] = ()
    with_figures: bool = False
    practice_id: Id | None = Field(default=None, description="The good practice that it led to")
    closed_at: datetime | None = None
    outcome: InitiativeOutcome | None = None

    def shown_to(self) -> tuple[str, ...]:
        """Parties to which the State shows it."""
        return tuple(one.party for one in self.readers if one.shown)

    def serving(self) -> frozenset[str]:
        """Other deployments that serve its State or its partner."""
        regions = {self.served_by, self.partner.region if self.partner is not None else None}
        return frozenset(one for one in regions if one is not None) - {self.region}

    def told_in(self) -> frozenset[str]:
        """Other deployments that hold it: those, and who serves a reader; who was a reader hears that it is one no more."""
        readers = frozenset(one.region for one in self.readers if one.region is not None)
        return self.serving() | readers - {self.region}
