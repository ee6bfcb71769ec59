"""Lets the public topic follow what may be seen of a match now, and say nothing when that did not change (WM 17)."""

from services.matching.domain.ports import Board, Recorder
from services.matching.domain.public_view import public_view
from shared.application.following_public import follow_public
from shared.contracts.matching import MatchPublished, MatchRetracted
from shared.contracts.shapes.match import MatchState


async def publish_match(board: Board, recorder: Recorder, match: MatchState) -> None:
    """Publishes the match, publishes it anew, or retracts it. The match is locked by the caller."""
    requests = [await board.request(request_id) for request_id in sorted({line.request_id for line in match.lines})]
    offers = [await board.offer(offer_id) for offer_id in sorted({line.offer_id for line in match.lines})]
    known = [request for request in requests if request is not None]
    # A request that is not known here cannot be shown to have agreed.
    after = public_view(match, known, [o for o in offers if o is not None]) if len(known) == len(requests) else None
    await follow_public(board, recorder, match.match_id, after, MatchPublished, MatchRetracted)


async def publish_matches(board: Board, recorder: Recorder, match_ids: list[str]) -> None:
    """The same for several."""
    for match_id in sorted(match_ids):
        found = await board.match(match_id)
        if found is not None:
            await publish_match(board, recorder, found[0])
