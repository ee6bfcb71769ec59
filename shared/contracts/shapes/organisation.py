"""An organisation as it asks to be registered, and as the roster keeps it: names that hold from a day, one id for ever (WM 3)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.classification import Classification, classified
from shared.contracts.door import AtDoor, Door, refused
from shared.contracts.event import Shape
from shared.contracts.shapes.codes import OrganisationKind
from shared.contracts.shapes.engagement_plan import EvidenceLink
from shared.contracts.shapes.values import Country, Day, Language, PartyId, Text, Title
from shared.contracts.vocabulary import LANGUAGES

OrganisationStatus = Literal["applied", "registered", "refused", "withdrawn", "merged", "ended"]
NAMED: tuple[OrganisationStatus, ...] = ("registered", "merged", "ended")
"""It has an id, which is valid from then on, whatever becomes of it; everybody may read what it is called."""
RefusalReason = Literal["no_such_organisation", "already_registered", "outside_the_terms", "not_verified", "other"]
MOST_NAMES = 40
CODE = r"^[a-z0-9](-?[a-z0-9]){1,39}$"
"""What an officer gives: the deployment stands before it, so that no two deployments give the same id (``wca-amera``)."""


def _of_ours(value: str, _: Door) -> str:
    if value not in LANGUAGES:
        raise refused("unknown_language", f"'{value}' is no language of the mechanism: {', '.join(LANGUAGES)}")
    return value


MechanismLanguage = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2}$"), Field(examples=["fr"]), AtDoor(_of_ours, "before")
]
"""One of the six languages."""
OrganisationCode = Annotated[
    str, StringConstraints(pattern=CODE, max_length=40), Field(description="Short, of the name", examples=["amera"])
]


class OrganisationName(Shape):
    """What an organisation is called in one language."""

    language: MechanismLanguage
    name: Title


Names = Annotated[tuple[OrganisationName, ...], Field(min_length=1, max_length=len(LANGUAGES))]
"""One language is needed, each of the six possible."""


def _one_each(names: tuple[OrganisationName, ...]) -> None:
    if len({one.language for one in names}) != len(names):
        raise ValueError("two names are in the same language")


class OrganisationContent(Shape):
    """What an organisation says of itself. ``across_regions``: it works in several regions, so Geneva decides (WM 3, 6)."""

    names: Names
    kind: OrganisationKind
    seat: Country = Field(description="The State in which it has its seat")
    website: EvidenceLink | None = None
    registration: Title | None = Field(default=None, description="Number and register, where it stands in one")
    statement: Text | None = Field(default=None, description="What it does, and what it could give or needs")
    language: Language = Field(description="Of the statement")
    across_regions: bool = False

    @model_validator(mode="after")
    def _distinct(self) -> "OrganisationContent":
        _one_each(self.names)
        return self


class DatedNames(Shape):
    """What it is called from a day until the next one."""

    since: Day
    names: Names

    @model_validator(mode="after")
    def _distinct(self) -> "DatedNames":
        _one_each(self.names)
        return self


class OrganisationDecision(Shape):
    """What an officer decided, and whose officer: ``unhcr-bureau:...`` or ``unhcr:secretariat``. A refusal has a reason and words."""

    approved: bool
    by: PartyId
    decided_at: datetime
    reason: RefusalReason | None = None
    words: Text | None = None
    language: Language | None = None


class OrganisationState(Shape):
    """An organisation after an event. ``code``: of its id ``org:<code>``, once it is registered; ``merged_into``: the id that goes on
    for it. ``applicant``: who applied, by no name; it leaves no deployment.
    """

    organisation_id: str
    reference: str
    region: str
    status: OrganisationStatus
    applicant: str | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)
    content: OrganisationContent
    code: str | None = None
    names: tuple[DatedNames, ...] = Field(default=(), max_length=MOST_NAMES)
    applied_at: datetime
    decision: OrganisationDecision | None = None
    across_regions: bool = Field(description="As its content says it: then Geneva decides")
    merged_into: PartyId | None = None
    until: date | None = Field(default=None, description="The last day on which it went by this id of its own")

    @property
    def party(self) -> str | None:
        """Its id; None before it has one."""
        return f"org:{self.code}" if self.code is not None else None
