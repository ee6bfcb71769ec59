"""Intake, roster and matching, and delivery where it is asked for, of two deployments on real databases, between which a country moves.

What is real: routes, actions, tables, outboxes, consumers, the takers and what they ask over HTTP. What is played: the
broker and the replicator (two_regions.py), and the network, which can be cut.
"""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import asyncpg
import httpx
import orjson

from deploy.local.postgres import Postgres
from deploy.local.provision import working
from services.delivery import main as delivery
from services.delivery.settings import DeliverySettings
from services.intake import main as intake
from services.intake.settings import IntakeSettings
from services.intake.transfer import recovering as recovering_requests
from services.intake.transfer import taking as taking_requests
from services.matching import main as matching
from services.matching.reactions.reservation_timeout import Deadlines
from services.matching.settings import MatchingSettings
from services.matching.transfer import recovering as recovering_boards
from services.matching.transfer import taking as taking_boards
from services.roster import main as roster
from services.roster.settings import RosterSettings
from services.roster.transfer import recovering as recovering_offers
from services.roster.transfer import taking as taking_offers
from shared.runtime.clock import FixedClock
from shared.runtime.federation.handing.recovery import Recovery
from shared.runtime.federation.handing.taker import Taker
from shared.runtime.federation.peers import Peers
from tests.support.bodies import offer_body, request_body
from tests.support.databases import copied, environment
from tools.faults.saga.regions import Key, Log, Region, Trusting

NAMES = ("wca", "esa")
START = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = "2026-12-01"


class Network(httpx.AsyncBaseTransport):
    """Services by name; who is cut off answers nobody. The issuer gives each the token of its name.

    ``meanwhile``: what happens while a question to a path that ends so is on its way; ``lost``: such questions are
    done, and nobody hears the answer.
    """

    def __init__(self) -> None:
        self.hosts: dict[str, httpx.AsyncBaseTransport] = {}
        self.cut: set[str] = set()
        self.spoil = False
        self.meanwhile: dict[str, Callable[[], Awaitable[Any]]] = {}
        self.lost: set[str] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "issuer":
            (client,) = parse_qs(request.content.decode())["client_id"]
            return httpx.Response(200, json={"access_token": client, "expires_in": 3600}, request=request)
        if request.url.host in self.cut:
            raise httpx.ConnectError("cut off", request=request)
        step = request.url.path.rpartition("/")[2]
        if step in self.meanwhile:
            await self.meanwhile.pop(step)()
        answer = await self.hosts[request.url.host].handle_async_request(request)
        if step in self.lost:
            raise httpx.ReadError("the answer is lost", request=request)
        if not self.spoil or not request.url.path.endswith("/items"):
            return answer
        body = orjson.loads(await answer.aread())
        for package in body["packages"]:
            package["content"]["version"] = 99
        return httpx.Response(200, json=body, request=request)


@dataclass
class Deployment(Region):
    """One deployment with its intake too."""

    takers: dict[str, Taker] = field(default_factory=dict)
    recoveries: dict[str, Recovery] = field(default_factory=dict)
    given: dict[str, dict[str, Any]] = field(default_factory=dict)

    def unread(self, service: str) -> list[Key]:
        """As of any region; intake reads nothing."""
        return super().unread(service) if self.services[service].consumers else []

    async def fetch(self, service: str, query: str, *given: Any) -> list[asyncpg.Record]:
        return list(await self.relays[service].fetch(query, *given))

    async def state(self, request_id: str) -> dict[str, Any] | None:
        """A request as it stands in intake's table."""
        rows = await self.fetch(
            "intake", "select state from support_request where request_id = $1::text::uuid", request_id
        )
        return orjson.loads(rows[0]["state"]) if rows else None


_ALWAYS = ("reference_counter", "outbox", "outbox_stream", "inbox", "inbox_retry", "idempotency")
_OF_HANDING = ("sealed_item", "taken_item", "handover")
_EMPTIED = {
    "intake": ("request_version", "support_request", "own_commitment", "moved_country"),
    "roster": ("line_capacity", "support_offer", "reservation", "ended_match", "shown_request", "asked_for"),
    "matching": (
        "match_line",
        "match",
        "need_line",
        "need",
        "known_request",
        "known_offer",
        "solicitation",
        "leaving",
        "given_back",
        "worked_together",
    ),
    "delivery": ("released_contact", "engagement", "known_content", "waiting_match"),
}


