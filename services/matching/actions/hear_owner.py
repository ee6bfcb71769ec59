"""An owner answers a reservation (WM 11). A late answer to a match that is over compensates itself."""

from services.matching.actions.change_need import change_needs
from services.matching.domain import match as domain
from services.matching.domain import need
from services.matching.domain.ports import Board, Recorder
from shared.contracts.matching import MatchRefused, MatchReleased, MatchReserved
from shared.contracts.roster import CapacityReservationRefused, CapacityReserved
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import ALIVE


async def hear_reserved(board: Board, recorder: Recorder, event: CapacityReserved) -> None:
    """Notes that capacity is held; asks both sides when all is."""
    found = await board.match(event.match_id)
    if found is None:
        return
    match, version = found
    if match.handed_over_to is not None:
        return  # its new owner's to go on with
    if match.status not in ALIVE:
        if match.status != "confirmed":
            # Held after we gave up: say again that the match is over, so that its owner frees it.
            await board.keep_match(match, version + 1)
            again = MatchReleased(
                aggregate_id=match.match_id, aggregate_version=version + 1, match=match, reason="late_answer"
            )
            recorder.record(again)
        return
    after = domain.held(match, event.reservation_id)
    if after.status == "reserved" and match.status == "reserving":
        await board.keep_match(after, version + 1)
        recorder.record(MatchReserved(aggregate_id=match.match_id, aggregate_version=version + 1, match=after))
    else:
        await board.keep_match(after, version)


async def hear_refused(board: Board, recorder: Recorder, event: CapacityReservationRefused) -> None:
    """Ends the match; what others hold for it is freed by its event."""
    found = await board.match(event.match_id)
    if found is None or standing(found[0]) not in ALIVE:
        return
    match, version = found
    after = domain.refused(match, event.reservation_id, event.reason)
    await change_needs(board, recorder, match.lines, need.free)
    await board.keep_match(after, version + 1)
    recorder.record(MatchRefused(aggregate_id=match.match_id, aggregate_version=version + 1, match=after))
