"""A match as its reader sees it: beside it stand the requests and offers it is made of (WM 11, 17)."""

from fastapi import Response

from services.matching.storage.repository import BoardRepository
from shared.contracts.shapes.match import MatchState
from shared.modalities.access.actor import Actor
from shared.modalities.access.match_view import Beside, match
from shared.modalities.access.resources import of_match, of_offer, of_request
from shared.runtime.http.routes import seen


async def beside(board: BoardRepository, state: MatchState) -> dict[str, Beside]:
    """The requests and offers of a match as far as they are known here, by identifier."""
    found: dict[str, Beside] = {}
    for one in dict.fromkeys(line.request_id for line in state.lines):
        if (request := await board.request(one)) is not None:
            found[one] = Beside(of_request(request), frozenset(request.shown.fields if request.shown else ()))
    for one in dict.fromkeys(line.offer_id for line in state.lines):
        if (offer := await board.offer(one)) is not None:
            found[one] = Beside(of_offer(offer))
    return found


async def as_seen(
    board: BoardRepository, actor: Actor, state: MatchState, version: int, status: int = 200, **headers: str
) -> Response:
    """The answer to a read or a command: what the actor may know of the match, and nothing more."""
    found = match(actor, of_match(state), state.model_dump(mode="json"), await beside(board, state))
    return seen(found if found is not None else {}, status, version, **headers)