@dataclass
class Move:
    """Two deployments, a clock, and what people do."""

    regions: dict[str, Deployment]
    network: Network
    clock: FixedClock

    @property
    def giving(self) -> Deployment:
        return self.regions["wca"]

    @property
    def receiving(self) -> Deployment:
        return self.regions["esa"]

    async def forget(self) -> None:
        """Back to the start, on empty tables; the audit is append-only and stays."""
        self.clock.moment, self.network.cut, self.network.spoil = START, set(), False
        self.network.meanwhile, self.network.lost = {}, set()
        for here in self.regions.values():
            here.log, here.replicated = Log(), {}
            for service, connection in here.relays.items():
                for table in (*_EMPTIED[service], *_ALWAYS, *(_OF_HANDING if service in _BUILD else ())):
                    await connection.execute(f"delete from {table}")

    async def settle(self) -> None:
        """Everything is relayed, mirrored and read, until nothing moves any more."""
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

    async def look(self, name: str = "esa") -> None:
        """A deployment takes what it can take now; twice, since a busy machine may answer once that its database is away."""
        for service in ("intake", "matching", "roster") * 2:
            await self.regions[name].takers[service].look()
            await self.settle()

    async def done(self, where: str, who: str, method: str, service: str, path: str, body: Any = None) -> Any:
        """A call that must succeed."""
        status, answer = await self.regions[where].call(who, method, service, path, body)
        assert status < 300, answer
        return answer

    async def order(self, where: str = "wca", to: str = "esa", on: str = DAY, country: str = "TCD") -> str:
        body = {"country": f"iso3166:{country}", "receiving": to, "on": on, "reason": "The bureaux are reorganised"}
        return str((await self.done(where, "geneva-officer", "POST", "intake", "/handovers", body))["handover_id"])

    async def call_back(self, handover: str, where: str = "wca") -> tuple[int, dict[str, Any]]:
        """Status and answer: the state of the handover, or why it is refused."""
        path = f"/handovers/{handover}/calling-back"
        return await self.regions[where].call("geneva-officer", "POST", "intake", path, {"reason": "Too early"})

    async def submit(self, where: str = "wca", state: str = "TCD", **changes: Any) -> dict[str, Any]:
        body = request_body(requesting_states=[f"iso3166:{state}"], **changes)
        made = await self.done(where, f"{state.lower()}-authority", "POST", "intake", "/support-requests", body)
        return dict(made)

    async def in_line(
        self, request: dict[str, Any], where: str = "wca", audiences: Any = ("offerers", "public")
    ) -> None:
        """An officer finds it in line, and its State agrees to show it."""
        path = f"/support-requests/{request['request_id']}"
        found = {"in_line": True, "reason": "Meets the criteria"}
        await self.done(where, f"{where}-officer", "POST", "intake", f"{path}/decision", found)
        lead = request["content"]["requesting_states"][0].removeprefix("iso3166:").lower()
        agreed = {"fields": ["title", "lines", "requesting_states"], "audiences": list(audiences)}
        await self.done(where, f"{lead}-authority", "PUT", "intake", f"{path}/consent", agreed)

    async def offer(self, where: str = "wca", state: str = "FRA", **changes: Any) -> str:
        line = offer_body()["lines"][0] | {"quantity": {"amount": "10", "unit": "packages"}}
        body = offer_body(lines=[line], offering_parties=[f"iso3166:{state}"], **changes)
        made = await self.done(where, f"{state.lower()}-authority", "POST", "roster", "/support-offers", body)
        return str(made["offer_id"])

    async def propose(self, request_id: str, offer_id: str, where: str = "wca", *more: str) -> dict[str, Any]:
        one = {"amount": "1", "unit": "packages"}
        lines = [
            {"request_id": request, "request_line_id": "1", "offer_id": offer_id, "offer_line_id": "experts",
             "quantity": one, "covers": one}
            for request in (request_id, *more)
        ]  # fmt: skip
        body = {"lines": lines, "reason": "Fits"}
        return dict(await self.done(where, f"{where}-officer", "POST", "matching", "/matches", body))

    async def pass_time(self, **by: float) -> None:
        """Time passes, and what is overdue ends."""
        self.clock.advance(**by)
        for here in self.regions.values():
            await Deadlines(here.services["matching"].database).look()

    async def owners(self, request_id: str) -> list[str]:
        """Deployments that accept a change of a request: each is tried, with one that its State may always make."""
        found = []
        agreed = {"fields": ["title"], "audiences": ["offerers"]}
        for name, here in self.regions.items():
            path = f"/support-requests/{request_id}/consent"
            status, answer = await here.call("tcd-authority", "PUT", "intake", path, agreed)
            assert status in {200, 404, 409}, answer
            found += [name] if status == 200 else []
        return found


