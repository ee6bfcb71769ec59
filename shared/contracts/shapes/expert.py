"""An expert whom a party can send, as the roster keeps the profile: no name, no address (WM 7)."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.support_offer import LegalTradition
from shared.contracts.shapes.values import Day, FunctionalArea, Language, PartyId, Period, Text, Title

ExpertStatus = Literal["listed", "withdrawn"]
Standing = Literal["listed", "unavailable", "withdrawn"]
"""A status, with what the periods say of a day."""
Level = Literal["junior", "experienced", "senior"]
Judgement = Literal["met", "partly_met", "not_met"]
"""Whether an expert did what was agreed, by the word of the side that received."""
MOST_PERIODS = 60
MOST_DEPLOYMENTS = 200


class Certification(Shape):
    """A mark of quality that an expert holds: what it says, and who certified it when."""

    title: Title
    issuer: Title
    issued_on: Day
    valid_until: Day | None = None


class ExpertProfile(Shape):
    """What an expert can do, without a word of who it is. ``mechanism``: States and organisations that may ask read it, else officers alone."""

    title: Title = Field(description="The post or function; never a name")
    language: Language = Field(description="Of the words of the profile")
    summary: Text | None = None
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    languages: tuple[Language, ...] = Field(default=(), max_length=20, description="In which the expert works")
    legal_traditions: tuple[LegalTradition, ...] = Field(default=(), max_length=5)
    experience_years: int | None = Field(default=None, ge=0, le=60, description="Of experience in the field")
    level: Level | None = None
    certifications: tuple[Certification, ...] = Field(
        default=(), max_length=20, description="The mark of quality assurance"
    )
    visibility: Literal["mechanism", "secretariat"] = "mechanism"


class Receiver(Shape):
    """A party that received an expert. ``region``: the deployment that serves it, if it is not the expert's."""

    party: PartyId
    region: str | None = None


class Appraisal(Shape):
    """What a party that received an expert says afterwards, for the expert's party and the officers."""

    party: PartyId
    judgement: Judgement
    text: Text
    language: Language
    said_at: datetime


class ExpertDeployment(Shape):
    """An expert in an engagement of its party. ``person_released``: whether both sides may read who it is just now."""

    number: int
    engagement_id: str
    engagement_reference: str
    receivers: tuple[Receiver, ...] = Field(min_length=1)
    period: Period
    noted_at: datetime
    person_released: bool = False
    appraisals: tuple[Appraisal, ...] = ()

    def appraised_by(self, party: str) -> bool:
        """Whether a party that received the expert said its word."""
        return any(one.party == party for one in self.appraisals)


class ExpertState(Shape):
    """An expert after an event; who it is stands in none. ``confirmed_at``: when its party said last that the profile holds."""

    expert_id: str
    reference: str
    region: str
    status: ExpertStatus
    party: PartyId = Field(description="That employs or certifies the expert")
    content: ExpertProfile
    unavailable: tuple[Period, ...] = Field(default=(), max_length=MOST_PERIODS)
    deployments: tuple[ExpertDeployment, ...] = Field(default=(), max_length=MOST_DEPLOYMENTS)
    listed_at: datetime
    confirmed_at: datetime

    def away(self) -> tuple[Period, ...]:
        """When it cannot be sent: what its party said, and while it is sent somewhere."""
        return tuple(sorted((*self.unavailable, *(one.period for one in self.deployments)), key=lambda one: one.start))

    def deployment(self, number: int) -> ExpertDeployment | None:
        """One of its deployments."""
        return next((one for one in self.deployments if one.number == number), None)

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        regions = {it.region for one in self.deployments for it in one.receivers}
        return frozenset(one for one in regions if one is not None) - {self.region}


class NamedExpert(Shape):
    """An expert whom an offer names, for who reads the offer. ``unavailable``: when the expert is away while the offer is there."""

    expert_id: str
    reference: str
    title: Title
    standing: Standing
    unavailable: tuple[Period, ...] = ()


def overlapping(periods: tuple[Period, ...], asked: Period) -> tuple[Period, ...]:
    """Those of these periods that have a day within another one."""
    last = asked.end or date.max
    return tuple(one for one in periods if one.start <= last and (one.end is None or one.end >= asked.start))


def standing_on(state: ExpertState, day: date) -> Standing:
    """How an expert stands on a day: what is listed is unavailable within its periods."""
    if state.status == "withdrawn":
        return "withdrawn"
    return "unavailable" if overlapping(state.away(), Period(start=day, end=day)) else "listed"
