"""An offer as commands meet it, and what parties say of one (WM 7, 18)."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field

from services.roster.actions.record_change import record_change
from services.roster.domain import support_offer as domain
from services.roster.settings import RosterSettings
from services.roster.storage.repository import OfferRepository
from shared.application.use_case import Doing, Done, Kind, Stored
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.named_party import TakenBack
from shared.contracts.shapes.support_offer import LegalTradition, OfferContent, SupportOfferState
from shared.contracts.shapes.values import DistinctFrom, Id
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_offer
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P17

Roster = Doing[RosterSettings]
EXAMPLE: dict[str, Any] = {
    "title": "Experts in digital registration",
    "language": "fr",
    "offering_parties": ["iso3166:FRA"],
    "lines": [
        {
            "line_id": "experts", "functional_areas": ["registration"], "support_type": "technical",
            "quantity": {"amount": "2", "unit": "packages"},
        }
    ],
    "availability": {"start": "2026-01-01", "end": "2028-12-31"},
    "languages": ["fr"],
    "visibility": "mechanism",
}  # fmt: skip


class OfferBody(OfferContent):
    """An offer as listed; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    distinct_from: DistinctFrom = ()
    in_response_to: Id | None = Field(default=None, description="request_id of a request the offerer was shown (WM 18)")
    legal_traditions: tuple[LegalTradition, ...] = Field(default=(), max_length=5)

    def content(self) -> OfferContent:
        """The offer itself, as it is kept."""
        return OfferContent.model_validate(self.model_dump(exclude={"distinct_from", "taken_back"}))


class OfferRevisionBody(OfferBody):
    """An offer worded anew, and whom of those that are awaited it asks no more."""

    taken_back: TakenBack = ()


async def view(_: object, reader: Actor, state: SupportOfferState) -> Mapping[str, object]:
    """The state as its reader sees it; nothing of it for whom it left."""
    return views.offer(reader, of_offer(state), state.model_dump(mode="json")) or {}


OFFER = Kind(
    "offer",
    a.READ_OFFER,
    of_offer,
    lambda connection, offer_id, lock: OfferRepository(connection).find(offer_id, lock=lock),
    view,
    domain.still_here,
)


async def shown_to_each(offers: OfferRepository, content: OfferContent) -> None:
    """Raises Conflict, in the words for one that is not there, when a request that is answered is not shown to every party
    of the offer (WM 17, 18): who joins would learn of it.
    """
    if content.in_response_to is None:
        return
    audiences = await offers.shown_to(content.in_response_to)
    if not all(any(one.admits(party) for one in audiences) for party in content.offering_parties):
        raise Conflict("request_not_shown", "There is no such request to offer support to", P17)


async def changed(
    doing: Roster, offer: Stored[SupportOfferState], event: SupportOfferEvent, audited: Action | None = None
) -> Done[SupportOfferState]:
    """Ends a change: what the event carries is stored and told."""
    state = await record_change(OfferRepository(doing.uow.connection), doing.uow, offer.state, event)
    return Done(state, event.aggregate_version, state.offer_id, audited)
