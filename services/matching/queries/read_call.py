"""A call for offers, as its reader sees it (WM 17)."""

from collections.abc import Mapping
from uuid import UUID

from services.matching.actions.the_call import view
from services.matching.storage.calls import CallRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_solicitation
from shared.runtime.db.database import Database


async def read_call(database: Database, actor: Actor, call_id: UUID) -> tuple[Mapping[str, object], int]:
    """The call and its version. Raises NotFound."""
    async with database.reading() as connection:
        found = await CallRepository(connection).find(str(call_id), lock=False)
        thing = of_solicitation(found.state.region, found.state) if found else None
        authorise_seen(actor, a.READ_SOLICITATION, a.READ_SOLICITATION, thing, "call for offers")
        assert found is not None
        return await view(connection, actor, found.state), found.version
