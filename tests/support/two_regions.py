"""Roster and matching of two regions on real databases, joined by a bus that a seeded schedule delays, repeats and cuts.

What is real: routes, actions, tables, outboxes, the relay's claims and twins, the consumers with their inboxes. What is
played: the broker and the replicator, so that every interleaving is chosen by the seed and can be run again.
"""

import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import asyncpg
import httpx
import orjson

from deploy.local.issuer import actor
from services.matching import main as matching
from services.matching.reactions.deadlines import Deadlines
from services.matching.settings import MatchingSettings
from services.roster import main as roster
from services.roster.settings import RosterSettings
from shared.contracts.envelope import Envelope
from shared.contracts.intake import RequestFoundInLine
from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState
from shared.modalities.access.actor import Actor
from shared.runtime.clock import FixedClock
from shared.runtime.db.outbox import slot_of
from shared.runtime.entry import Service
from shared.runtime.identifiers import new_id
from shared.runtime.kafka import slots
from shared.runtime.kafka.records import Record
from shared.runtime.kafka.twins import Outgoing, outgoing
from tests.support.bodies import request_body

OWNER = "the relay of this test"
Key = tuple[str, int]
"""Topic and partition."""


class Trusting:
    """A verifier that takes the demo actor's name for its token."""

    async def verify(self, token: str) -> Actor:
        """The actor of that name."""
        return actor(token)


@dataclass
class Log:
    """What stands on the partitions of one broker, and how far each reader is."""

    records: dict[Key, list[Record]] = field(default_factory=dict)
    read: dict[tuple[str, Key], int] = field(default_factory=dict)

    def append(self, topic: str, one: Outgoing | Record) -> None:
        """One more record at the end of its partition."""
        key = one.key.decode() if isinstance(one.key, bytes) else one.key
        partition = self.records.setdefault((topic, one.partition), [])
        partition.append(Record(topic, one.partition, len(partition), key, tuple(one.headers), one.body or b""))

    def waiting(self, reader: str, wanted: set[str]) -> Iterator[Key]:
        """Partitions of topics, by their last part, that a reader has not read to their end."""
        for key, records in self.records.items():
            if key[0] in wanted and self.read.get((reader, key), 0) < len(records):
                yield key

    def take(self, reader: str, key: Key, most: int) -> list[Record]:
        """The next records of a partition for a reader."""
        at = self.read.get((reader, key), 0)
        found = self.records[key][at : at + most]
        self.read[reader, key] = at + len(found)
        return found


@dataclass
class Region:
    """One deployment's roster and matching, with its broker."""

    name: str
    other: str
    services: dict[str, Service]
    http: dict[str, httpx.AsyncClient]
    relays: dict[str, asyncpg.Connection]
    clock: FixedClock
    log: Log = field(default_factory=Log)
    replicated: dict[Key, int] = field(default_factory=dict)

    async def call(
        self, who: str, method: str, service: str, path: str, body: Any = None
    ) -> tuple[int, dict[str, Any]]:
        """One call as an actor: status and answer."""
        headers = {"Authorization": f"Bearer {who}", "Idempotency-Key": new_id(self.clock)}
        answer = await self.http[service].request(method, path, json=body, headers=headers)
        return answer.status_code, answer.json()

    async def relay(self, service: str) -> None:
        """Publishes what waits in an outbox, as the relay does."""
        connection, settings = self.relays[service], self.services[service].settings
        fences = await slots.lease(connection, OWNER, 600)
        while rows := await slots.claim(connection, OWNER, fences, 500, settings.epoch):
            for one in outgoing(rows, frozenset()):
                self.log.append(one.topic, one)
            await slots.mark(connection, OWNER, rows)
        assert settings.deployment == self.name

    async def deliver(self, service: str, key: Key, most: int) -> None:
        """Lets a service handle the next records of a partition."""
        (consumer,) = self.services[service].consumers
        await consumer.handle(self.log.take(service, key, most))

    def unread(self, service: str) -> list[Key]:
        """Partitions with something new for a service, its own topics and mirrored twins."""
        (consumer,) = self.services[service].consumers
        patterns = [source.pattern for source in consumer.sources]
        wanted = {topic for topic, _ in self.log.records if any(re.match(pattern, topic) for pattern in patterns)}
        return list(self.log.waiting(service, wanted))

    def replicate(self, source: "Region", key: Key, most: int, back: int = 0) -> None:
        """Mirrors the next records of a twin of another region; ``back``: the replicator lost its place, and repeats."""
        at = max(0, self.replicated.get(key, 0) - back)
        found = source.log.records[key][at : at + most]
        for one in found:
            self.log.append(f"geneva.{source.name}.{key[0]}", one)
        self.replicated[key] = max(self.replicated.get(key, 0), at + len(found))

    def behind(self, source: "Region") -> list[Key]:
        """Twins of another region that are not mirrored to their end."""
        twins = (
            (key, len(records)) for key, records in source.log.records.items() if key[0].startswith("acsg.federated.")
        )
        return [key for key, length in twins if self.replicated.get(key, 0) < length]

    def shown_request(self, state: str, quantity: int) -> str:
        """A request in line and shown to offerers stands on intake's topic; answers its id."""
        one, now = new_id(self.clock), self.clock.now()
        body = request_body(requesting_states=[f"iso3166:{state}"])
        body["lines"][0]["quantity"] = {"amount": str(quantity), "unit": "packages"}
        request = SupportRequestState(
            request_id=one, reference=f"ACSG-{one[-6:]}", region=self.name, status="in_line", content_version=1,
            content=body, rule_set="1", findings=(), submitted_at=now, feedback_due_at=now,
            shown=ConsentedView(audiences=("offerers",), fields={"title": body["title"]}),
        )  # fmt: skip
        event = RequestFoundInLine(aggregate_id=one, aggregate_version=4, request=request)
        envelope = Envelope(
            id=new_id(self.clock), source=f"/acsg/{self.name}/intake", type=event.wire_type, version=1, subject=one,
            time=now, region=self.name, epoch=1, stream=f"{event.topic.name}/{slot_of(one)}", sequence=1,
            aggregate_version=4, classification="strictly_confidential", correlation_id="c",
        )  # fmt: skip
        data = event.__pydantic_serializer__.to_json(event)
        self.log.append(event.topic.name, Outgoing("", slot_of(one), one.encode(), envelope.to_headers(), data))
        return one


