"""Numbers of references: one after the other, in the transaction that needs one."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection


def counter_table(metadata: sa.MetaData, name: str, *by: str) -> sa.Table:
    """A table of series of numbers: one a year, and of each of these texts (``party``, ``country``)."""
    texts = [sa.Column(column, sa.Text, primary_key=True) for column in by]
    year = sa.Column("year", sa.SmallInteger, primary_key=True, autoincrement=False)
    return sa.Table(name, metadata, year, *texts, sa.Column("last", sa.Integer, nullable=False))


async def next_number(connection: AsyncConnection, counter: sa.Table, **series: int | str) -> int:
    """The next number of a series, which ``counter`` keeps by these columns; one that a failed transaction took is given again."""
    counted = insert(counter).values(**series, last=1)
    counted = counted.on_conflict_do_update(index_elements=list(series), set_={"last": counter.c.last + 1})
    return int((await connection.execute(counted.returning(counter.c.last))).scalar_one())
