"""Ends a match before its confirmation: the need is open again, owners free what they hold (WM 11)."""

from collections.abc import Sequence

from services.matching.actions.change_need import change_needs
from services.matching.domain import match as domain
from services.matching.domain import need
from services.matching.domain.ports import Board, Recorder
from services.matching.invariants.inside_the_audience import outside
from shared.contracts.matching import MatchReleased
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import ALIVE, MatchState, MatchStatus
from shared.contracts.shapes.support_request import SupportRequestState


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


async def end_without_agreement(
    board: Board, recorder: Recorder, request: SupportRequestState | None, match_ids: Sequence[str]
) -> None:
    """Ends each of these matches of a request that is alive and that its States do not agree to any more: all of them when
    nothing is shown, else those with an offerer to whom it is not opened (WM 17).
    """
    if request is None or request.shown is None:
        reason = "request_withdrawn" if request is not None and request.status == "withdrawn" else "agreement_withdrawn"
        await end_all(board, recorder, match_ids, "withdrawn", reason)
        return
    for match_id in sorted(match_ids):
        found = await board.match(match_id)
        offerers = [side.party for side in found[0].sides if side.role == "offerer"] if found is not None else []
        if found is not None and standing(found[0]) in ALIVE and outside(request, offerers):
            await end_match(board, recorder, *found, "withdrawn", "agreement_withdrawn")


async def end_all(board: Board, recorder: Recorder, match_ids: Sequence[str], status: MatchStatus, reason: str) -> None:
    """Ends each match that is still alive."""
    for match_id in sorted(match_ids):
        found = await board.match(match_id)
        if found is not None and standing(found[0]) in ALIVE:
            await end_match(board, recorder, *found, status, reason)
