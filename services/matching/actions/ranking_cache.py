"""Offers kept prepared in memory for rankings: the match bench of officers, and what stands ready for a State (WM 11, 18)."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Generic, TypeVar

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import LineExplained, explain
from services.matching.fit.prepared import arrange, known
from services.matching.fit.ranking import rank
from services.matching.fit.ready import ready
from services.matching.invariants.inside_the_audience import audience_of
from services.matching.storage.repository import BoardRepository
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.audience import Audience

Seen = TypeVar("Seen")
Made = TypeVar("Made")


class Looked(Generic[Seen, Made]):
    """All offers as one use looks at each of them, put together; refreshed by what changed since it looked last."""

    def __init__(
        self, look: Callable[[SupportOfferState, date], Seen], together: Callable[[Iterable[Seen]], Made]
    ) -> None:
        self._look, self._together = look, together
        self._seen: dict[str, Seen] = {}
        self._versions: dict[str, int] = {}
        self._made: tuple[date, Made] | None = None
        self._mark = 0
        self._refreshing = asyncio.Lock()

    async def fresh(self, board: BoardRepository, today: date) -> Made:
        """As they stand now."""
        async with self._refreshing:
            if self._made is None or self._made[0] != today:
                # Bureaux have dated members, and words of parties grow old: on another day every offer is looked at again.
                self._seen, self._versions, self._mark, self._made = {}, {}, 0, None
            copies, self._mark = await board.offers_changed(self._mark, self._versions)
            if copies or self._made is None:
                self._versions |= {copy.state.offer_id: copy.version for copy in copies}
                self._seen |= {copy.state.offer_id: self._look(copy.state, today) for copy in copies}
                self._made = (today, self._together(self._seen.values()))
            return self._made[1]


class MatchBench:
    """Offers of this process as the ranking knows them."""

    def __init__(self, unconfirmed_days: int) -> None:
        self._offers = Looked(
            lambda state, today: known(state, today, unconfirmed_days), lambda all_: arrange(list(all_))
        )

    async def ranking(
        self,
        board: BoardRepository,
        request: SupportRequestState,
        today: date,
        most: int | None = None,
        only: Collection[str] | None = None,
    ) -> list[LineExplained]:
        """Every open line with its offers, ranked (the first ``most``, of these ``only`` some) and excluded."""
        offers = await self._offers.fresh(board, today)
        need, _ = await board.need(request.request_id)
        still_open = {line.line_id: line.open for line in need}
        worked = await board.worked_with(request.content.requesting_states)
        lines = asked_lines(request.content, today, still_open, worked, _opened(request))
        return explain(rank(lines, texts_of(request.content), offers, most, only))


class ReadyBench:
    """Offers of this process as States look at what stands ready (WM 18)."""

    def __init__(self, unconfirmed_days: int) -> None:
        self.offers = Looked(lambda state, today: ready(state, today, unconfirmed_days), tuple)


def _opened(request: SupportRequestState) -> Audience | None:
    """To whom a request is opened; before its States agreed officers weigh every offer."""
    return audience_of(request) if request.shown is not None else None
