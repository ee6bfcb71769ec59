"""What engagements gave back of the needs that their matches had committed."""

from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.storage.tables import given_back


class GivenBackRepository:
    """Implements the port ``GivenBack`` on one connection; the caller holds the match locked."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_match(self, match_id: str) -> Mapping[tuple[str, str], Decimal]:
        """By request and line."""
        query = sa.select(given_back).where(given_back.c.match_id == match_id)
        return {(row.request_id, row.line_id): row.amount for row in (await self._connection.execute(query)).all()}

    async def keep(self, match_id: str, amounts: Mapping[tuple[str, str], Decimal]) -> None:
        """All that was given back by now."""
        rows = [
            {"match_id": match_id, "request_id": request_id, "line_id": line_id, "amount": amount}
            for (request_id, line_id), amount in sorted(amounts.items())
        ]
        if rows:
            kept = insert(given_back).values(rows)
            kept = kept.on_conflict_do_update(
                index_elements=["match_id", "request_id", "line_id"], set_={"amount": kept.excluded.amount}
            )
            await self._connection.execute(kept)
