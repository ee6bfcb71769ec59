"""The match bench: ranking of all live offers for the open lines of a request, kept prepared in memory (WM 11)."""

import asyncio
from datetime import date
from typing import Any

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import explain
from services.matching.fit.features import Prepared, prepare
from services.matching.fit.ranking import rank
from services.matching.storage.repository import BoardRepository
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState


class MatchBench:
    """Prepared offers of this process; refreshed by what changed since it looked last."""

    def __init__(self) -> None:
        self._offers: dict[str, SupportOfferState] = {}
        self._prepared: tuple[date, Prepared] | None = None
        self._mark = 0
        self._refreshing = asyncio.Lock()

    async def ranking(
        self, board: BoardRepository, request: SupportRequestState, today: date, most: int | None
    ) -> list[dict[str, Any]]:
        """Every open line with its offers, ranked and excluded."""
        offers = await self._fresh(board, today)
        need, _ = await board.need(request.request_id)
        still_open = {line.line_id: line.open for line in need}
        relations = await board.worked_with(request.content.requesting_states)
        lines = asked_lines(request.content, today, still_open, relations)
        return explain(rank(lines, texts_of(request.content), offers, most), most)

    async def _fresh(self, board: BoardRepository, today: date) -> Prepared:
        async with self._refreshing:
            changed, self._mark = await board.offers_changed(self._mark)
            if changed or self._prepared is None or self._prepared[0] != today:
                self._offers |= {offer.offer_id: offer for offer in changed}
                self._prepared = (today, prepare(list(self._offers.values()), today))
            return self._prepared[1]
