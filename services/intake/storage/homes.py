"""Countries that a handover has moved, and the counters of references that move with them (WM 6)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.home import other_region
from services.intake.storage.tables import moved_country, reference_counter
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.vocabulary import deployment_of_country
from shared.runtime.db.database import Database

PREFIX = "iso3166:"


async def home_of(connection: AsyncConnection, country: str, on: date) -> str | None:
    """The deployment that receives a country's requests, as far as this one knows."""
    query = sa.select(moved_country.c.deployment).where(moved_country.c.country == country)
    moved = (await connection.execute(query)).scalar_one_or_none()
    return deployment_of_country(country, on) if moved is None else str(moved)


async def must_be_home(connection: AsyncConnection, country: str, on: date, here: str) -> None:
    """Raises Invalid naming the right deployment, unless this one receives the country's requests."""
    home = await home_of(connection, country, on)
    if home != here:
        raise other_region(country, home, here)


async def came_here(database: Database, country: str, on: date) -> None:
    """Raises Invalid naming the right deployment, unless a handover brought the country here."""
    async with database.reading() as connection:
        await must_be_home(connection, country, on, database.settings.deployment)


async def moved_by(connection: AsyncConnection, handover_id: str) -> bool:
    """Whether a handover has the last word on where its country belongs."""
    query = sa.select(sa.literal(1)).where(moved_country.c.handover_id == handover_id)
    return (await connection.execute(query)).first() is not None


async def move(connection: AsyncConnection, handover: HandoverState, here: str, now: datetime) -> None:
    """From now on the country's requests are received by the receiving deployment."""
    values = {"deployment": handover.receiving, "away": handover.receiving != here, "since": now,
              "handover_id": handover.handover_id}  # fmt: skip
    written = insert(moved_country).values(country=handover.country.removeprefix(PREFIX), **values)
    await connection.execute(written.on_conflict_do_update(index_elements=["country"], set_=values))


async def close_counters(connection: AsyncConnection, handover: HandoverState, year: int) -> dict[int, int]:
    """Closes the counters of a country's references; year -> last number given. They never move again here.

    The next year's is closed too: a submission under way at the turn of the year finds it so.
    """
    country, table = handover.country.removeprefix(PREFIX), reference_counter
    for one in (year, year + 1):
        begun = insert(table).values(year=one, country=country, last=0)
        await connection.execute(begun.on_conflict_do_nothing())
    closed = sa.update(table).where(table.c.country == country).values(closed=True)
    rows = (await connection.execute(closed.returning(table.c.year, table.c.last))).all()
    return {row.year: row.last for row in rows}


async def open_counters(connection: AsyncConnection, handover: HandoverState, last: dict[int, int]) -> None:
    """Goes on counting where the giver stopped."""
    country, table = handover.country.removeprefix(PREFIX), reference_counter
    for year, number in sorted(last.items()):
        written = insert(table).values(year=year, country=country, last=number)
        reached = sa.func.greatest(table.c.last, written.excluded.last)
        written = written.on_conflict_do_update(
            index_elements=["year", "country"], set_={"last": reached, "closed": False}
        )
        await connection.execute(written)
