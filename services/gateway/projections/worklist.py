"""Keeps the worklist as a table: after each batch the lines of the items that changed are made anew (WM 6).

What is written follows from the items as they stand, so it does not matter in which order events came, and a rebuild makes
the same. Nothing needs a clock: a line carries until when it is owed, and is late when it is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import orjson
import structlog

from services.gateway.kinds import KINDS
from services.gateway.kinds.kind import Kept
from services.gateway.projections import step_statements as statements
from services.gateway.projections.owing import WorklistLine, owing
from services.gateway.settings import GatewaySettings
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.rules import of_delivery
from shared.modalities.steps.step import UNREACHABLE
from shared.modalities.steps.things import ENDED, Delivery
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()
Key = tuple[str, str, str]
"""region, kind, id."""
OWING_KINDS = frozenset(kind.name for kind in KINDS if kind.owing is not None)
"""Kinds of which somebody may owe something; a need decides what is owed of its request."""


@dataclass(frozen=True, slots=True)
class _Need:
    region: str
    kind: str
    status: str
    parties: Sequence[str]
    changed_at: datetime
    state: Mapping[str, Any]


class TakenUp(Kept, Protocol):
    """An item whose lines are made anew; ``need_status``: of a request's need, None while it has none."""

    @property
    def id(self) -> str: ...
    @property
    def reference(self) -> str | None: ...
    @property
    def roles(self) -> Sequence[str]: ...
    @property
    def serving(self) -> Sequence[str]: ...
    @property
    def need_status(self) -> str | None: ...
    @property
    def need_changed_at(self) -> datetime | None: ...


class NewestUnreached(Protocol):
    """The newest message that did not reach a recipient, and how many there are."""

    region: str
    recipient: str
    messages: int
    delivery_id: str
    changed_at: datetime
    roles: Sequence[str]
    serving: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands, whose it is, and to what it leads."""

    region: str
    kind: str
    place: str
    item_id: str
    reference: str | None
    roles: Sequence[str]
    serving: Sequence[str]


async def keep_steps(uow: UnitOfWork, changed: Iterable[Key], limits: Limits) -> None:
    """Makes the lines of these items what their states say. The caller holds the lock of their regions."""
    of_request = ((region, "request" if kind == "need" else kind, id_) for region, kind, id_ in changed)
    keys = sorted({key for key in of_request if key[1] in OWING_KINDS})
    if not keys:
        return
    given = {"keys": _json(_keyed(keys)), "ended": sorted(ENDED)}
    rows: list[TakenUp] = list(await uow.connection.execute(statements.TAKE_UP, given))
    made = [(row, number, line) for row in rows for number, line in enumerate(lines_of(row, limits))]
    await _put(uow, (_row(_place(row), number, line) for row, number, line in made if not _folds(line)))
    deliveries: dict[Key, tuple[TakenUp, WorklistLine] | None] = {key: None for key in keys if key[1] == "delivery"}
    if deliveries:
        await _fold(uow, deliveries | {(r.region, r.kind, r.id): (r, one) for r, _, one in made if _folds(one)})


def limits_of(uow: UnitOfWork) -> Limits:
    """The time limits of this deployment."""
    assert isinstance(uow.settings, GatewaySettings)
    return uow.settings.limits


def lines_of(row: TakenUp, limits: Limits) -> list[WorklistLine]:
    """The lines of an item; of one whose state lacks what its kind's rule reads nothing can be said."""
    need = None
    if row.need_status is not None and row.need_changed_at is not None:
        need = _Need(row.region, "need", row.need_status, (), row.need_changed_at, {})
    try:
        return owing(row, need, limits)
    except (KeyError, TypeError, ValueError) as fault:
        log.error("steps_unreadable", region=row.region, kind=row.kind, aggregate=row.id, error=type(fault).__name__)
        return []


def _folds(line: WorklistLine) -> bool:
    """Messages for information that did not arrive: one line for each recipient, whatever their number (WM 6)."""
    return line.step.code == UNREACHABLE


async def _fold(uow: UnitOfWork, deliveries: Mapping[Key, tuple[TakenUp, WorklistLine] | None]) -> None:
    """Messages for information that did not arrive: one line of each recipient, which leads to its newest message."""
    given = [
        {"region": region, "id": id_, "recipient": found and found[1].step.details["recipient"],
         "changed_at": found and found[0].changed_at}
        for (region, _, id_), found in deliveries.items()
    ]  # fmt: skip
    touched = (await uow.connection.execute(statements.COUNT_UNREACHED, {"rows": _json(given)})).all()
    if not touched:
        return
    places = [{"region": row.region, "kind": "delivery", "id": row.recipient} for row in touched]
    await uow.connection.execute(statements.TAKE_AWAY, {"keys": _json(places)})
    named = [{"region": row.region, "recipient": row.recipient} for row in touched]
    asked = {"rows": _json(named)}
    newest: list[NewestUnreached] = list(await uow.connection.execute(statements.NEWEST_UNREACHED, asked))
    await _put(uow, (_folded(row) for row in newest))


def _folded(row: NewestUnreached) -> dict[str, object]:
    step = of_delivery(Delivery(row.region, row.recipient, must_act=False), row.changed_at)
    place = _Place(row.region, "delivery", row.recipient, row.delivery_id, None, row.roles, row.serving)
    made = _row(place, 0, WorklistLine(step, (step.party,)))
    return made | {"details": {"recipient": row.recipient, "count": str(row.messages)}}


def _place(row: TakenUp) -> _Place:
    return _Place(row.region, row.kind, row.id, row.id, row.reference, row.roles, row.serving)


def _row(place: _Place, number: int, line: WorklistLine) -> dict[str, object]:
    step = line.step
    return {
        "region": place.region, "kind": place.kind, "place": place.place, "code": step.code, "number": number,
        "item_id": place.item_id, "reference": place.reference, "words": step.words, "who": line.who,
        "paragraph": step.paragraph.number, "due_at": step.due_at, "begins_at": step.begins_at, "ends_at": step.ends_at,
        "details": dict(step.details), "roles": place.roles, "serving": place.serving,
    }  # fmt: skip


async def _put(uow: UnitOfWork, rows: Iterable[dict[str, object]]) -> None:
    if given := list(rows):
        await uow.connection.execute(statements.PUT, {"rows": _json(given)})


def _keyed(keys: Iterable[Key]) -> list[dict[str, str]]:
    return [{"region": region, "kind": kind, "id": id_} for region, kind, id_ in keys]


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
