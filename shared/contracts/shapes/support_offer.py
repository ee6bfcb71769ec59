"""An offer of capacity support as its party writes it (WM 7, 17, 18) and its state as the roster keeps it."""

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from shared.contracts.classification import Classification, classified
from shared.contracts.event import Shape
from shared.contracts.shapes.handover import Belonged
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.support_request import QualityCharacteristic, SupportType
from shared.contracts.shapes.values import (
    Amount,
    Bureau,
    Country,
    FocalPoint,
    FunctionalArea,
    Id,
    Language,
    LineId,
    PartyId,
    Period,
    Quantity,
    SupportForm,
    Text,
    Title,
    Unit,
)

Channel = Literal["through_unhcr", "bilateral", "multilateral", "triangular"]
DeliveryMode = Literal["peer_to_peer", "unhcr_direct", "unhcr_partner"]
CostBorne = Literal["offering_party", "shared", "requesting_state"]
"""Who bears the cost of support that is offered."""


class OfferLine(Shape):
    """One thing on offer; its quantity can serve any of its functional areas."""

    line_id: LineId
    functional_areas: tuple[FunctionalArea, ...] = Field(min_length=1, max_length=24)
    support_type: SupportType
    support_form: SupportForm | None = None
    quantity: Quantity
    description: Text | None = None
    experts: tuple[Id, ...] = Field(
        default=(), max_length=50, description="expert_id of experts of who leads, that it would send (WM 7)"
    )


LegalTradition = Literal["civil_law", "common_law", "islamic_law", "customary_law", "mixed"]


class OfferContent(Shape):
    """What an offering party puts on the roster. Empty ``countries`` and ``bureaux`` mean worldwide."""

    title: Title
    language: Language
    summary: Text | None = None
    offering_parties: tuple[PartyId, ...] = Field(min_length=1, max_length=30, description="The first one leads")
    focal_point: FocalPoint | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)
    in_response_to: str | None = Field(
        default=None, description="request_id of a request the offerer was shown (WM 18)"
    )
    quality_characteristics: tuple[QualityCharacteristic, ...] = Field(default=(), max_length=4)
    lines: tuple[OfferLine, ...] = Field(min_length=1, max_length=100)
    availability: Period
    countries: tuple[Country, ...] = Field(default=(), max_length=250)
    bureaux: tuple[Bureau, ...] = Field(default=(), max_length=20)
    languages: tuple[Language, ...] = Field(default=(), max_length=20)
    legal_traditions: tuple[LegalTradition, ...] = ()
    channels: tuple[Channel, ...] = Field(default=(), max_length=4, description="Empty: any (WM 19)")
    delivery_modes: tuple[DeliveryMode, ...] = Field(default=(), max_length=3, description="Empty: any (WM 20)")
    conditions: Text | None = None
    cost_borne: CostBorne | None = Field(default=None, description="Who bears the cost; null: not said")
    visibility: Literal["public", "mechanism", "secretariat"] = "mechanism"
    raised_at_meeting: Id | None = Field(
        default=None, description="meeting_id of the meeting at which it was made, as its party says (WM 4)"
    )

    @model_validator(mode="after")
    def _distinct(self) -> "OfferContent":
        if len({line.line_id for line in self.lines}) != len(self.lines):
            raise ValueError("two lines have the same line_id")
        return self


class LineCapacity(Shape):
    """What is left of one offer line: remaining = quantity - reserved - committed, never below zero."""

    line_id: LineId
    unit: Unit
    quantity: Amount
    reserved: Amount
    committed: Amount
    remaining: Amount


Uptake = Literal["available", "partly_taken", "taken"]


class ForOthers(Shape):
    """How an offer stands for those who are neither its parties nor officers: told by confirmed matches alone (WM 11, 17).

    ``number`` and ``since`` are version and moment of the last change that they can see: a reservation is none.
    ``at_version`` is the version of the aggregate at which it came; it stays with officers and the offer's parties.
    """

    uptake: Uptake
    number: int
    since: datetime
    at_version: int | None = None


class FromPackage(Shape):
    """Which version of which package of its party an offer was made from. The offer does not follow the package (WM 7)."""

    package_id: str
    reference: str
    content_version: int


class SupportOfferState(Shape):
    """An offer after an event. Only the roster of the owning deployment changes capacity.

    ``content.offering_parties`` are the lead and those that agreed, ``named`` are all named beside the lead, with their own
    word. While one of these is awaited the offer is not on the roster, whatever its status (``standing``; WM 18).
    """

    offer_id: str
    reference: str
    region: str
    status: Literal["live", "withdrawn"]
    origin: Literal["proactive", "in_response"]
    content_version: int
    content: OfferContent
    capacity: tuple[LineCapacity, ...]
    listed_at: datetime
    confirmed_at: datetime
    handed_over_to: str | None = Field(default=None, description="Deployment that owns it now; here it is history")
    belonged: tuple[Belonged, ...] = Field(default=(), description="Deployments that owned it before, in order")
    for_others: ForOthers | None = Field(
        default=None, description="How it stands for others; null: told before that was kept"
    )
    named: tuple[NamedParty, ...] = Field(default=(), description="Parties named beside the lead, with their own word")
    from_package: FromPackage | None = Field(default=None, description="The package of its lead that it was made from")

    def not_agreed_to_wording(self) -> tuple[str, ...]:
        """Parties that agreed to another wording than stands here, also where one leads by now: it is not public in their name
        (WM 18). Who listed it agreed by that.
        """
        agreed = {one.party: one.content_version or 1 for one in self.named if one.answer == "agreed"}
        parties = self.content.offering_parties
        return tuple(one for one in parties if agreed.get(one, self.content_version) != self.content_version)
