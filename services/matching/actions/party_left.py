"""A party took its part out of a joint request or offer: matches not yet confirmed go on without it (WM 11, 15.v).

What is confirmed stays as it was agreed; how it ends is told by those who carry it out.
"""

from collections.abc import Sequence

from services.matching.actions.end_match import end_match
from services.matching.domain import match as domain
from services.matching.domain.ports import Board, Recorder
from shared.contracts.matching import SideLeft
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import ALIVE, MatchState


async def party_left(board: Board, recorder: Recorder, match_ids: Sequence[str], party: str) -> None:
    """Takes the party's side out of each match in which it stands for nothing else; a match whose other side would be
    empty ends."""
    for match_id in sorted(match_ids):
        found = await board.match(match_id)
        if found is None or standing(found[0]) not in ALIVE or party in await _standing(board, found[0]):
            continue
        match, version = found
        left = next((side for side in match.sides if side.party == party), None)
        if left is None:
            continue
        after = domain.without(match, party)
        if after is None:
            await end_match(board, recorder, match, version, "withdrawn", "party_left")
            continue
        await board.keep_match(after, version + 1)
        recorder.record(SideLeft(aggregate_id=match_id, aggregate_version=version + 1, match=after, left=left))


async def _standing(board: Board, match: MatchState) -> set[str]:
    """Everybody who still asks or offers in what the match is made of."""
    parties: set[str] = set()
    for line in match.lines:
        request, offer = await board.request(line.request_id), await board.offer(line.offer_id)
        parties |= set(request.content.requesting_states) if request else set()
        parties |= set(offer.content.offering_parties) if offer else set()
    return parties
