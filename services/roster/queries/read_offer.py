"""An offer as its reader sees it (WM 7, 18)."""

from collections.abc import Mapping
from uuid import UUID

from services.roster.storage.repository import OfferRepository
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_offer
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database


async def read_offer(database: Database, actor: Actor, offer_id: UUID) -> tuple[Mapping[str, object], int]:
    """The offer and the version it is read at. Raises NotFound."""
    async with database.reading() as connection:
        found = await OfferRepository(connection).find(offer_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such offer")
    state, version = found
    thing = of_offer(state)
    authorise_seen(actor, a.READ_OFFER, a.READ_OFFER, thing, "offer")
    # Who is asked to offer jointly answers on the version that stands; others see the number of what they can see.
    if not decide(actor, a.READ_OFFER_WHOLE, thing).allowed and not thing.only(actor.party or "").roles:
        version = state.for_others.number if state.for_others else state.content_version
    return views.offer(actor, thing, state.model_dump(mode="json")) or {}, version
