"""In which order a list is read, and at which date: columns for the present, and for the state as it was."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.tables import item, item_version
from shared.contracts.shapes.handover import HANDED_OVER


class ListOrder(Enum):
    """Orders of a list: by a moment, then by identifier, so that every row has one place."""

    BEGUN_NEWEST = ("begun_at", True)
    BEGUN_OLDEST = ("begun_at", False)
    CHANGED_NEWEST = ("changed_at", True)
    CHANGED_OLDEST = ("changed_at", False)

    @property
    def column(self) -> str:
        """The moment it goes by."""
        return self.value[0]

    @property
    def descending(self) -> bool:
        """Newest first."""
        return self.value[1]


_OTHER, _TOLD = item.alias("elsewhere"), item_version.alias("told_elsewhere")


def _elsewhere(row: Any, moment: datetime | None) -> sa.ColumnElement[bool]:
    """Whether another deployment has an item since it was handed over: then it stands there, and here is history."""
    other, told = _OTHER, _TOLD
    same = [other.c.kind == row.kind, other.c.id == row.id, other.c.region != row.region]
    if moment is None:
        taken = sa.select(sa.literal(1)).where(
            *same, sa.or_(other.c.status != HANDED_OVER, other.c.version > row.version)
        )  # fmt: skip
    else:
        same += [told.c.region == other.c.region, told.c.kind == other.c.kind, told.c.id == other.c.id]
        taken = sa.select(sa.literal(1)).where(*same, told.c.at <= moment, told.c.status != HANDED_OVER)
    return sa.and_(row.status == HANDED_OVER, taken.correlate_except(other, told).exists())


@dataclass(frozen=True)
class ReadFrom:
    """Items as they are, or as they were at a date: what to read from, and its columns by name.

    Who may read is decided on the item as it is now: ``roles``, ``shown_to`` and ``serving`` are columns of the
    present, whatever date is asked for.
    """

    source: Any
    columns: Any
    roles: sa.ColumnElement[Any]
    shown_to: sa.ColumnElement[Any]
    serving: sa.ColumnElement[Any]
    moment: datetime | None = None
    lying: sa.ColumnElement[str] | None = None
    """Where a row lies in the database: another one with each change of the row. Of the present alone."""

    @property
    def standing(self) -> sa.ColumnElement[bool]:
        """Whether an item stands here, rather than at the deployment it was handed over to (WM 6)."""
        return sa.not_(_elsewhere(self.columns, self.moment))

    @property
    def alike(self) -> list[sa.ColumnElement[Any]]:
        """What the policy asks for: rows with the same of these are readable together or not at all."""
        then = (
            [] if self.moment is None else [self.columns[name] for name in ("roles_now", "shown_to_now", "serving_now")]
        )
        return [self.columns[name] for name in ("kind", "region", "roles", "shown_to", "serving")] + then


PRESENT = ReadFrom(
    item,
    item.c,
    item.c.roles,
    item.c.shown_to,
    item.c.serving,
    lying=sa.literal_column("item.ctid::text || item.xmin", sa.Text),
)
_THEN = ("version", "epoch", "reference", "status", "areas", "parties", "roles", "shown_to", "serving", "state")


def at(moment: datetime | None, *, shown: bool = False) -> ReadFrom:
    """Items at a date; None is now. Of each item the newest state that was told until then.

    ``shown``: beside it stands what the State agrees to show now.
    """
    if moment is None:
        return PRESENT
    version = item_version
    mine = (version.c.region == item.c.region, version.c.kind == item.c.kind, version.c.id == item.c.id)
    newest = sa.select(version).where(*mine, version.c.at <= moment)
    then = newest.order_by(version.c.epoch.desc(), version.c.version.desc()).limit(1).lateral("at_the_time")
    told = [then.c[name].label(name) for name in _THEN]
    told += [item.c[name].label(f"{name}_now") for name in ("roles", "shown_to", "serving", "reference")]
    told += [item.c.state["shown"].label("shown_now")] if shown else []
    told += [sa.case((item.c.kind == "meeting", item.c.state)).label("meeting_now")]
    kept = (item.c.region, item.c.kind, item.c.id, item.c.begun_at, then.c.at.label("changed_at"))
    rows = sa.select(*kept, *told).select_from(item.join(then, sa.true())).subquery("items_then")
    return ReadFrom(rows, rows.c, rows.c.roles_now, rows.c.shown_to_now, rows.c.serving_now, moment)
