"""The match bench: ranking of all live offers for the open lines of a request, kept prepared in memory (WM 11)."""

import asyncio
from collections.abc import Collection
from datetime import date
from typing import Any

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import explain
from services.matching.fit.prepared import Known, Prepared, arrange, known
from services.matching.fit.ranking import rank
from services.matching.invariants.inside_the_audience import audience_of
from services.matching.storage.repository import BoardRepository
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.audience import Audience


class MatchBench:
    """Offers of this process as the ranking knows them; refreshed by what changed since it looked last."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._versions: dict[str, int] = {}
        self._prepared: tuple[date, Prepared] | None = None
        self._mark = 0
        self._refreshing = asyncio.Lock()

    async def ranking(
        self,
        board: BoardRepository,
        request: SupportRequestState,
        today: date,
        most: int | None = None,
        only: Collection[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Every open line with its offers, ranked (the first ``most``, of these ``only`` some) and excluded."""
        offers = await self._fresh(board, today)
        need, _ = await board.need(request.request_id)
        still_open = {line.line_id: line.open for line in need}
        worked = await board.worked_with(request.content.requesting_states)
        lines = asked_lines(request.content, today, still_open, worked, _opened(request))
        return explain(rank(lines, texts_of(request.content), offers, most, only))

    async def _fresh(self, board: BoardRepository, today: date) -> Prepared:
        async with self._refreshing:
            if self._prepared is None or self._prepared[0] != today:
                # Bureaux have dated members: on another day every offer is looked at again.
                self._known, self._versions, self._mark, self._prepared = {}, {}, 0, None
            copies, self._mark = await board.offers_changed(self._mark, self._versions)
            if copies or self._prepared is None:
                self._versions |= {copy.state.offer_id: copy.version for copy in copies}
                self._known |= {copy.state.offer_id: known(copy.state, today) for copy in copies}
                self._prepared = (today, arrange(list(self._known.values())))
            return self._prepared[1]


def _opened(request: SupportRequestState) -> Audience | None:
    """To whom a request is opened; before its States agreed officers weigh every offer."""
    return audience_of(request) if request.shown is not None else None
