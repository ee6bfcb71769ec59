"""How a service knows which organisations are registered: it hears of them on the bus, keeps them, and each of its processes reads
them from there (WM 3).

Nothing is asked of another service or deployment, so a line that is cut takes away no organisation that was heard of. Until the end
of what was told was reached for the first time, an unknown id is answered by "try again", never by "there is no such organisation".
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from sqlalchemy.dialects.postgresql import insert

from shared.contracts.catalogue import events
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.known_organisations import known
from shared.contracts.organisations import OrganisationEvent
from shared.contracts.shapes.organisation import OrganisationState
from shared.contracts.vocabulary import await_organisations, know_organisations
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.known_organisations import KnownTables, changes_since
from shared.runtime.db.row_security.context import ServiceAtWork
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Consumer, Reaction
from shared.runtime.kafka.origin import is_foreign
from shared.runtime.kafka.reads import Reads
from shared.runtime.knowing import running
from shared.runtime.looking import looking
from shared.runtime.supervision import Loop

log = structlog.get_logger()
EVERY_S = 1.0
MOST_AT_ONCE = 2000
_EVENTS: tuple[type[Event], ...] = tuple(one for one in events() if issubclass(one, OrganisationEvent))


class KnowingOrganisations:
    """One per process of a service. ``tables``: of the service's database."""

    def __init__(self, database: Database, tables: KnownTables) -> None:
        self._database, self._tables, self._changed = database, tables, 0
        self.consumer = _Ears(self)

    @property
    def reads(self) -> Reads:
        """What it reads of the bus."""
        return self.consumer.reads

    def loops(self) -> Mapping[str, Loop]:
        """For a worker: it hears, keeps and reads."""
        return {**self.consumer.loops(), "known_organisations": self._reading(heard=True)}

    def begin(self) -> None:
        """From here on this process has yet to read them."""
        await_organisations(True)

    @asynccontextmanager
    async def beside(self, _: object) -> AsyncIterator[None]:
        """For a process that serves and does nothing else: it reads them while it serves."""
        self.begin()
        async with running(self._reading(heard=False), self._database.clock):
            yield

    def _reading(self, *, heard: bool) -> Loop:
        bell = self._database.bell if heard else None
        return looking(self.read, EVERY_S, "organisations_wait", bell=bell)

    async def read(self) -> int:
        """Lets this process know of what was kept since it looked last; how many they were."""
        async with self._database.reading(ServiceAtWork("organisations")) as connection:
            found = await changes_since(connection, self._tables, self._changed, MOST_AT_ONCE)
        know_organisations(known(OrganisationState.model_validate(row.state)) for row in found.rows)
        self._changed = max(self._changed, found.changed)
        if not (found.more or found.awaited):
            await_organisations(False)
        return len(found.rows)

    async def keep(self, event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
        """Keeps what an event says of one that has its id. A deployment gives ids of its own alone: any other is nobody's word."""
        assert isinstance(event, OrganisationEvent)
        one, version = event.organisation, event.aggregate_version
        if one.code is None:
            return
        if not one.code.startswith(f"{envelope.region}-"):
            log.error("foreign_code", code=one.code, region=envelope.region)
            return
        organisation, read = self._tables.organisation, self._tables.read
        # The row is held until the end of the transaction: numbers rise in the order in which changes can be read.
        raised = sa.update(read).values(changed=read.c.changed + 1).returning(read.c.changed)
        changed = (await uow.connection.execute(raised)).scalar_one()
        # What everybody may read of it, and no more.
        content = one.content.model_copy(update={"statement": None, "registration": None})
        kept = one.model_copy(update={"applicant": None, "decision": None, "content": content})
        row: dict[str, Any] = {
            "region": envelope.region, "version": version, "changed": changed, "state": kept.model_dump(mode="json"),
        }  # fmt: skip
        new = insert(organisation).values(code=one.code, **row)
        newer = organisation.c.version < new.excluded.version
        await uow.connection.execute(new.on_conflict_do_update(index_elements=["code"], set_=row, where=newer))

    async def end_reached(self) -> None:
        """Says that what was told was read to its end."""
        read = self._tables.read
        async with self._database.unit_of_work(ByClock("organisations")) as uow:
            first = sa.update(read).where(read.c.read_at.is_(None)).values(read_at=uow.now())
            await uow.connection.execute(first)


class _Ears(Consumer):
    """What is told of organisations at home and elsewhere."""

    def __init__(self, knowing: KnowingOrganisations) -> None:
        database = knowing._database
        heard: dict[type[Event], Reaction] = dict.fromkeys(_EVENTS, knowing.keep)
        super().__init__("organisations", heard, database, foreign=heard)
        self._knowing, self._told = knowing, False

    async def _polled(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> list[ConsumerRecord]:
        found = await super()._polled(consumer, stop)
        if not (found or self._told) and await self._at_its_end(consumer):
            await self._knowing.end_reached()
            self._told = True
        return found

    async def _at_its_end(self, consumer: AIOKafkaConsumer) -> bool:
        """Whether all that is told was read: at home, and where nobody registers any here, of what others tell."""
        partitions = consumer.assignment()
        here = self._settings.scope == "regional"
        if not partitions or any(is_foreign(one.topic) == here for one in partitions):
            return False
        for one in partitions:
            end = consumer.highwater(one)
            if end is None or await consumer.position(one) < end:
                return False
        return True
