"""A seeded schedule of a saga's life in two regions: people act, time passes, links are cut, records come late and twice."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import uuid4

import orjson

from services.matching.reactions.reservation_timeout import Deadlines
from shared.runtime.clock import FixedClock
from tools.faults.saga.regions import Region, region

Databases = dict[str, dict[str, str]]
"""Region -> service -> address."""

Act = Callable[[Region], Awaitable[None]]
CARRYING = {"_relay", "_replicate", "_link", "_die", "_replay"}
"""Acts that change no table of an owner."""
PAIRS = {"wca": "europe", "europe": "wca"}


@dataclass
class Schedule:
    """A seeded run: people act, time passes, links are cut and healed, records come late and twice."""

    regions: dict[str, Region]
    chance: Random
    clock: FixedClock
    requests: list[tuple[str, str]] = field(default_factory=list)
    offers: list[tuple[str, str]] = field(default_factory=list)
    cut: set[tuple[str, str]] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    async def step(self) -> bool:
        """One thing happens somewhere; whether a table may have changed by it, or records were carried and nothing else."""
        here = self.chance.choice(list(self.regions.values()))
        weights = self.acts()
        (act,) = self.chance.choices(list(weights), list(weights.values()))
        await act(here)
        return act.__name__ not in CARRYING

    def acts(self) -> dict[Act, float]:
        """What may happen, and how often compared with the rest."""
        return {
            self._relay: 6.0, self._deliver: 10.0, self._replicate: 8.0, self._propose: 1.2, self._answer: 9.0,
            self._confirm: 4.0, self._withdraw: 0.3, self._pass: 0.5, self._link: 1.0,
        }  # fmt: skip

    async def begin(self, requests: int, offers: int) -> None:
        """Requests and offers with little capacity in both regions."""
        people = {"wca": ("TCD", "NER"), "europe": ("GEO", "FRA")}
        for name, here in self.regions.items():
            asking, giving = people[name]
            self.requests += [(name, here.shown_request(asking, 3)) for _ in range(requests)]
            for _ in range(offers):
                line = {"line_id": "experts", "functional_areas": ["registration"], "support_type": "technical",
                        "quantity": {"amount": "2", "unit": "packages"}}  # fmt: skip
                body = {"title": f"Experts {uuid4().hex}", "language": "fr", "offering_parties": [f"iso3166:{giving}"], "lines": [line],
                        "availability": {"start": "2026-01-01"}}  # fmt: skip
                who = f"{giving.lower()}-authority"
                status, made = await here.call(who, "POST", "roster", "/support-offers", body)
                assert status == 201, made
                self.offers.append((name, made["offer_id"]))
        await self.settle()

    async def _relay(self, here: Region) -> None:
        every = tuple(here.services)
        for service in self.chance.choice([*((one,) for one in every), every]):
            await here.relay(service)

    async def _deliver(self, here: Region) -> None:
        unread = [(service, key) for service in here.services for key in here.unread(service)]
        if unread:
            await here.deliver(*self.chance.choice(unread), self.chance.randint(1, 4))

    async def _replicate(self, here: Region) -> None:
        source = self.regions[here.other]
        if (source.name, here.name) in self.cut:
            return
        back = self.chance.randint(1, 5) if self.chance.random() < 0.1 else 0
        keys = [k for k in source.log.records if k[0].startswith("acsg.federated.")] if back else here.behind(source)
        if keys:
            here.replicate(source, self.chance.choice(keys), self.chance.randint(1, 4), back)
            self.note("repeated" if back else "replicated")

    async def _propose(self, here: Region) -> None:
        mine = [one for name, one in self.requests if name == here.name]
        _, offer = self.chance.choice(self.offers)
        quantity = {"amount": str(self.chance.randint(1, 2)), "unit": "packages"}
        line = {"request_id": self.chance.choice(mine), "request_line_id": "1", "offer_id": offer,
                "offer_line_id": "experts", "quantity": quantity, "covers": quantity}  # fmt: skip
        body = {"lines": [line], "reason": "Fits"}
        status, made = await here.call(f"{here.name}-officer", "POST", "matching", "/matches", body)
        assert status in {201, 409, 422}, made
        if status == 201:
            self.note("proposed")

    async def _reserved(self, here: Region) -> dict[str, Any] | None:
        """One of the matches whose owners hold the capacity, as far as their region knows."""
        query = "select state from match where status = 'reserved' order by match_id"
        found = [orjson.loads(row["state"]) for row in await here.relays["matching"].fetch(query)]
        return self.chance.choice(found) if found else None

    async def _answer(self, here: Region) -> None:
        match = await self._reserved(here)
        waiting = [side["party"] for side in match["sides"] if side["answer"] == "pending"] if match else []
        if match is not None and waiting:
            party, declines = self.chance.choice(waiting), self.chance.random() < 0.1
            said: dict[str, Any] = {"party": party, "answer": "declined" if declines else "accepted"}
            said |= {"reason_code": "timing"} if declines else {}
            path = f"/matches/{match['match_id']}/answer"
            status, answer = await here.call(f"{party[-3:].lower()}-authority", "POST", "matching", path, said)
            assert status == 200, answer
            self.note("declined" if declines else "accepted")

    async def _confirm(self, here: Region) -> None:
        match = await self._reserved(here)
        if match is not None:
            how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
            path = f"/matches/{match['match_id']}/confirmation"
            status, answer = await here.call(f"{here.name}-officer", "POST", "matching", path, how)
            assert status in {200, 409}, answer
            if status == 200:
                self.note("confirmed")
            else:
                self.note("not_yet")

    async def _withdraw(self, here: Region) -> None:
        match = await self._reserved(here)
        if match is not None and self.chance.random() < 0.5:
            path = f"/matches/{match['match_id']}/withdrawal"
            await here.call(f"{here.name}-officer", "POST", "matching", path, {"reason": "Changed"})
            self.note("withdrawn")

    async def _pass(self, here: Region) -> None:
        self.clock.advance(seconds=self.chance.choice([1, 5, 5, 40]))
        await Deadlines(here.services["matching"].database).look()

    async def _link(self, here: Region) -> None:
        link = (here.name, here.other)
        if link in self.cut or self.chance.random() < 0.6:
            self.cut.discard(link)
        else:
            self.cut.add(link)
            self.note("cut")

    async def settle(self) -> None:
        """Everything is healed, relayed, mirrored and read, until nothing moves any more."""
        self.cut.clear()
        quiet = False
        while not quiet:
            quiet = True
            for here in self.regions.values():
                for service in here.services:
                    await here.relay(service)
                source = self.regions[here.other]
                for key in here.behind(source):
                    here.replicate(source, key, 1000)
                for service in here.services:
                    for key in here.unread(service):
                        quiet = False
                        await here.deliver(service, key, 1000)

    async def last_look(self) -> None:
        """All is settled, what waited too long times out, and all is settled again."""
        await self.settle()
        self.clock.advance(seconds=120)
        for here in self.regions.values():
            await self._pass(here)
        await self.settle()


async def schedule(databases: Databases, seed: int, open_: AsyncExitStack, of: type[Schedule] = Schedule) -> Schedule:
    """A run that is about to begin, on emptied tables; what it opens is ended by ``open_``."""
    clock = FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
    made = {name: await region(open_, name, other, databases[name], clock) for name, other in PAIRS.items()}
    for one in made.values():
        await one.forget()
    return of(made, Random(seed), clock)  # noqa: S311 - a seeded run
