"""Thematic projects in PostgreSQL, and as much of other deployments' offers as says whose they are (WM 18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.roster.storage.table_rows import RosterKnownOfferRow
from services.roster.storage.tables import known_offer, project_counter, support_offer, thematic_project
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.thematic_project import ThematicProjectState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_offer, stored
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


@dataclass(frozen=True)
class TiableOffer:
    """An offer of any deployment, as far as a project asks: whose it is, whether it stands, whether it answers a request."""

    offer_id: str
    reference: str
    thing: Resource
    stands: bool
    proactive: bool


def known(state: SupportOfferState) -> TiableOffer:
    """An offer from its state."""
    return TiableOffer(
        state.offer_id, state.reference, of_offer(state), standing(state) == "live", state.content.in_response_to is None
    )  # fmt: skip


class ProjectRepository(Numbered, States[ThematicProjectState]):
    """Stored projects, on one connection."""

    table, shape = thematic_project, ThematicProjectState
    numbered = "PROJECT", project_counter

    async def with_offer(self, offer_id: str) -> Sequence[str]:
        """Open projects that an offer is tied to, in one order."""
        tied = thematic_project.c.state["offers"].contains([{"offer_id": offer_id}])
        query = sa.select(thematic_project.c.project_id).where(thematic_project.c.status == "open", tied)
        return (await self._connection.execute(query.order_by(thematic_project.c.project_id))).scalars().all()

    async def offer(self, offer_id: UUID) -> TiableOffer | None:
        """An offer of this deployment or another, which nobody withdraws until the transaction ends; None where none is known."""
        own = (
            sa.select(support_offer.c.state).where(support_offer.c.offer_id == str(offer_id)).with_for_update(read=True)
        )
        if (state := (await self._connection.execute(own)).scalar_one_or_none()) is not None:
            return known(SupportOfferState.model_validate(state))
        query = sa.select(known_offer).where(known_offer.c.offer_id == str(offer_id)).with_for_update(read=True)
        row: RosterKnownOfferRow | None = (await self._connection.execute(query)).one_or_none()
        return _known(row) if row is not None else None

    async def hear_of(self, offer: TiableOffer, version: int) -> None:
        """Keeps what another deployment says of an offer; what an older event says changes nothing."""
        row: dict[str, Any] = {"reference": offer.reference, "region": offer.thing.region, "version": version}
        row |= {"roles": sorted(offer.thing.roles), "shown_to": sorted(offer.thing.shown_to)}
        row |= {"stands": offer.stands, "proactive": offer.proactive}
        kept = insert(known_offer).values({"offer_id": offer.offer_id} | row)
        newer = known_offer.c.version < kept.excluded.version
        await self._connection.execute(kept.on_conflict_do_update(index_elements=["offer_id"], set_=row, where=newer))

    async def readable_offers(self, reader: Actor, state: ThematicProjectState) -> frozenset[str]:
        """Those of a project's offers that a reader may read where they are kept."""
        ids = [one.offer_id for one in state.offers]
        if not ids:
            return frozenset()
        own = sa.select(support_offer.c.state).where(support_offer.c.offer_id.in_(ids))
        here = [known(SupportOfferState.model_validate(one)) for one in (await self._connection.execute(own)).scalars()]
        rows = await self._connection.execute(sa.select(known_offer).where(known_offer.c.offer_id.in_(ids)))
        offers = (*here, *(_known(row) for row in rows))
        return frozenset(one.offer_id for one in offers if decide(reader, a.READ_OFFER, one.thing).allowed)


def _known(row: RosterKnownOfferRow) -> TiableOffer:
    thing = stored(row.region, row.roles, row.shown_to)
    return TiableOffer(row.offer_id, row.reference, thing, row.stands, row.proactive)
