"""Engagements as their readers see them, the other side's contact, and the agreement record (WM 11, 19)."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from services.delivery.domain.record import record_of
from services.delivery.domain.view import as_seen_by
from services.delivery.storage.repository import EngagementRepository
from shared.application.readable_page import readable_page
from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.policy import relations_of
from shared.modalities.access.relations import CountryStandsAs, StandsAs
from shared.modalities.access.resources import of_engagement
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database


def _standing(actor: Actor) -> frozenset[str] | None:
    """Parties one of which must stand in what the actor reads; None: it reads by something else, too."""
    acting, relations = relations_of(actor, a.READ_ENGAGEMENT)
    by_party = [one for one in relations if isinstance(one, StandsAs | CountryStandsAs)]
    if len(by_party) < len(relations):
        return None
    return frozenset(party for one in by_party if (party := one.party(acting)) is not None)


async def _readable(database: Database, actor: Actor, engagement_id: UUID) -> tuple[EngagementState, int]:
    async with database.reading() as connection:
        found = await EngagementRepository(connection).find(engagement_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such engagement")
    authorise_seen(actor, a.READ_ENGAGEMENT, a.READ_ENGAGEMENT, of_engagement(found[0]), "engagement")
    return found


async def read_engagement(database: Database, actor: Actor, engagement_id: UUID) -> tuple[Mapping[str, object], int]:
    """The engagement and its version. Raises NotFound."""
    state, version = await _readable(database, actor, engagement_id)
    return as_seen_by(actor, state), version


async def list_engagements(
    database: Database, actor: Actor, after: UUID | None, first: int
) -> tuple[Sequence[Mapping[str, object]], str | None]:
    """A page of what the reader may read, and where to read on; None at the end."""
    parties = _standing(actor)
    if parties is not None and not parties:
        return [], None
    async with database.reading() as connection:
        page, more = await readable_page(
            actor, a.READ_ENGAGEMENT, of_engagement, lambda one: one.engagement_id,
            partial(EngagementRepository(connection).page, parties), after, first,
        )  # fmt: skip
    return [as_seen_by(actor, one) for one in page], more


async def read_contacts(database: Database, actor: Actor, engagement_id: UUID) -> Sequence[Mapping[str, object]]:
    """What the other side lets the reader's read, and what the reader's party released itself. Raises NotFound, NotPermitted."""
    state, _ = await _readable(database, actor, engagement_id)
    authorise_seen(actor, a.READ_PARTNER_CONTACT, a.READ_ENGAGEMENT, of_engagement(state), "engagement")
    mine = state.role_of(actor.party or "")
    async with database.reading() as connection:
        kept = await EngagementRepository(connection).contacts(state.engagement_id)
    readable = {one.party for one in state.sides if one.contact_released}
    readable = {one for one in readable if state.role_of(one) != mine or one == actor.party}
    return [
        {"party": party, "focal_point": contact.model_dump(mode="json")}
        for party, contact in sorted(kept.items())
        if party in readable
    ]


async def read_record(
    database: Database, actor: Actor, engagement_id: UUID, version: int | None
) -> Mapping[str, object]:
    """The agreement record of a version of the terms, without one of those in force, else the latest. Raises NotFound, for who reads no terms too."""
    state, _ = await _readable(database, actor, engagement_id)
    seen = as_seen_by(actor, state)
    if not seen["terms"]:
        raise NotFound("not_found", "There is no such version of the terms")
    return record_of(state, version, seen["signatures"])
