"""Engagements as their readers see them, the other side's contact, and the agreement record (WM 11, 19)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.delivery.domain.record import record_of
from services.delivery.domain.view import as_seen_by
from services.delivery.storage.repository import EngagementRepository
from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.policy import CountryStandsAs, StandsAs, decide, relations_of
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


async def read_engagement(database: Database, actor: Actor, engagement_id: UUID) -> tuple[Mapping[str, Any], int]:
    """The engagement and its version. Raises NotFound."""
    state, version = await _readable(database, actor, engagement_id)
    return as_seen_by(actor, state), version


async def list_engagements(
    database: Database, actor: Actor, after: UUID | None, first: int
) -> tuple[Sequence[Mapping[str, Any]], str | None]:
    """A page of what the reader may read, and where to read on; None at the end."""
    found: list[EngagementState] = []
    parties = _standing(actor)
    if parties is not None and not parties:
        return [], None
    async with database.reading() as connection:
        engagements, last = EngagementRepository(connection), after
        while len(found) <= first:
            rows = await engagements.page(parties, last, first + 1)
            found += [one for one in rows if decide(actor, a.READ_ENGAGEMENT, of_engagement(one)).allowed]
            if len(rows) <= first:
                break
            last = UUID(rows[-1].engagement_id)
    page = found[:first]
    more = page[-1].engagement_id if len(found) > first else None
    return [as_seen_by(actor, one) for one in page], more


async def read_contacts(database: Database, actor: Actor, engagement_id: UUID) -> Sequence[Mapping[str, Any]]:
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


async def read_record(database: Database, actor: Actor, engagement_id: UUID, version: int | None) -> Mapping[str, Any]:
    """The agreement record of a version of the terms, without one of those in force, else the latest. Raises NotFound, for who reads no terms too."""
    state, _ = await _readable(database, actor, engagement_id)
    seen = as_seen_by(actor, state)
    if not seen["terms"]:
        raise NotFound("not_found", "There is no such version of the terms")
    return record_of(state, version, seen["signatures"])
