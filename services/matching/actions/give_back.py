"""An engagement gives back what its request does not get any more: the need is open again, once (WM 16)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from services.matching.actions.change_need import record_need
from services.matching.domain import need
from services.matching.domain.ports import Board, Recorder
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.match import MatchState

ZERO = Decimal(0)


class GivenBack(Protocol):
    """What was given back before, by request and line."""

    async def of_match(self, match_id: str) -> Mapping[tuple[str, str], Decimal]:
        """Of a match that the caller holds locked."""
        ...

    async def keep(self, match_id: str, amounts: Mapping[tuple[str, str], Decimal]) -> None:
        """All that was given back by now."""
        ...


async def give_back(board: Board, given: GivenBack, recorder: Recorder, engagement: EngagementState) -> None:
    """``released`` of its lines only grows, so an event that comes again or late opens nothing twice."""
    found = await board.match(engagement.match_id) if engagement.match_id is not None else None
    if found is None:
        return
    match, _ = found
    if match.handed_over_to is not None:
        # The need went with it: its new owner takes this back, and what is sealed here stays as it was.
        return
    taken = await given.of_match(match.match_id)
    fresh = _not_taken_yet(match, engagement, taken)
    for request_id in sorted({request_id for request_id, _ in fresh}):
        before, version = await board.need(request_id)
        amounts = {line_id: amount for (of, line_id), amount in fresh.items() if of == request_id}
        await record_need(board, recorder, request_id, need.give_back(before, amounts), version + 1)
    await given.keep(match.match_id, {key: taken.get(key, ZERO) + amount for key, amount in fresh.items()})


def _not_taken_yet(
    match: MatchState, engagement: EngagementState, taken: Mapping[tuple[str, str], Decimal]
) -> Mapping[tuple[str, str], Decimal]:
    """Of each request line in the match what was given back since, never more than the match covers of it."""
    covered: dict[tuple[str, str], Decimal] = {}
    for line in match.lines:
        key = (line.request_id, line.request_line_id)
        covered[key] = covered.get(key, ZERO) + line.covers.amount
    released: dict[tuple[str, str], Decimal] = {}
    for one in engagement.lines:
        key = (one.request_id, one.request_line_id)
        released[key] = released.get(key, ZERO) + one.released_covers
    found = {key: min(released.get(key, ZERO), amount) - taken.get(key, ZERO) for key, amount in covered.items()}
    return {key: amount for key, amount in found.items() if amount > 0}
