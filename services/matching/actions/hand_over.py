"""A board follows its request to another deployment: sealed here, or taken whole (WM 6, 11)."""

from collections.abc import Sequence
from datetime import datetime

from services.matching.actions.change_need import record_need
from services.matching.actions.end_match import end_without_agreement
from services.matching.actions.publish_match import publish_match, publish_matches
from services.matching.domain import moving
from services.matching.domain.ports import Board, Recorder
from shared.contracts.matching import MatchHandedOver, MatchTakenOver
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.modalities.access.actions import TAKE_HANDOVER
from shared.modalities.paragraphs import P6


async def hand_over_match(
    board: Board, recorder: Recorder, handover: HandoverState, match: MatchState, version: int
) -> int:
    """Seals a match, which the caller has locked; the version of the sealing. The public does not see it here any more."""
    after = moving.handed_over(match, handover.receiving)
    await board.keep_match(after, version + 1)
    recorder.record(
        MatchHandedOver(
            aggregate_id=match.match_id, aggregate_version=version + 1, match=after, handover_id=handover.handover_id
        )
    )
    recorder.audit(TAKE_HANDOVER.name, P6, match.match_id, version + 1)
    await publish_match(board, recorder, after)
    return version + 1


def taken(match: MatchState, version: int, handover: HandoverState, sealed_at: datetime) -> MatchState:
    """A match as it stands at its receiver."""
    before = handover.belonged(version, sealed_at)
    return moving.taken_over(match, handover, before)


async def take_over_board(
    board: Board,
    recorder: Recorder,
    handover: HandoverState,
    request_id: str,
    need: tuple[tuple[NeedLine, ...], int] | None,
    matches: Sequence[tuple[MatchState, int]],
) -> None:
    """A need and matches that came, already stored under the versions given, become ours. Matches end whose request
    nobody may show any more, as if we had heard so then (WM 17).
    """
    if need is not None:
        await record_need(board, recorder, request_id, need[0], need[1] + 1)
    for match, version in matches:
        recorder.record(
            MatchTakenOver(
                aggregate_id=match.match_id, aggregate_version=version, match=match, handover_id=handover.handover_id
            )
        )
        recorder.audit(TAKE_HANDOVER.name, P6, match.match_id, version)
    request = await board.request(request_id)
    await end_without_agreement(board, recorder, request, [match.match_id for match, _ in matches])
    await publish_matches(board, recorder, [match.match_id for match, _ in matches if match.status == "confirmed"])