async def region(stack: AsyncExitStack, name: str, other: str, databases: dict[str, str], clock: FixedClock) -> Region:
    """Composes one; ``databases``: service -> address."""
    common: dict[str, Any] = {"deployment": name, "mode": "development", "hub": "geneva", "kafka_bootstrap": "none:1"}
    services = {
        "roster": roster.build(RosterSettings(database_url=databases["roster"], **common), clock, Trusting()),
        "matching": matching.build(MatchingSettings(database_url=databases["matching"], **common), clock, Trusting()),
    }
    http, relays = {}, {}
    for service, built in services.items():
        transport = httpx.ASGITransport(built.app())
        http[service] = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://x"))
        relays[service] = await asyncpg.connect(databases[service])
        stack.push_async_callback(relays[service].close)
        stack.push_async_callback(built.database.dispose)
    return Region(name, other, services, http, relays, clock)


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

    def _note(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    async def step(self) -> None:
        """One thing happens somewhere."""
        here = self.chance.choice(list(self.regions.values()))
        weights = {
            self._relay: 6.0, self._deliver: 10.0, self._replicate: 8.0, self._propose: 1.2, self._answer: 9.0,
            self._confirm: 4.0, self._withdraw: 0.3, self._pass: 0.5, self._link: 1.0,
        }  # fmt: skip
        (act,) = self.chance.choices(list(weights), list(weights.values()))
        await act(here)

    async def begin(self, requests: int, offers: int) -> None:
        """Requests and offers with little capacity in both regions."""
        people = {"wca": ("TCD", "NER"), "europe": ("GEO", "FRA")}
        for name, here in self.regions.items():
            asking, giving = people[name]
            self.requests += [(name, here.shown_request(asking, 3)) for _ in range(requests)]
            for _ in range(offers):
                line = {"line_id": "experts", "functional_areas": ["registration"], "support_type": "technical",
                        "quantity": {"amount": "2", "unit": "packages"}}  # fmt: skip
                body = {"title": "Experts", "language": "fr", "offering_parties": [f"iso3166:{giving}"], "lines": [line],
                        "availability": {"start": "2026-01-01"}}  # fmt: skip
                who = f"{giving.lower()}-authority"
                status, made = await here.call(who, "POST", "roster", "/support-offers", body)
                assert status == 201, made
                self.offers.append((name, made["offer_id"]))
        await self.settle()

    async def _relay(self, here: Region) -> None:
        for service in self.chance.choice([("roster",), ("matching",), ("roster", "matching")]):
            await here.relay(service)

    async def _deliver(self, here: Region) -> None:
        unread = [(service, key) for service in ("roster", "matching") for key in here.unread(service)]
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
            self._note("repeated" if back else "replicated")

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
            self._note("proposed")

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
            self._note("declined" if declines else "accepted")

    async def _confirm(self, here: Region) -> None:
        match = await self._reserved(here)
        if match is not None:
            how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
            path = f"/matches/{match['match_id']}/confirmation"
            status, answer = await here.call(f"{here.name}-officer", "POST", "matching", path, how)
            assert status in {200, 409}, answer
            if status == 200:
                self._note("confirmed")
            else:
                self._note("not_yet")

    async def _withdraw(self, here: Region) -> None:
        match = await self._reserved(here)
        if match is not None and self.chance.random() < 0.5:
            path = f"/matches/{match['match_id']}/withdrawal"
            await here.call(f"{here.name}-officer", "POST", "matching", path, {"reason": "Changed"})
            self._note("withdrawn")

    async def _pass(self, here: Region) -> None:
        self.clock.advance(seconds=self.chance.choice([1, 5, 5, 40]))
        await Deadlines(here.services["matching"].database).look()

    async def _link(self, here: Region) -> None:
        link = (here.name, here.other)
        if link in self.cut or self.chance.random() < 0.6:
            self.cut.discard(link)
        else:
            self.cut.add(link)
            self._note("cut")

    async def settle(self) -> None:
        """Everything is healed, relayed, mirrored and read, until nothing moves any more."""
        self.cut.clear()
        quiet = False
        while not quiet:
            quiet = True
            for here in self.regions.values():
                for service in ("roster", "matching"):
                    await here.relay(service)
                source = self.regions[here.other]
                for key in here.behind(source):
                    here.replicate(source, key, 1000)
                for service in ("roster", "matching"):
                    for key in here.unread(service):
                        quiet = False
                        await here.deliver(service, key, 1000)


def at_the_start() -> FixedClock:
    """The clock of a run."""
    return FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
