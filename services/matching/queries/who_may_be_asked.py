"""Who may be asked for offers for a request, each with the reasons, and who may not now; nobody is asked by it (WM 11, 17)."""

from dataclasses import asdict
from uuid import UUID

from services.matching.actions.ranking_cache import MatchBench
from services.matching.domain.candidates import PossibleOfferer, candidates, marked
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.storage.calls import CallRepository
from services.matching.storage.repository import BoardRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_request
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork

MOST_OFFERS = 50
"""Offers of each line that give reasons."""


async def who_may_be_asked(database: Database, bench: MatchBench, actor: Actor, request_id: UUID) -> dict[str, object]:
    """Candidates, the best first; beside them every party that rests or has no address. Raises NotFound, NotPermitted, and
    Conflict for a request that is not in line or not agreed to.
    """
    async with database.reading() as connection:
        board, calls = BoardRepository(connection, locking=False), CallRepository(connection)
        found = await board.request(str(request_id))
        authorise_seen(actor, a.SEEK_OFFERS, a.SEEK_OFFERS, of_request(found) if found else None, "request in line")
        assert found is not None
        in_line_before_seeking_offers(found)
        agreement_before_solicitation(found)
        today = database.clock.now().date()
        ranking = await bench.ranking(board, found, today, MOST_OFFERS)
        worked = await board.worked_with(found.content.requesting_states)
        stored = [await calls.find(one, lock=False) for one in await calls.alive_of_request(str(request_id))]
    # Who rests and whom no message found is in rows of the service alone: the officer was let in above.
    async with database.reading(ServiceAtWork("seeking")) as connection:
        calls = CallRepository(connection)
        rests, away = await calls.all_resting(today), await calls.all_without_address()
    known = candidates(found, ranking, worked, [one.state for one in stored if one is not None])
    return {
        "candidates": [_said(one) for one in marked(known, rests, away)],
        "not_now": [{"party": party, "until": until} for party, until in sorted(rests.items())],
        "without_address": sorted(away),
    }


def _said(one: PossibleOfferer) -> dict[str, object]:
    return asdict(one) | {"worked": [before._asdict() for before in one.worked]}
