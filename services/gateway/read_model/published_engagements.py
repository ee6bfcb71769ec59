"""Engagements as all their parties agreed to publish them: read from what was published, and from nothing else (WM 15.vii)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.read_model.published import published

Place = tuple[datetime, str]
"""Where a page ends: when it was published, and the identifier."""


def published_engagements(given: Mapping[str, Any], moment: datetime | None = None) -> sa.Select[Any]:
    """Those that stand now, and stood at a date already; of what is not published a filter finds nothing."""
    columns = published.c
    asked: dict[str, Any] = {
        "region": lambda value: columns.region == value,
        "regions": lambda value: columns.region.in_(value),
        "party": lambda value: columns.fields["parties"].contains([{"party": value}]),
        "changed_from": lambda value: columns.at >= value,
        "changed_before": lambda value: columns.at < value,
    }
    wanted = [asked[name](value) if name in asked else sa.false() for name, value in given.items() if value is not None]
    if moment is not None:
        wanted.append(columns.at <= moment)
    stands = sa.select(columns.region, columns.id, columns.at, columns.fields)
    stands = stands.where(columns.kind == "engagement", columns.fields.is_not(None), *wanted)
    return stands.order_by(columns.at.desc(), columns.id.desc())


async def page_of(connection: AsyncConnection, first: int, after: Place | None) -> Sequence[Any]:
    """A page, newest first, with one more than asked for where there is more."""
    query = published_engagements({}).limit(first + 1)
    if after is not None:
        query = query.where(sa.tuple_(published.c.at, published.c.id) < sa.tuple_(*map(sa.literal, after)))
    found: Sequence[Any] = (await connection.execute(query)).all()
    return found
