"""The worker's loops of upkeep: listening to owners, mending what is missing, comparing what is there.

They run in the first worker alone. An owner that is away holds up nobody else; work that takes long goes on beside the
beats, so that the supervision sees a loop that is getting on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial

import structlog

from services.gateway.http.owner import KnownOwners, Owner
from services.gateway.read_model.regions import publish_metrics
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.comparing import compare_all, keep_comparison
from services.gateway.upkeep.epochs import Reconciler
from services.gateway.upkeep.erasing import Eraser
from services.gateway.upkeep.filling import Filler
from services.gateway.upkeep.listening import Listener
from services.gateway.upkeep.steps import StepsMaker
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.federation.peers import PeerAway
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.looking import looking
from shared.runtime.supervision import Loop

log = structlog.get_logger()
LOOK_S = 0.5


class Upkeep:
    """One per gateway."""

    def __init__(self, database: Database, settings: GatewaySettings, consumer: Consumer, peers: KnownOwners) -> None:
        self._database, self._settings, self._peers = database, settings, peers
        self.listener, self.eraser = Listener(database, settings), Eraser(database)
        self.steps = StepsMaker(database, settings)
        self.filler, self.reconciler = (
            Filler(database, settings, consumer, peers),
            Reconciler(database, settings, peers),
        )
        self._compared: dict[str, float] = {}

    def loops(self) -> Mapping[str, Loop]:
        """By name; none in any worker but the first."""
        if self._settings.worker != 0:
            return {}
        every = {"listening": self._settings.listen_every_s, "mending": LOOK_S, "comparing": LOOK_S}
        looks = {"listening": self.listen, "mending": self.mend, "comparing": self.compare}
        return {name: looking(look, every[name], "upkeep_waits", takes_long=True) for name, look in looks.items()}

    async def listen(self) -> None:
        """Asks every owner how far it is, all at the same time."""
        await asyncio.gather(*(self.listener.ask(owner) for owner in self._peers.owners()))
        await publish_metrics(self._database, self._settings)

    async def mend(self) -> None:
        """Steps made with other limits, new epochs, gaps whose turn has come, fields to erase."""
        await self.steps.make()
        for row in await self.reconciler.due():
            await self.reconciler.reconcile(row)
        gaps = await self.filler.due()
        await self._at_once(partial(self.filler.fill, *key, found) for key, found in gaps.items())
        while await self.eraser.step():
            pass

    async def compare(self) -> None:
        """Owners whose turn to be compared has come."""
        await self._at_once(partial(self._compare, owner) for owner in self._owners_due())

    async def _at_once(self, jobs: Iterable[Callable[[], Awaitable[object]]]) -> None:
        free = asyncio.Semaphore(self._settings.pull_at_once)

        async def one(job: Callable[[], Awaitable[object]]) -> None:
            async with free:
                await job()

        await asyncio.gather(*(one(job) for job in jobs))

    def _owners_due(self) -> list[Owner]:
        now, every = self._database.clock.monotonic(), self._settings.compare_every_s
        due = [o for o in self._peers.owners() if now - self._compared.get(o.source, float("-inf")) >= every]
        self._compared |= {owner.source: now for owner in due}
        return due

    async def _compare(self, owner: Owner) -> None:
        try:
            await compare_all(self._database, owner, self._settings.compare_buckets)
        except PeerAway as away:
            async with self._database.unit_of_work(ByClock("comparing")) as uow:
                for kind in owner.kinds:
                    await keep_comparison(uow, owner, kind, {"error": away.code})
            log.warning("comparison_waits", region=owner.region, source=owner.source, code=away.code)
