"""How fresh each region is, and what is known of the completeness of what is kept of it (WM 6).

A region is as fresh as the source of it that was heard least lately. A source is complete at the moment of which
everything it told has come; without such word, at its last event, as long as no number is missing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.read_model import metrics
from services.gateway.read_model.ledger_tables import gap, owner_heard, vanished
from services.gateway.read_model.tables import stream_cursor
from services.gateway.settings import GatewaySettings
from shared.runtime.db.database import Database

CLOCK_WORD_HOLDS = timedelta(minutes=15)
"""A clock that was measured longer ago says nothing of now."""


NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""As of when a region is known that was never heard whole."""


@dataclass(frozen=True)
class Freshness:
    """One region: complete as of ``as_of``; ``stale_since`` is set when that is longer ago than the limit."""

    region: str
    as_of: datetime
    age_s: float
    stale_since: datetime | None
    epoch: int
    open_gaps: int
    missing: int
    clock_off_s: float | None
    clock_alarm: bool

    @property
    def is_fresh(self) -> bool:
        """Whether it is within the limit."""
        return self.stale_since is None

    @property
    def state(self) -> Literal["fresh", "stale", "never_heard"]:
        """Whether what is known of it is of now."""
        if self.as_of == NEVER:
            return "never_heard"
        return "fresh" if self.is_fresh else "stale"


_SOURCES = (
    sa.select(
        stream_cursor.c.region, stream_cursor.c.source, sa.func.max(stream_cursor.c.applied_at).label("applied_at"),
        sa.func.sum(stream_cursor.c.missing).label("missing"), sa.func.max(stream_cursor.c.epoch).label("epoch"),
    )
    .group_by(stream_cursor.c.region, stream_cursor.c.source)
    .cte("sources")
)  # fmt: skip
_GAPS = (
    sa.select(gap.c.region, sa.func.count().label("gaps"), sa.func.min(gap.c.found_at).label("since"))
    .where(gap.c.healed_at.is_(None)).group_by(gap.c.region).cte("gaps")
)  # fmt: skip


async def freshness_of_regions(
    connection: AsyncConnection, settings: GatewaySettings, now: datetime
) -> dict[str, Freshness]:
    """Every region anything is kept of, or that was ever heard."""
    heard = owner_heard
    both = _SOURCES.outerjoin(
        heard, sa.and_(heard.c.region == _SOURCES.c.region, heard.c.source == _SOURCES.c.source), full=True
    )
    query = sa.select(
        sa.func.coalesce(_SOURCES.c.region, heard.c.region).label("region"), _SOURCES.c.applied_at, _SOURCES.c.missing,
        sa.func.greatest(_SOURCES.c.epoch, heard.c.epoch).label("epoch"), heard.c.complete_at, heard.c.heard_at,
        heard.c.clock_off_s, heard.c.measured_at, _GAPS.c.gaps, _GAPS.c.since,
    ).select_from(
        both.outerjoin(_GAPS, _GAPS.c.region == sa.func.coalesce(_SOURCES.c.region, heard.c.region))
    )  # fmt: skip
    found: dict[str, list[Any]] = {}
    for row in await connection.execute(query):
        found.setdefault(str(row.region), []).append(row)
    return {region: _region(region, rows, settings, now) for region, rows in sorted(found.items())}


def _region(region: str, rows: list[Any], settings: GatewaySettings, now: datetime) -> Freshness:
    as_of = min(_complete(row) for row in rows)
    age = max(0.0, (now - as_of).total_seconds())
    clocks = [
        row.clock_off_s for row in rows
        if row.clock_off_s is not None and row.measured_at is not None and now - row.measured_at <= CLOCK_WORD_HOLDS
    ]  # fmt: skip
    off = max(clocks, key=abs, default=None)
    return Freshness(
        region=region,
        as_of=as_of,
        age_s=age,
        stale_since=as_of if age > settings.stale_after_s else None,
        epoch=max(row.epoch or 1 for row in rows),
        open_gaps=max(row.gaps or 0 for row in rows),
        missing=int(sum(row.missing or 0 for row in rows)),
        clock_off_s=off,
        clock_alarm=off is not None and abs(off) > settings.clock_off_s,
    )


def _complete(row: Any) -> datetime:
    by_event = row.applied_at
    if by_event is not None and row.missing and row.since is not None:
        by_event = min(by_event, row.since)
    found: datetime = max((at for at in (row.complete_at, by_event) if at is not None), default=NEVER)
    return found


async def publish_metrics(database: Database, settings: GatewaySettings) -> None:
    """Sets the gauges from what the tables say."""
    async with database.reading() as connection:
        found = await freshness_of_regions(connection, settings, database.clock.now())
        query = sa.select(vanished.c.region, sa.func.count().label("count")).group_by(vanished.c.region)
        lost = {row.region: row[1] for row in await connection.execute(query)}
    for region, one in found.items():
        metrics.REGION_AGE.labels(region).set(one.age_s)
        metrics.GAPS_OPEN.labels(region).set(one.open_gaps)
        metrics.EVENTS_MISSING.labels(region).set(one.missing)
        metrics.CLOCK_OFF.labels(region).set(one.clock_off_s or 0.0)
        metrics.VANISHED.labels(region).set(lost.get(region, 0))