_BUILD: dict[str, tuple[Any, Any, Any, Any]] = {
    "intake": (intake.build, IntakeSettings, taking_requests, recovering_requests),
    "roster": (roster.build, RosterSettings, taking_offers, recovering_offers),
    "matching": (matching.build, MatchingSettings, taking_boards, recovering_boards),
}


async def start(run: Move, name: str, service: str, **more: Any) -> None:
    """A service of a deployment on the database that it has."""
    here = run.regions[name]
    here.given[service] |= more
    build, form = _BUILD[service][:2] if service in _BUILD else (delivery.build, DeliverySettings)
    built = build(form(**here.given[service]), run.clock, Trusting())
    transport = httpx.ASGITransport(built.app())
    run.network.hosts[f"{name}-{service}"] = transport
    here.services[service] = built
    here.http[service] = httpx.AsyncClient(transport=transport, base_url="http://x")
    here.relays[service] = await asyncpg.connect(working(here.given[service]["database_url"]))
    if service not in _BUILD:
        return  # what it has stays where it is
    _, _, taking, recovering = _BUILD[service]
    peers = Peers(built.settings, run.clock, httpx.AsyncClient(transport=run.network))
    here.takers[service] = taking(built.database, peers)
    here.recoveries[service] = recovering(built.database, peers)


async def stop(run: Move, name: str, service: str) -> None:
    """Nothing is connected to its database any more."""
    here = run.regions[name]
    await here.http[service].aclose()
    await here.relays[service].close()
    await here.services[service].database.dispose()


async def backed_up(run: Move, postgres: Postgres, name: str, *services: str) -> None:
    """Their databases are kept as they are now."""
    for service in services:
        await stop(run, name, service)
        await copied(
            postgres, database_of(name, service), f"{database_of(name, service)}_backup", f"template_{service}"
        )
        await start(run, name, service)


async def restored(run: Move, postgres: Postgres, name: str, *services: str, raised: bool = True) -> None:
    """Their databases are as they were kept; the epoch is raised, unless somebody forgot to."""
    for service in services:
        await stop(run, name, service)
        await copied(
            postgres, f"{database_of(name, service)}_backup", database_of(name, service), f"template_{service}"
        )
        epoch = run.regions[name].given[service].get("epoch", 1)
        await start(run, name, service, epoch=epoch + raised)


def database_of(name: str, service: str) -> str:
    return f"move_{name}_{service}"


async def move(stack: AsyncExitStack, postgres: Postgres, folder: Path, *more: str) -> Move:
    """Two deployments on fresh databases; ``more``: delivery, if it takes part."""
    run = Move({}, Network(), FixedClock(START))
    for name, other in (NAMES, NAMES[::-1]):
        peers = {other: {service: f"http://{other}-{service}" for service in _BUILD}}
        given: dict[str, Any] = {"deployment": name, "kafka_bootstrap": "none:1", "hub": "geneva", "peers": peers,
                                 "token_url": "http://issuer/token",
                                 "rate_quota": 0}  # fmt: skip  # the clock here goes back between tests
        run.regions[name] = here = Deployment(name, other, {}, {}, {}, run.clock)
        for service in (*_BUILD, *more):
            here.given[service] = await environment(postgres, folder, service, database_of(name, service), **given)
            await start(run, name, service)
            stack.push_async_callback(stop, run, name, service)
    return run
