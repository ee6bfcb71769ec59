"""How many requests, late feedbacks and unanswered calls there are by month, as the items of the read model say it (WM 12).

Months go by what happened, as the owner's event says it, and never by when it came here: topics told again give the same
counts. Three statements, each narrowed to what the reader may read, and one for when a deployment began.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.gateway.domain.months import begins, earlier
from services.gateway.domain.own_records import (
    CALLS,
    COMPARED,
    FEEDBACK,
    REQUESTS,
    URGENT,
    CountedRecords,
    OwnRecords,
)
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, perhaps
from services.gateway.read_model.tables import item_version
from shared.contracts.shapes.handover import HANDED_OVER
from shared.modalities.access.actions import READ_WARNING
from shared.modalities.access.crises import warning
from shared.modalities.access.policy import decide

_COLUMNS = PRESENT.columns
_STATE = _COLUMNS.state
_EACH: tuple[sa.ColumnElement[Any], ...] = (_COLUMNS.region, sa.literal_column("place"), sa.literal_column("month"))
"""By the names of what is told: the same expression with other parameters would be another one to the database."""


async def own_records(reader: ItemReader, month: str) -> OwnRecords:
    """Counts of the month and of those that it is compared with, of deployments whose warnings the reader may read."""
    since, until = begins(earlier(month, COMPARED)), begins(earlier(month, -1))
    first = {row.region: row.first for row in await reader.rows(_first(reader)) if _may(reader, row.region)}
    found: list[CountedRecords] = []
    for query in (_requests(reader, since, until), _feedback(reader, since, until), _calls(reader, since, until)):
        rows = [row for row in await reader.rows(query) if row.region in first]
        found += [CountedRecords(row.region, row.kind, row.place, row.month, row.times) for row in rows if row.times]
    return OwnRecords(first, found)


def _may(reader: ItemReader, region: str) -> bool:
    return decide(reader.actor, READ_WARNING, warning(region)).allowed


def _of(reader: ItemReader, kind: str) -> tuple[sa.ColumnElement[bool], ...]:
    """What was handed over counts where it stands now."""
    return (_COLUMNS.kind == kind, _COLUMNS.status != HANDED_OVER, perhaps(reader.actor, kind, PRESENT))


def _first(reader: ItemReader) -> sa.Select[Any]:
    least = sa.func.min(_COLUMNS.begun_at).label("first")
    return sa.select(_COLUMNS.region, least).where(*_of(reader, "request")).group_by(_COLUMNS.region)


def _month(moment: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.func.to_char(sa.func.timezone("UTC", moment), "YYYY-MM")


def _moment(name: str) -> sa.ColumnElement[Any]:
    return sa.cast(_STATE[name].astext, sa.DateTime(timezone=True))


def _by_month(
    kind: str, place: Any, moment: sa.ColumnElement[Any], times: Any = None
) -> tuple[sa.ColumnElement[Any], ...]:
    counted = sa.func.count() if times is None else times
    named: sa.ColumnElement[str] = sa.literal_column(f"'{kind}'").label("kind")
    return _COLUMNS.region, named, place.label("place"), _month(moment).label("month"), counted.label("times")


def _requests(reader: ItemReader, since: datetime, until: datetime) -> Any:
    """By each requesting State and the month of submission; urgent ones, and those in a crisis, once more (WM 9, 12)."""
    content = _STATE["content"]
    states = sa.func.jsonb_array_elements_text(content["requesting_states"]).table_valued("value").lateral("asking")
    place = sa.func.replace(states.c.value, "iso3166:", "")
    urgent = sa.or_(
        content["urgent"].astext == "true", sa.func.coalesce(sa.func.jsonb_typeof(content["crisis"]), "null") != "null"
    )
    source = PRESENT.source.join(states, sa.true())
    wanted = (*_of(reader, "request"), _COLUMNS.begun_at >= since, _COLUMNS.begun_at < until)
    parts = [
        sa.select(*_by_month(kind, place, _COLUMNS.begun_at)).select_from(source).where(*wanted, *more).group_by(*_EACH)
        for kind, more in ((REQUESTS, ()), (URGENT, (urgent,)))
    ]
    return sa.union_all(*parts)


def _feedback(reader: ItemReader, since: datetime, until: datetime) -> Any:
    """By the month of the day until which feedback was due: it came later, or has not come. A request that was withdrawn
    before that day was owed none.
    """
    due, came = _moment("feedback_due_at"), _moment("feedback_at")
    told = item_version.c
    same = (told.region == _COLUMNS.region, told.kind == "request", told.id == _COLUMNS.id)
    withdrawn = sa.select(sa.literal(1)).where(*same, told.status == "withdrawn", told.at <= due)
    late = sa.and_(
        sa.or_(came.is_(None), came > due), sa.not_(withdrawn.correlate(PRESENT.source).exists()), due < reader.now
    )
    wanted = (*_of(reader, "request"), due >= since, due < until, late)
    return sa.select(*_by_month(FEEDBACK, _COLUMNS.region, due)).where(*wanted).group_by(*_EACH)


def _calls(reader: ItemReader, since: datetime, until: datetime) -> Any:
    """By the month in which the call closed or its day passed, whichever was first, without a party's answer until then. One
    that was recalled was shown to nobody any more; of one from before there were answers it is not known.
    """
    over = sa.func.least(_moment("answer_due_at"), _moment("ended_at"))
    asked = sa.func.jsonb_array_elements(_STATE["asked"]).table_valued("value").lateral("asked")
    one = sa.cast(asked.c.value, sa.dialects.postgresql.JSONB)
    at = sa.cast(one["answered_at"].astext, sa.DateTime(timezone=True))
    answered = sa.and_(one["answer"].astext.is_not(None), sa.or_(at.is_(None), at <= over))
    unanswered = sa.not_(sa.select(sa.literal(1)).select_from(asked).where(answered).exists())
    several = sa.func.jsonb_array_length(_STATE["asked"]) > 0
    wanted = (*_of(reader, "solicitation"), _COLUMNS.status != "recalled", over >= since, over < until)
    query = sa.select(*_by_month(CALLS, _COLUMNS.region, over)).where(*wanted, over < reader.now, several, unanswered)
    return query.group_by(*_EACH)
