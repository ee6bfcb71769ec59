"""What a public event may carry in ``fields`` (WM 17, 18, 19): shapes for the schema that integrators read.

The views themselves are made by their owners, field by field; here it is only said which fields there can be and of
what form. Nothing is required: what the party did not agree to show is absent, which is another thing than null.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, GetJsonSchemaHandler, create_model
from pydantic.json_schema import JsonSchemaValue

from shared.contracts.event import Shape
from shared.contracts.shapes.engagement import Score
from shared.contracts.shapes.practice import PracticeContact, PracticeWording
from shared.contracts.shapes.support_offer import Channel, DeliveryMode, OfferContent, Uptake
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.shapes.values import FunctionalArea, PartyId, Text
from shared.modalities.access.views import PRIVATE_OF_OFFER, PRIVATE_OF_OFFER_STATE

PRIVATE_OF_REQUEST = frozenset({"competent_authority", "submission_route", "raised_at_meeting"})
"""Contacts, the way a request came in and the meeting at which it was raised: the State's and the Secretariat's alone."""

__all__ = ["PRIVATE_OF_OFFER", "PRIVATE_OF_OFFER_STATE", "PRIVATE_OF_REQUEST"]


def _without(shape: type[BaseModel], private: frozenset[str], **more: Any) -> dict[str, Any]:
    kept = {n: (f.rebuild_annotation(), f) for n, f in shape.model_fields.items() if n not in private}
    return kept | {name: (kind, ...) for name, kind in more.items()}


PublicRequest = create_model(
    "PublicRequest", __base__=Shape, **_without(RequestContent, PRIVATE_OF_REQUEST, reference=str)
)
"""Any part of a request but what is private."""

PublicOffer = create_model(
    "PublicOffer", __base__=Shape, **_without(OfferContent, PRIVATE_OF_OFFER, reference=str, region=str, uptake=Uptake)
)
"""An offer its party made public."""


class PublicParty(Shape):
    """One side of a match; a party that did not make its offer public stands there by its role alone."""

    role: Literal["requester", "offerer"]
    party: PartyId | None = None


class PublicMatch(Shape):
    """A confirmed match all of whose requests agreed to be shown to the public."""

    parties: tuple[PublicParty, ...]
    channel: Channel | None
    delivery_mode: DeliveryMode | None
    confirmed_on: date | None
    functional_areas: tuple[FunctionalArea, ...]


class PublicEvaluation(Shape):
    """How one who took part judged an engagement; ``by``: the party, or ``secretariat``."""

    by: str
    role: Literal["requester", "offerer", "secretariat"]
    relevance: Score
    effectiveness: Score
    efficiency: Score
    coherence: Score
    added_value: Score
    sustainability: Text | None
    given_on: date


class PublicEngagement(Shape):
    """An engagement that ended, all of whose parties agreed to publish how they judge it."""

    parties: tuple[PublicParty, ...]
    started_on: date | None
    ended_on: date
    evaluations: tuple[PublicEvaluation, ...]


class PublicPractice(Shape):
    """A good practice that its State publishes to everybody. Who proposed it, and in which work it arose, is not said."""

    reference: str
    country: str
    functional_areas: tuple[FunctionalArea, ...]
    wordings: tuple[PracticeWording, ...]
    contact: PracticeContact | None
    published_on: date


class PublicPeerLink(Shape):
    """A peer link all whose parties agree that this is public. What they wish of each other, and their exchanges, are not said."""

    reference: str
    title: str
    language: str
    functional_areas: tuple[FunctionalArea, ...]
    countries: tuple[str, ...]
    parties: tuple[PartyId, ...]
    agreed_on: date
    ended_on: date | None


@dataclass(frozen=True)
class PartOf:
    """Documents a mapping as any part of a shape: its fields, none of them required, none with a default."""

    shape: type[BaseModel]

    def __get_pydantic_json_schema__(self, _: object, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The shape's own schema, without what is required and without defaults."""
        whole = handler.resolve_ref_schema(handler(self.shape.__pydantic_core_schema__))
        properties = {name: {k: v for k, v in p.items() if k != "default"} for name, p in whole["properties"].items()}
        return {"type": "object", "additionalProperties": True, "properties": properties}
