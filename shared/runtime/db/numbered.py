"""Repositories whose things have references; which kind, and who counts, each says in one line."""

from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.references import reference
from shared.runtime.db.counting import next_number


class Numbered:
    """Gives references out, on one connection. ``numbered``: the kind as a reference says it, and the table that counts."""

    numbered: ClassVar[tuple[str, sa.Table]]
    _connection: AsyncConnection

    async def next_reference(self, whose: str, year: int) -> str:
        """<kind>-<year>-<whose>-<number>; a number that a failed transaction took is given again.

        ``whose``: a party, the code of one, or a deployment. Each has numbers of its own where the table counts by more than
        the year.
        """
        kind, counter = self.numbered
        code = whose.rpartition(":")[2].upper()
        by = {column.name: code for column in counter.primary_key if column.name != "year"}
        return reference(kind, year, whose, await next_number(self._connection, counter, year=year, **by))
