"""A match as commands meet it, and what matching gives its use cases (WM 11)."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.matching.actions.ranking_cache import MatchBench, ReadyBench
from services.matching.domain.moving import still_here
from services.matching.settings import MatchingSettings
from services.matching.storage.repository import BoardRepository
from shared.application.use_case import Doing, Kind
from shared.contracts.shapes.match import MatchState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.match_view import Beside, match
from shared.modalities.access.resources import of_match, of_offer, of_request


@dataclass(frozen=True)
class MatchContext:
    """Settings, and the offers of this process: as the ranking knows them, and as States look at what stands ready."""

    settings: MatchingSettings
    bench: MatchBench
    ready: ReadyBench


Matching = Doing[MatchContext]


def board_of(doing: Matching) -> BoardRepository:
    """Matching's own copies and matches, in the command's transaction."""
    return BoardRepository(doing.uow.connection)


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


async def view(board: BoardRepository, reader: Actor, state: MatchState) -> Mapping[str, object]:
    """What a reader may know of a match and what it is made of, and nothing more."""
    return match(reader, of_match(state), state.model_dump(mode="json"), await beside(board, state)) or {}


MATCH = Kind(
    "match",
    a.READ_MATCH,
    of_match,
    lambda connection, match_id, lock: BoardRepository(connection).match(str(match_id), lock=lock),
    lambda connection, reader, state: view(BoardRepository(connection), reader, state),
    still_here,
)
