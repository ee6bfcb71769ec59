"""Says every aggregate again after a deployment has come to share less (``ACSG_WITHHELD``), so that each copy follows (WM 6).

Nothing happens to an aggregate but that its version rises: readers put the state they get now in the place of the one they
had, and erase what it says no more from each state they keep. It may be run again at any time.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.event import Event
from shared.modalities.paragraphs import P6
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()
AT_ONCE = 200
Say = Callable[[UnitOfWork, str], Awaitable[bool]]
"""Says one aggregate again, under its lock; False for one that is not this deployment's any more."""


class Again:
    """One kind of aggregates: where their identifiers stand, and how one is said again."""

    def __init__(self, key: sa.ColumnElement[str], say: Say) -> None:
        self.key, self.say = key, say


class Repository(Protocol):
    """Where an owner keeps aggregates that nothing deletes and no handover moves."""

    async def find(self, key: UUID, /, *, lock: bool) -> tuple[Any, int] | None:
        """State and version."""
        ...

    async def save(self, state: Any, version: int, /) -> None:
        """Stores a changed one."""
        ...


def saying(stored: Callable[[AsyncConnection], Repository], event: type[Event], shows: str) -> Say:
    """How one that is kept so is said again. ``shows``: the field of the event that holds its state."""

    async def say(uow: UnitOfWork, key: str) -> bool:
        repository = stored(uow.connection)
        found = await repository.find(UUID(key), lock=True)
        assert found is not None, "nothing deletes one"
        state, version = found
        await repository.save(state, version + 1)
        uow.record(event(aggregate_id=key, aggregate_version=version + 1, **{shows: state}))
        return True

    return say


async def restate(database: Database, kinds: Mapping[str, Again]) -> dict[str, int]:
    """Says everything again, some hundred aggregates per transaction; how many of each kind."""
    return {kind: await _all(database, kind, again) for kind, again in kinds.items()}


async def _all(database: Database, kind: str, again: Again) -> int:
    said, after = 0, ""
    plain = sa.collate(sa.cast(again.key, sa.Text), "C")
    while True:
        async with database.unit_of_work(ByClock(f"restate {kind}")) as uow:
            query = sa.select(plain.label("id")).where(plain > after).order_by(plain).limit(AT_ONCE)
            ids = list((await uow.connection.execute(query)).scalars())
            said += sum([await again.say(uow, one) for one in ids])
            if not ids:
                uow.audit("federation.restate", P6, kind, said)
                break
        after = ids[-1]
    log.info("restated", kind=kind, count=said)
    return said


def restate_command(database: Database, kinds: Mapping[str, Again]) -> Callable[[Sequence[str]], int]:
    """The command ``restate`` of a service."""

    def run(arguments: Sequence[str]) -> int:
        argparse.ArgumentParser(prog="restate", description="Says every aggregate again (ACSG_WITHHELD)").parse_args(
            arguments
        )
        for kind, count in asyncio.run(restate(database, kinds)).items():
            print(f"{kind}: {count} said again")
        return 0

    return run
