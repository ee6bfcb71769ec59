"""Changes a need under its lock and says what is open now (WM 16)."""

from collections.abc import Callable, Sequence

from services.matching.domain.ports import Board, Recorder
from shared.contracts.matching import OpenNeedChanged
from shared.contracts.shapes.match import MatchLine, NeedLine

Arithmetic = Callable[[Sequence[NeedLine], Sequence[MatchLine], str], tuple[NeedLine, ...]]


async def change_needs(board: Board, recorder: Recorder, lines: Sequence[MatchLine], arithmetic: Arithmetic) -> None:
    """Applies a match's lines to the needs of all its requests, in a fixed order so that two matches never wait in a ring."""
    for request_id in sorted({line.request_id for line in lines}):
        need, version = await board.need(request_id)
        after = arithmetic(need, lines, request_id)
        await record_need(board, recorder, request_id, after, version + 1)


async def record_need(
    board: Board, recorder: Recorder, request_id: str, lines: tuple[NeedLine, ...], version: int
) -> None:
    """Stores a need and records its event."""
    await board.keep_need(request_id, lines, version)
    request = await board.request(request_id)
    owner = await board.need_owner(request_id)
    if request is None:
        raise LookupError(f"the need of request {request_id}, which is not known here")
    recorder.record(
        OpenNeedChanged(
            aggregate_id=request_id,
            aggregate_version=version,
            request_id=request_id,
            reference=request.reference,
            region=request.region,
            requesting_states=request.content.requesting_states,
            lines=lines,
            handed_over_to=owner,
        )
    )
