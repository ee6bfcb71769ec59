"""A match with both sides' answers, as its reader sees it (WM 11)."""

from collections.abc import Mapping
from uuid import UUID

from services.matching.actions.the_match import view
from services.matching.storage.repository import BoardRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_match
from shared.runtime.db.database import Database


async def read_match(database: Database, actor: Actor, match_id: UUID) -> tuple[Mapping[str, object], int]:
    """The match and its version. Raises NotFound."""
    async with database.reading() as connection:
        board = BoardRepository(connection, locking=False)
        found = await board.match(str(match_id), lock=False)
        authorise_seen(actor, a.READ_MATCH, a.READ_MATCH, of_match(found[0]) if found else None, "match")
        assert found is not None
        state, version = found
        return await view(board, actor, state), version
