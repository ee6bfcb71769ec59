"""Keeps contributions; the version guard makes a repeat or a late event change nothing."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.gateway.pulse.contribution import contribution
from services.gateway.read_model.tables import pulse_item
from shared.contracts.event import Event
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

_CAUSE = ByClock("pulse")


async def keep(database: Database, event: Event) -> bool:
    """Stores what an event adds; whether it added anything."""
    said = contribution(event)
    if said is None:
        return False
    written = insert(pulse_item).values(vars(said))
    values = {"version": written.excluded.version, "parts": written.excluded.parts}
    written = written.on_conflict_do_update(
        index_elements=["region", "request_id", "figure"],
        set_=values,
        where=pulse_item.c.version < written.excluded.version,
    )
    async with database.unit_of_work(_CAUSE) as uow:
        await uow.connection.execute(written)
    return True


async def forget(database: Database) -> None:
    """Forgets every contribution, before a rebuild."""
    async with database.unit_of_work(_CAUSE) as uow:
        await uow.connection.execute(sa.delete(pulse_item))
