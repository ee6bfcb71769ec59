"""Keeps the head of every owner's audit that is heard of, so that a chain that is cut or rewritten later shows (WM 6).

Whose head it is says the address at which it was asked, never the answer. What was kept once stays: a head that
contradicts it is kept beside it, and an alarm.
"""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert

from services.gateway.http.owner import Owner
from services.gateway.read_model import metrics
from services.gateway.read_model.kept_heads import kept_heads
from services.gateway.read_model.ledger_tables import audit_head
from shared.runtime.audit.heads import AuditHead, lines
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()


async def witness(
    uow: UnitOfWork, owner: Owner, epoch: int, told: AuditHead | None, now: datetime, every_s: float
) -> str | None:
    """Takes in the head that an owner told in an epoch of its own; what is wrong with it, as a code: ``shorter``,
    ``contradicted``. An owner that is restored from a backup goes on from before in a new epoch, and that is no fault.
    """
    table = audit_head
    mine = (table.c.region == owner.region, table.c.source == owner.source, table.c.epoch == epoch)
    last = sa.select(table.c.sealed, table.c.seen_at).where(*mine).order_by(table.c.sealed.desc()).limit(1)
    before = (await uow.connection.execute(last)).one_or_none()
    place, link = (told.sealed, told.hash) if told is not None else (0, "")
    there = sa.select(table.c.hash).where(*mine, table.c.sealed == place)
    others = set((await uow.connection.execute(there)).scalars())
    wrong = "contradicted" if others - {link} else None
    if before is not None and place < before.sealed:
        wrong = wrong or "shorter"
    due = before is None or (place > before.sealed and now - before.seen_at >= timedelta(seconds=every_s))
    if place and (due or wrong == "contradicted"):
        row = {"region": owner.region, "source": owner.source, "epoch": epoch, "sealed": place, "hash": link}
        await uow.connection.execute(insert(table).values(row | {"seen_at": now}).on_conflict_do_nothing())
    if wrong is not None:
        metrics.AUDIT_BROKEN.labels(owner.region, wrong).inc()
        log.error("audit_alarm", region=owner.region, source=owner.source, code=wrong, sealed=place)
    return wrong


def audit_heads(database: Database, arguments: Sequence[str]) -> int:
    """Prints what is kept, a line each, as ``verify-audit --witness`` reads it."""
    parser = argparse.ArgumentParser(prog="audit-heads")
    parser.add_argument("--source", help="of this owner alone, e.g. /acsg/wca/intake")
    asked = parser.parse_args(arguments)

    async def said() -> str:
        async with database.reading() as connection:
            return lines(await kept_heads(connection, asked.source))

    if found := asyncio.run(said()):
        print(found)
    return 0
