"""The fund in PostgreSQL: contributions, allotments, and the ledger, to which entries are only added (WM 7)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.roster.storage.fund_table_rows import FundEntryRow
from services.roster.storage.fund_tables import (
    fund_allotment,
    fund_contribution,
    fund_counter,
    fund_entry,
    fund_posting,
)
from shared.contracts.shapes.fund import FundAllotment, FundContribution, FundEntry, FundPosting
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States


class ContributionRepository(Numbered, States[FundContribution]):
    """Stored contributions, on one connection."""

    table, shape = fund_contribution, FundContribution
    numbered = "CONTRIBUTION", fund_counter

    def _new(self, state: FundContribution, **more: object) -> dict[str, object]:
        return super()._new(state, party=state.party, **more)


class AllotmentRepository(Numbered, States[FundAllotment]):
    """Stored allotments, on one connection."""

    table, shape = fund_allotment, FundAllotment
    numbered = "ALLOTMENT", fund_counter

    def _new(self, state: FundAllotment, **more: object) -> dict[str, object]:
        return super()._new(state, contribution_id=state.content.contribution_id, **more)

    async def of_contribution(self, contribution_id: str) -> list[FundAllotment]:
        """All that were made of a contribution, the oldest first."""
        mine = sa.select(fund_allotment.c.state).where(fund_allotment.c.contribution_id == contribution_id)
        rows = await self._connection.execute(mine.order_by(fund_allotment.c.allotment_id))
        return [FundAllotment.model_validate(one) for one in rows.scalars()]


class MoneyAt(NamedTuple):
    """What stands at a place (``available``, ``paid``, ...) of one thing."""

    contribution_id: str
    place: str
    of: str
    amount: Decimal


class FundLedger:
    """The ledger, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def one_at_a_time(self, currency: str) -> None:
        """Until the transaction ends nobody else allots in this currency: what a period comes to is counted once."""
        key = sa.func.hashtextextended(f"fund {currency}", 0)
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    async def add(self, entry: FundEntry) -> None:
        """Another entry. The database refuses one that does not come to the same, and one after which less than nothing is anywhere."""
        said = entry.model_dump(exclude={"number", "postings", "by"}) | {"by_person": entry.by}
        row = sa.insert(fund_entry).values(said).returning(fund_entry.c.number)
        number = (await self._connection.execute(row)).scalar_one()
        sides = [{"number": number, "place": n, **one.model_dump()} for n, one in enumerate(entry.postings)]
        await self._connection.execute(sa.insert(fund_posting), sides)

    async def at(self, *accounts: str) -> dict[str, Decimal]:
        """Account -> what stands there, nothing where nothing ever did."""
        table = fund_posting
        query = sa.select(table.c.account, sa.func.sum(table.c.debit - table.c.credit).label("amount"))
        rows = await self._connection.execute(query.where(table.c.account.in_(accounts)).group_by(table.c.account))
        return dict.fromkeys(accounts, Decimal(0)) | {row.account: row.amount for row in rows}

    async def allotted_since(self, currency: str, since: datetime) -> Decimal:
        """What was allotted in a currency since then; what came back of it counts all the same."""
        mine = (fund_entry.c.currency == currency, fund_entry.c.kind == "allotment", fund_entry.c.at > since)
        query = sa.select(sa.func.coalesce(sa.func.sum(fund_posting.c.debit), 0)).join(fund_entry)
        return Decimal((await self._connection.execute(query.where(*mine))).scalar_one())

    async def whereabouts(self, contribution_id: str | None = None) -> list[MoneyAt]:
        """Where the money of each contribution is, or of one."""
        place, of = (sa.func.split_part(fund_posting.c.account, ":", part) for part in (1, 2))
        amount = sa.func.sum(fund_posting.c.debit - fund_posting.c.credit)
        columns = (fund_entry.c.contribution_id, place.label("place"), of.label("of"), amount.label("amount"))
        query = sa.select(*columns).join(fund_entry).group_by(fund_entry.c.contribution_id, place, of)
        query = query if contribution_id is None else query.where(fund_entry.c.contribution_id == contribution_id)
        return [MoneyAt(*row) for row in await self._connection.execute(query.order_by(*columns[:3]))]

    async def find(self, entry_id: str) -> FundEntry | None:
        """An entry; None where there is none."""
        return next(iter(await self._entries(sa.select(fund_entry).where(fund_entry.c.entry_id == entry_id))), None)

    async def is_reversed(self, entry_id: str) -> bool:
        """Whether it was taken back."""
        query = sa.select(fund_entry.c.number).where(fund_entry.c.reverses == entry_id)
        return (await self._connection.execute(query)).first() is not None

    async def receipt_of(self, contribution_id: str) -> FundEntry | None:
        """The entry that stands for the money of a contribution that came."""
        mine = (fund_entry.c.contribution_id == contribution_id, fund_entry.c.kind == "receipt")
        query = sa.select(fund_entry).where(*mine).order_by(fund_entry.c.number.desc()).limit(1)
        return next(iter(await self._entries(query)), None)

    async def page(self, after: int, most: int) -> list[FundEntry]:
        """Entries in their order."""
        query = sa.select(fund_entry).where(fund_entry.c.number > after).order_by(fund_entry.c.number).limit(most)
        return await self._entries(query)

    async def _entries(self, query: sa.Select[Any]) -> list[FundEntry]:
        rows: list[FundEntryRow] = list(await self._connection.execute(query))
        table, numbers = fund_posting, [row.number for row in rows]
        sides = sa.select(table).where(table.c.number.in_(numbers)).order_by(table.c.number, table.c.place)
        found: dict[int, list[FundPosting]] = {number: [] for number in numbers}
        for side in await self._connection.execute(sides):
            found[side.number].append(FundPosting(account=side.account, debit=side.debit, credit=side.credit))
        return [_entry(row, found[row.number]) for row in rows]


def _entry(row: FundEntryRow, postings: Iterable[FundPosting]) -> FundEntry:
    return FundEntry(
        entry_id=row.entry_id, number=row.number, kind=row.kind, contribution_id=row.contribution_id,
        allotment_id=row.allotment_id, currency=row.currency, postings=tuple(postings), by=row.by_person, reason=row.reason,
        reverses=row.reverses, at=row.at,
    )  # fmt: skip
