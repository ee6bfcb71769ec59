"""What the roster owns on the bus: offers and the capacity they have left (WM 7, 17, 18)."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event, Shape
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.public_views import PartOf, PublicOffer
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.values import LineId, Quantity
from shared.contracts.topic import PUBLIC_LOG_DAYS, Tier, Topic, current_of
from shared.modalities.paragraphs import P6, P7, P11, P18

SUPPORT_OFFER = Topic("acsg.roster.support-offer", owner="roster", key="offer_id", federated=True, for_regions=True)
PUBLIC_SUPPORT_OFFER = Topic(
    "acsg.public.support-offer", owner="roster", key="offer_id", tier=Tier.PUBLIC, retention_days=PUBLIC_LOG_DAYS
)
PUBLIC_SUPPORT_OFFER_CURRENT = current_of(PUBLIC_SUPPORT_OFFER)


class SupportOfferEvent(Event):
    """Base of the events of an offer; carries its state after the event, capacity included."""

    topic: ClassVar[Topic] = SUPPORT_OFFER
    classification: ClassVar[Classification] = Classification.STRICTLY_CONFIDENTIAL
    offer: SupportOfferState


class OfferListed(SupportOfferEvent):
    """A party volunteered a standing offer; it is on the roster."""

    wire_type = "acsg.roster.offer-listed"
    paragraph = P7
    brings_content = True


class OfferMadeInResponse(SupportOfferEvent):
    """A party offered support in response to a request it was shown."""

    wire_type = "acsg.roster.offer-made-in-response"
    paragraph = P18
    brings_content = True


class OfferRevised(SupportOfferEvent):
    """The offerer changed its offer, or confirmed it unchanged; what is promised stays promised."""

    wire_type = "acsg.roster.offer-revised"
    paragraph = P7
    brings_content = True


class OfferWithdrawn(SupportOfferEvent):
    """The offerer took its offer off the roster; held reservations are refused or kept as the reason says."""

    wire_type = "acsg.roster.offer-withdrawn"
    paragraph = P7

    reason: str | None = None


class PartyOfOfferAnswered(SupportOfferEvent):
    """A party that the offer names beside its lead agreed, declined, or took its part out again."""

    wire_type = "acsg.roster.party-of-offer-answered"
    paragraph = P18

    answered: NamedParty


class OfferHandedOver(SupportOfferEvent):
    """Its lead party's country moved: from here on the offer belongs to another deployment, and here it is history."""

    wire_type = "acsg.roster.offer-handed-over"
    paragraph = P6

    handover_id: str


class OfferTakenOver(SupportOfferEvent):
    """The offer came whole from the deployment that owned it; its reference and what is committed stay (WM 6)."""

    wire_type = "acsg.roster.offer-taken-over"
    paragraph = P6

    handover_id: str


class OfferRestated(SupportOfferEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.roster.offer-restated"
    paragraph = P6


class ReservedLine(Shape):
    """A quantity of one offer line, in that line's unit."""

    line_id: LineId
    quantity: Quantity


class ReservationEvent(SupportOfferEvent):
    """Base of the roster's answers in the reservation saga; the match that asked is named with its region."""

    paragraph = P11

    reservation_id: str
    match_id: str
    match_region: str
    lines: tuple[ReservedLine, ...]


class CapacityReserved(ReservationEvent):
    """The capacity asked for is held for the match."""

    wire_type = "acsg.roster.capacity-reserved"


class CapacityReservationRefused(ReservationEvent):
    """The capacity is not there, or the offer is withdrawn; nothing is held."""

    wire_type = "acsg.roster.capacity-reservation-refused"

    reason: str


class CapacityCommitted(ReservationEvent):
    """The match is confirmed; what was held is committed."""

    wire_type = "acsg.roster.capacity-committed"


class CapacityReleased(ReservationEvent):
    """The match will not happen; what was held is free again."""

    wire_type = "acsg.roster.capacity-released"

    reason: str


class SupportOfferPublished(Event):
    """The public view of an offer whose party made it public; replaces any earlier one whole."""

    wire_type = "acsg.public.support-offer-published"
    topic = PUBLIC_SUPPORT_OFFER
    paragraph = P18
    classification = Classification.UNCLASSIFIED

    fields: Annotated[dict[str, Any], PartOf(PublicOffer)] = Field(
        description="The offer without contacts or amounts left; uptake says what confirmed matches took"
    )


class SupportOfferRetracted(Event):
    """The offer is not public any more; readers erase what they hold."""

    wire_type = "acsg.public.support-offer-retracted"
    topic = PUBLIC_SUPPORT_OFFER
    paragraph = P18
    classification = Classification.UNCLASSIFIED
    retracts = True
