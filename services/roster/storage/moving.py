"""Offers on their way between deployments: what is still to go, what is given, what came."""

from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.roster.storage.tables import line_capacity, reference_counter, reservation, support_offer
from shared.contracts.shapes.handover import AWAITING_PARTIES, HANDED_OVER, HandoverState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.runtime.federation.handing.arriving import takes_its_row
from shared.runtime.federation.handing.taker import PackageRefused

_COMPARED = ("state", "version", "public_version", "reservations", "capacity")


async def to_go(connection: AsyncConnection, country: str, most: int) -> list[str]:
    """Live offers that a country leads, but those of which something is held: a match on them is under way."""
    table, held = support_offer, reservation
    waits = sa.select(sa.cast(held.c.offer_id, sa.Uuid)).where(held.c.status == "held")
    query = sa.select(table.c.offer_id).where(
        table.c.offering_parties[1] == country,
        table.c.status.in_(("live", AWAITING_PARTIES)),
        table.c.offer_id.not_in(waits),
    )
    return list((await connection.execute(query.order_by(table.c.offer_id).limit(most))).scalars())


async def is_held(connection: AsyncConnection, offer_id: str) -> bool:
    """Whether something of an offer is held for a match."""
    mine = (reservation.c.offer_id == offer_id, reservation.c.status == "held")
    return (await connection.execute(sa.select(sa.literal(1)).where(*mine).limit(1))).first() is not None


async def left(connection: AsyncConnection, country: str) -> int:
    """How many live offers of a country are still here."""
    table = support_offer
    mine = (table.c.offering_parties[1] == country, table.c.status.in_(("live", AWAITING_PARTIES)))
    return int((await connection.execute(sa.select(sa.func.count()).select_from(table).where(*mine))).scalar_one())


async def stands_sealed(connection: AsyncConnection, kind: str, one: str, version: int) -> bool:
    """Whether an offer stands here as it was sealed: it has not come back since. Counters may be given as often as asked."""
    table = support_offer
    same = (table.c.offer_id == one, table.c.version == version, table.c.status == HANDED_OVER)
    return kind == "counters" or (await connection.execute(sa.select(sa.literal(1)).where(*same))).first() is not None


async def content_of(connection: AsyncConnection, offer_id: str) -> dict[str, Any]:
    """An offer whole, as it stands here: state, what is left of its lines, every reservation that was answered."""
    row = (await connection.execute(sa.select(support_offer).where(support_offer.c.offer_id == offer_id))).one()
    lines = sa.select(line_capacity).where(line_capacity.c.offer_id == offer_id).order_by(line_capacity.c.line_id)
    capacity = [
        {"line_id": c.line_id, "quantity": str(c.quantity), "reserved": str(c.reserved), "committed": str(c.committed)}
        for c in await connection.execute(lines)
    ]
    query = sa.select(reservation).where(reservation.c.offer_id == offer_id).order_by(reservation.c.reservation_id)
    answered = [
        {str(name): value for name, value in one._mapping.items()} for one in await connection.execute(query)
    ]  # fmt: skip
    found = {"state": row.state, "version": row.version, "public_version": row.public_version, "capacity": capacity}
    same: dict[str, Any] = orjson.loads(orjson.dumps(found | {"reservations": answered}))
    return same


async def store(connection: AsyncConnection, content: dict[str, Any]) -> SupportOfferState | None:
    """Stores an offer as its giver had it; None when it is ours already. Raises PackageRefused unless it is whole here."""
    state = SupportOfferState.model_validate(content["state"])
    values: dict[str, Any] = {
        "reference": state.reference, "version": content["version"], "public_version": content["public_version"],
        "status": state.status, "offering_parties": list(state.content.offering_parties), "state": content["state"],
    }  # fmt: skip
    if not await takes_its_row(connection, support_offer, "offer_id", state.offer_id, values):
        return None
    for one, named in (*((c, line_capacity) for c in content["capacity"]), *_reservations(content)):
        row = one | ({"offer_id": state.offer_id} if named is line_capacity else {})
        kept = insert(named).values(row)
        keys = [column.name for column in named.primary_key]
        kept = kept.on_conflict_do_update(index_elements=keys, set_={n: v for n, v in row.items() if n not in keys})
        await connection.execute(kept)
    if await content_of(connection, state.offer_id) != {name: content[name] for name in _COMPARED}:
        raise PackageRefused(state.offer_id)
    return state


def _reservations(content: dict[str, Any]) -> list[tuple[dict[str, Any], sa.Table]]:
    return [(one, reservation) for one in content["reservations"]]


async def last_numbers(connection: AsyncConnection, handover: HandoverState) -> dict[str, int]:
    """Last numbers of a country's references of offers, by year."""
    table = reference_counter
    query = sa.select(table.c.year, table.c.last).where(table.c.party == handover.country.rpartition(":")[2])
    return {str(row.year): row.last for row in await connection.execute(query)}


async def count_on(connection: AsyncConnection, handover: HandoverState, last: dict[str, int]) -> None:
    """Goes on counting behind what the giver gave; an offer may be listed anywhere, so both may have counted."""
    table = reference_counter
    for year, number in sorted(last.items()):
        written = insert(table).values(year=int(year), party=handover.country.rpartition(":")[2], last=number)
        reached = sa.func.greatest(table.c.last, written.excluded.last)
        await connection.execute(
            written.on_conflict_do_update(index_elements=["year", "party"], set_={"last": reached})
        )
