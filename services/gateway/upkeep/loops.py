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
from services.gateway.upkeep.listening import OwnersListener
from services.gateway.upkeep.steps import StepsMaker
from shared.runtime.db.bell import REST_S
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.federation.peers import PeerAway
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.looking import Quiet, looking
from shared.runtime.supervision import Loop

log = structlog.get_logger()
LOOK_S = 0.5


class Upkeep:
    """One per gateway."""

    def __init__(self, database: Database, settings: GatewaySettings, consumer: Consumer, peers: KnownOwners) -> None:
        self._database, self._settings, self._peers = database, settings, peers
        self.listener, self.eraser = OwnersListener(database, settings), Eraser(database)
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
        bell = self._database.bell
        return {
            name: looking(look, every[name], "upkeep_waits", takes_long=True, bell=bell) for name, look in looks.items()
        }

    async def listen(self) -> Quiet:
        """Asks every owner how far it is, all at the same time; half as often while nothing comes and nothing lacks."""
        await self.listener.ask(*self._peers.owners())
        await publish_metrics(self._database, self._settings)
        return Quiet(0 if self.listener.behind else 2 * self._settings.listen_every_s)

    async def mend(self) -> Quiet:
        """Steps made with other limits, new epochs, gaps whose turn has come, fields to erase."""
        await self.steps.make()
        epochs = await self.reconciler.due()
        for row in epochs:
            await self.reconciler.reconcile(row)
        gaps = await self.filler.due()
        await self._at_once(partial(self.filler.fill, *key, found) for key, found in gaps.items())
        while await self.eraser.step():
            pass
        if epochs or gaps:
            return Quiet(0)
        coming = [one for one in (await self.reconciler.next_due(), await self.filler.next_due()) if one is not None]
        return Quiet.until(min(coming, default=None), self._database.clock.now())

    async def compare(self) -> Quiet:
        """Owners whose turn to be compared has come; answers when the next one's comes."""
        await self._at_once(partial(self._compare, owner) for owner in self._owners_due())
        last = min((self._compared.get(one.source, float("-inf")) for one in self._peers.owners()), default=None)
        every, now = self._settings.compare_every_s, self._database.clock.monotonic()
        return Quiet(REST_S if last is None else max(0.0, last + every - now))

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
                    await keep_comparison(uow, owner, kind, None, away.code)
            log.warning("comparison_waits", region=owner.region, source=owner.source, code=away.code)
