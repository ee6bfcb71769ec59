"""Offers for each open line of a request, ranked with their explanation; nothing is decided (WM 11)."""

from uuid import UUID

from services.matching.actions.ranking_cache import MatchBench
from services.matching.fit.explanation import LineExplained
from services.matching.invariants.agreement_before_solicitation import Solicitation, solicitation_of
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.storage.repository import BoardRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_request
from shared.runtime.db.database import Database


async def ranked_offers(
    database: Database, bench: MatchBench, actor: Actor, request_id: UUID, most: int
) -> tuple[Solicitation, list[LineExplained]]:
    """Whether offers may be sought for it, and at most so many offers of each line.

    Raises NotFound, NotPermitted, Conflict for a request that is not in line.
    """
    async with database.reading() as connection:
        board = BoardRepository(connection, locking=False)
        found = await board.request(str(request_id))
        thing = of_request(found) if found else None
        authorise_seen(actor, a.RANK_OFFERS, a.RANK_OFFERS, thing, "request in line")
        assert found is not None
        in_line_before_seeking_offers(found)
        lines = await bench.ranking(board, found, database.clock.now().date(), most)
        return solicitation_of(found), lines
