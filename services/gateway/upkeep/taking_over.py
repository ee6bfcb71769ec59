"""Takes states over from their owner, when the events that led to them can no longer be had.

A state that is taken over says so in the item's history: the steps in between are not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
import structlog
from pydantic import ValidationError

from services.gateway.http.owner import Owner
from services.gateway.kinds import KINDS
from services.gateway.kinds.kind import Row
from services.gateway.projections import statements
from services.gateway.projections.erased import erasures_of_regions
from services.gateway.projections.projector import lock, write_states
from services.gateway.projections.rows import row_of
from services.gateway.projections.words import keep_words
from services.gateway.projections.worklist import keep_steps, limits_of
from services.gateway.read_model import metrics
from services.gateway.read_model.steps import SET_BACK, TAKEN_OVER, VANISHED
from services.gateway.read_model.tables import item
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.reduction.reader import reduced_form
from shared.modalities.paragraphs import P6
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import PulledState
from shared.runtime.identifiers import new_id

log = structlog.get_logger()
_CLASSES: dict[str, type[Event]] = {kind.name: kind.family for kind in KINDS}
_CAUSE = ByClock("taking-over")
CHUNK = 2000


@dataclass(frozen=True)
class Difference:
    """An item that is not as its owner has it. Versions are None where there is nothing."""

    kind: str
    id: str
    what: str
    ours: int | None
    theirs: int | None


def row_of_state(owner: Owner, kind: str, epoch: int, state: PulledState, now: datetime, *, at_home: bool) -> Row:
    """The row of a state as its owner shows it. Raises ValidationError."""
    base = _CLASSES[kind]
    event = (base if at_home else reduced_form(base)).model_validate(state.body)
    envelope = Envelope(
        id="", source=owner.source, type=TAKEN_OVER, version=1, subject=state.id, time=now, region=owner.region,
        epoch=epoch, stream="", sequence=0, aggregate_version=state.version, classification="confidential",
        correlation_id="taking-over", withheld=state.withheld or None,
    )  # fmt: skip
    row = row_of(event, envelope, orjson.dumps(state.body))
    assert row is not None
    return row | {"id": state.id, "version": state.version}


async def take_over(database: Database, owner: Owner, kind: str, found: Sequence[Difference], *, final: bool) -> int:
    """Asks for the states of items that differ and writes them; how many. Raises PeerAway.

    An item that moved on since it was compared is left alone. ``final``: its owner's word stands over everything of an
    earlier epoch, whatever its version.
    """
    compared = {one.id: one for one in found if one.theirs is not None}
    taken = 0
    async for page in owner.states(kind, sorted(compared)):
        async with database.unit_of_work(_CAUSE) as uow:
            await lock(uow, [owner.region])
            kept = await _present(uow, owner.region, kind, [state.id for state in page.states])
            rows = []
            for state in page.states:
                epoch, ours = kept.get(state.id, (0, None))
                moved_on = (
                    epoch >= page.epoch and (ours or 0) >= state.version if final else ours != compared[state.id].ours
                )
                if moved_on:
                    continue
                at_home = owner.region == database.settings.deployment
                try:
                    rows.append(row_of_state(owner, kind, page.epoch, state, uow.clock.now(), at_home=at_home))
                except ValidationError as fault:
                    log.error("state_unreadable", region=owner.region, kind=kind, count=fault.error_count())
            await _write(uow, owner, rows)
        taken += len(rows)
    metrics.TAKEN_OVER.labels(owner.region).inc(taken)
    return taken


async def _present(uow: UnitOfWork, region: str, kind: str, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    mine = (item.c.region == region, item.c.kind == kind, item.c.id.in_(ids))
    rows = await uow.connection.execute(sa.select(item.c.id, item.c.epoch, item.c.version).where(*mine))
    return {row.id: (row.epoch, row.version) for row in rows}


async def _write(uow: UnitOfWork, owner: Owner, rows: Sequence[Row]) -> None:
    await write_states(uow, rows, await erasures_of_regions(uow, [owner.region]), force=True)
    await tell(uow, owner, [(row["kind"], row["id"], row["epoch"], row["version"]) for row in rows], TAKEN_OVER)
    news = [{n: row[n] for n in ("region", "kind", "id", "version", "status")} | {"type": TAKEN_OVER} for row in rows]
    if news:
        await uow.connection.execute(statements.TELL, {"told": [orjson.dumps(one).decode() for one in news]})


async def tell(uow: UnitOfWork, owner: Owner, items: Iterable[tuple[str, str, int, int]], what: str) -> None:
    """Writes what was done into the history of items (kind, id, epoch, version)."""
    rows = [
        {"source": uow.settings.source, "event_id": new_id(uow.clock), "region": owner.region, "item_id": one,
         "epoch": epoch, "version": version, "type": what, "paragraph": P6.number, "at": uow.clock.now(), "kind": kind}
        for kind, one, epoch, version in items
    ]  # fmt: skip
    if rows:
        await uow.connection.execute(statements.HISTORY, {"rows": orjson.dumps(rows).decode()})


async def vanish(database: Database, owner: Owner, kind: str, found: Sequence[Difference], epoch: int) -> int:
    """Lists items that their owner has nothing of any more, and takes them out of the view; how many."""
    gone = [one for one in found if one.theirs is None]
    return sum([await _vanish(database, owner, kind, gone[n : n + CHUNK], epoch) for n in range(0, len(gone), CHUNK)])


async def _vanish(database: Database, owner: Owner, kind: str, gone: Sequence[Difference], epoch: int) -> int:
    async with database.unit_of_work(_CAUSE) as uow:
        await lock(uow, [owner.region])
        kept = await _present(uow, owner.region, kind, [one.id for one in gone])
        still = [one for one in gone if kept.get(one.id, (0, None))[1] == one.ours]
        rows: list[dict[str, Any]] = [{"region": owner.region, "kind": kind, "id": one.id} for one in still]
        given = {"rows": orjson.dumps(rows).decode(), "now": uow.clock.now()}
        listed = (await uow.connection.execute(statements.VANISH, given)).all()
        keys = [(owner.region, kind, one.id) for one in still]
        await keep_words(uow, keys)
        await keep_steps(uow, keys, limits_of(uow))
        await tell(uow, owner, [(kind, one.id, epoch, one.ours or 0) for one in still], VANISHED)
    for row in listed:
        log.warning("item_vanished", region=owner.region, kind=kind, aggregate=row.id)
    return len(listed)


async def set_back(database: Database, owner: Owner, kind: str, found: Sequence[Difference], epoch: int) -> int:
    """Lists states that an owner restored from a backup has forgotten; how many."""
    rows = [
        {"region": owner.region, "kind": kind, "id": one.id, "epoch": epoch, "kept_version": one.theirs,
         "altered": one.what == "altered"}
        for one in found if one.theirs is not None
    ]  # fmt: skip
    if not rows:
        return 0
    async with database.unit_of_work(_CAUSE) as uow:
        await lock(uow, [owner.region])
        given = {"rows": orjson.dumps(rows).decode(), "now": uow.clock.now()}
        listed = (await uow.connection.execute(statements.SET_BACK, given)).all()
        await tell(uow, owner, [(kind, r.item_id, epoch, r.version) for r in listed], SET_BACK)
    return len(listed)
