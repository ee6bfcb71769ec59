"""A year has ended, and nobody began its annual report: it is owed (WM 21)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from services.dialogue.domain import edition as domain
from services.dialogue.storage.editions import EditionRepository
from services.dialogue.storage.reviews import ReviewRepository
from shared.contracts.editions import EditionDue
from shared.contracts.reference.working_days import zone_of
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id


def today_in(deployment: str, now: datetime) -> date:
    """Which day it is where a bureau sits."""
    return now.astimezone(ZoneInfo(zone_of(deployment, now.date()))).date()


def year_ends(deployment: str, now: datetime) -> datetime:
    """When the year that runs there has ended."""
    there = ZoneInfo(zone_of(deployment, now.date()))
    return datetime.combine(domain.next_year(today_in(deployment, now)), time(), there).astimezone(UTC)


async def owe_report(uow: UnitOfWork, deployment: str) -> bool:
    """Makes the annual report where it is owed; answers whether it did. Years are counted from the first look on, as for reviews."""
    editions, now = EditionRepository(uow.connection), uow.now()
    counted_from = await ReviewRepository(uow.connection).counted_from(now)
    known = await editions.annual()
    year = domain.year_owed(today_in(deployment, now), counted_from.date(), known)
    if year is None:
        return False
    begun = await editions.begun(new_id(uow.clock), deployment, now)
    if domain.year_owed(today_in(deployment, now), counted_from.date(), await editions.annual()) is None:
        return False
    state = domain.due(begun, year)
    await editions.add(state)
    uow.record(EditionDue(aggregate_id=state.edition_id, aggregate_version=1, edition=state))
    return True
