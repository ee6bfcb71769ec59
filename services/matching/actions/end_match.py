"""Ends a match before its confirmation: the need is open again, owners free what they hold (WM 11)."""

from services.matching.actions.change_need import change_needs
from services.matching.domain import match as domain
from services.matching.domain import need
from services.matching.domain.ports import Board, Recorder
from shared.contracts.matching import MatchReleased
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import MatchState, MatchStatus


async def end_match(
    board: Board, recorder: Recorder, match: MatchState, version: int, status: MatchStatus, reason: str
) -> MatchState:
    """Raises Conflict when it is over or confirmed already."""
    after = domain.over(match, status)
    await change_needs(board, recorder, match.lines, need.free)
    await board.keep_match(after, version + 1)
    recorder.record(
        MatchReleased(aggregate_id=match.match_id, aggregate_version=version + 1, match=after, reason=reason)
    )
    return after


async def end_all(board: Board, recorder: Recorder, match_ids: list[str], status: MatchStatus, reason: str) -> None:
    """Ends each match that is still alive."""
    for match_id in sorted(match_ids):
        found = await board.match(match_id)
        if found is not None and standing(found[0]) in domain.ALIVE:
            await end_match(board, recorder, *found, status, reason)
