"""A package of support as a party prepares it once, and its state as the roster keeps it (WM 7, 18)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from shared.contracts.event import Shape
from shared.contracts.shapes.support_offer import Channel, CostBorne, DeliveryMode, LegalTradition
from shared.contracts.shapes.support_request import QualityCharacteristic, SupportType
from shared.contracts.shapes.values import (
    Amount,
    Bureau,
    Country,
    FunctionalArea,
    Id,
    Language,
    LineId,
    PartyId,
    SupportForm,
    Text,
    Title,
    Unit,
    Year,
)

PackageStatus = Literal["prepared", "withdrawn"]


class PackageWording(Shape):
    """A package in one language. ``conditions``: under which it is given."""

    language: Language
    title: Title
    summary: Text | None = None
    conditions: Text | None = None


class InYear(Shape):
    """How much of a line a party can give within one year; the amounts of several years add up."""

    year: Year
    amount: Amount = Field(gt=0)


class PackageLine(Shape):
    """One thing of a package; it can serve any of its functional areas. ``years``: one entry a year."""

    line_id: LineId
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    support_type: SupportType
    support_form: SupportForm | None = None
    unit: Unit
    years: tuple[InYear, ...] = Field(min_length=1, max_length=20)
    description: Text | None = None
    experts: tuple[Id, ...] = Field(
        default=(), max_length=50, description="expert_id of experts of who leads, that it would send (WM 7)"
    )


class PackageContent(Shape):
    """What a party can give, said once. Empty ``countries`` and ``bureaux``: worldwide; empty ``channels`` and ``delivery_modes``: any."""

    wordings: Annotated[tuple[PackageWording, ...], Field(min_length=1, max_length=20, description="One a language")]
    lines: tuple[PackageLine, ...] = Field(min_length=1, max_length=100)
    cost_borne: CostBorne | None = Field(default=None, description="Who bears the cost")
    quality_characteristics: tuple[QualityCharacteristic, ...] = Field(default=(), max_length=4)
    countries: tuple[Country, ...] = Field(default=(), max_length=250)
    bureaux: tuple[Bureau, ...] = Field(default=(), max_length=20)
    languages: tuple[Language, ...] = Field(default=(), max_length=20)
    legal_traditions: tuple[LegalTradition, ...] = Field(default=(), max_length=5)
    channels: tuple[Channel, ...] = Field(default=(), max_length=4, description="Empty: any (WM 19)")
    delivery_modes: tuple[DeliveryMode, ...] = Field(default=(), max_length=3, description="Empty: any (WM 20)")

    @model_validator(mode="after")
    def _distinct(self) -> "PackageContent":
        if len({line.line_id for line in self.lines}) != len(self.lines):
            raise ValueError("two lines have the same line_id")
        return self

    @property
    def title(self) -> str:
        """As it was worded first."""
        return self.wordings[0].title

    def worded(self, language: str | None) -> PackageWording:
        """Its words in a language; as it was worded first where there are none."""
        return next((one for one in self.wordings if one.language == language), self.wordings[0])

    @property
    def last_year(self) -> int:
        """The last year for which anything of it is said to be there."""
        return max(one.year for line in self.lines for one in line.years)


class SupportPackageState(Shape):
    """A package after an event. It is its party's own: others read the offers made from it, never the package (WM 7, 18).

    ``content_version`` rises with each change of what it says; offers say from which one they were made. ``confirmed_at``: when its
    party said last that it stands.
    """

    package_id: str
    reference: str
    region: str
    status: PackageStatus
    party: PartyId
    content_version: int
    content: PackageContent
    prepared_at: datetime
    confirmed_at: datetime
