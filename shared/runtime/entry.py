"""``python -m services.<name> <command>``: api, worker, serve (both in one process), prepare (migrate, topics), and more.

``--help`` lists them all, and needs no settings.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from importlib import import_module

import structlog
import uvloop
from fastapi import FastAPI
from pydantic import ValidationError

from shared.contracts.catalogue import topics_of
from shared.runtime import backups, failpoints
from shared.runtime.audit.sealer import Sealer
from shared.runtime.clock import Clock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.hearing import Hearing
from shared.runtime.db.idempotency import forget_old
from shared.runtime.garbage import collect_seldom
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import TokenVerifier
from shared.runtime.http.server import Server, config_of
from shared.runtime.identifiers import new_id
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.current import CurrentKeeper
from shared.runtime.kafka.dead_letter import dead_letters, replay
from shared.runtime.kafka.outbox_watch import EVERY_S, measure, put_back, set_aside
from shared.runtime.kafka.reads import Reads
from shared.runtime.kafka.relay import Relay
from shared.runtime.kafka.republish import StillRelayed, republish
from shared.runtime.kafka.topics import follow_settings, once_the_broker_answers
from shared.runtime.knowing import Knows, also
from shared.runtime.looking import looking
from shared.runtime.observability import tracing
from shared.runtime.observability.logging import configure_logging
from shared.runtime.settings import RuntimeSettings
from shared.runtime.supervision import BEAT_S, Loop, Progress, run_supervised
from shared.runtime.usage import commands_of, faults_of, usage, usage_of

log = structlog.get_logger()
CHECK = "check"
Command = Callable[[Sequence[str]], int]


@dataclass
class Service:
    """A composed service. Commands of its own take the remaining arguments and give an exit status.

    ``reads``: what it reads of the bus beside its consumers. ``mail_server`` asks the one it hands mails to whether it is
    there: ``ok``, or a code. ``knows``: what every process of it reads for as long as it runs.
    """

    settings: RuntimeSettings
    clock: Clock
    database: Database
    app: Callable[[], FastAPI]
    consumers: Sequence[Consumer] = ()
    loops: Mapping[str, Loop] = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)
    reads: Reads = field(default_factory=Reads)
    mail_server: Callable[[], Awaitable[str]] | None = None
    knows: Knows | None = None


def main(name: str, build: Callable[[], Service], offline: Mapping[str, Command] | None = None) -> None:
    """Runs one command of a service and ends the process. ``offline`` commands need no settings."""
    arguments = sys.argv[1:]
    if arguments[:1] in ([], ["-h"], ["--help"]):
        print(usage(name))
        sys.exit(0 if arguments else 2)
    if {"-h", "--help"} & set(arguments[1:]) and arguments[0] not in (offline or {}):
        known = arguments[0] in commands_of(name)
        print(usage_of(name, arguments[0]) if known else usage(name))
        sys.exit(0 if known else 2)
    if arguments and offline and arguments[0] in offline:
        sys.exit(offline[arguments[0]](arguments[1:]))
    if arguments[0] == CHECK:
        # Loaded here alone: what serves or works has no use for it.
        sys.exit(import_module("shared.runtime.checking.command").check(name, build, arguments[1:]))
    try:
        service = build()
    except ValidationError as fault:
        print(f"{name} cannot start as it is set up:", *faults_of(fault), sep="\n", file=sys.stderr)
        sys.exit(2)
    configure_logging(name, service.settings.deployment, arguments[0] if arguments else "none")
    tracing.begin(
        service.settings.traces_to, service.settings.traces_share, name, service.settings.deployment, arguments[0]
    )
    failpoints.arm(service.settings.failpoint)
    own = {
        "api": lambda _: _api(service),
        "worker": lambda _: _worker(service, _operations_app(service), service.settings.metrics_port),
        "serve": lambda _: _worker(service, service.app(), service.settings.http_port),
        "migrate": lambda _: _migrate(service),
        "topics": lambda _: _topics(service),
        "prepare": lambda _: _migrate(service) or _topics(service),
        "dead-letters": lambda rest: asyncio.run(_dead_letters(service, rest)),
        "set-aside": lambda rest: asyncio.run(_set_aside(service, rest)),
        "republish": lambda _: asyncio.run(_republish(service)),
    }
    commands: dict[str, Command] = {**own, **service.commands}
    parser = argparse.ArgumentParser(prog=f"python -m services.{name}")
    parser.add_argument("command", choices=sorted({*commands, *(offline or {}), CHECK}))
    chosen, rest = parser.parse_known_args(arguments)
    sys.exit(commands[chosen.command](rest))


class _Quiet(Server):
    """A server that leaves the process's signals to the supervision."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Takes none."""
        yield


def _api(service: Service) -> int:
    settings = service.settings
    log.info("process_ready", address=f"http://{settings.http_host}:{settings.http_port}", pid=os.getpid())
    app = service.app()
    if service.knows is not None:
        also(app, service.knows.beside)
    collect_seldom()
    Server(config_of(app, settings, settings.http_host, settings.http_port)).run()
    return 0


def _worker(service: Service, app: FastAPI, port: int) -> int:
    try:
        sealer = Sealer.of(service.database)
    except LookupError as missing:
        print(missing, file=sys.stderr)
        return 2
    uvloop.run(_work(service, app, port, sealer))
    return 0


def _operations_app(service: Service) -> FastAPI:
    """Health and metrics alone, for a worker that serves nothing else."""
    return create_app(
        service.settings,
        title=f"{service.settings.service} worker",
        routers=[],
        verifier=TokenVerifier(service.settings),
        clock=service.clock,
        ready={"database": service.database.answers},
        close=service.database.dispose,
    )


async def _work(service: Service, app: FastAPI, port: int, sealer: Sealer) -> None:
    settings = service.settings
    loops: dict[str, Loop] = {**service.loops, "hearing": Hearing(service.database).run}
    if service.knows is not None:
        service.knows.begin()
        loops |= service.knows.loops()
    if topics_of(settings.service):
        relay = Relay(service.database, f"{settings.source}/{settings.worker}/{new_id(service.clock)}")
        app.state.ready["relay"], loops["relay"] = relay.gets_on, relay.run

    async def http(progress: Progress, stop: asyncio.Event) -> None:
        server = _Quiet(config_of(app, settings, settings.http_host, port))
        serving, stopping = asyncio.create_task(server.serve()), asyncio.create_task(stop.wait())
        while not stop.is_set() and not serving.done():
            progress.beat()
            await asyncio.wait({serving, stopping}, timeout=BEAT_S, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        server.end()
        await serving

    loops |= {
        "outbox": looking(partial(measure, service.database), EVERY_S, "outbox_waits", bell=service.database.bell),
        "idempotency": looking(partial(_forget_answers, service), 3600, "idempotency_waits"),
        "audit": looking(sealer.look, 0.5, "sealer_waits", bell=service.database.bell),
        "http": http,
        **_keeper(service),
        **_backups(settings),
        **{name: loop for consumer in service.consumers for name, loop in consumer.loops().items()},
    }
    collect_seldom()
    log.info("process_ready", address=f"http://{settings.http_host}:{port}", pid=os.getpid())
    await run_supervised(loops, service.clock, settings.watchdog_seconds)


async def _forget_answers(service: Service) -> int:
    async with service.database.unit_of_work(ByClock("idempotency")) as uow:
        return await forget_old(uow, timedelta(days=service.settings.idempotency_days))


def _keeper(service: Service) -> dict[str, Loop]:
    own = [topic for topic in topics_of(service.settings.service) if topic.compacted]
    return {"current": CurrentKeeper(service.database, own).run} if own else {}


def _backups(settings: RuntimeSettings) -> dict[str, Loop]:
    folder = settings.backups
    return {"backups": looking(partial(backups.measure, folder), backups.EVERY_S, "backups_unread")} if folder else {}


def _migrate(service: Service) -> int:
    if service.settings.migration_url is None:
        print("ACSG_MIGRATION_URL is needed: the owner's address of this service's database", file=sys.stderr)
        return 2
    # Alembic is eleven megabytes that a process which serves or works has no use for: loaded here alone.
    import_module("shared.runtime.db.migrations").upgrade(service.settings.service, service.settings.migration_url)
    log.info("migrated")
    return 0


def _topics(service: Service) -> int:
    settings = service.settings
    if not (wanted := topics_of(settings.service)):
        return 0  # No broker is needed.
    made = asyncio.run(once_the_broker_answers(settings, wanted))
    asyncio.run(follow_settings(settings, wanted))
    log.info("topics_present", topics=[topic.name for topic in wanted], count=len(made))
    return 0


@dataclass(frozen=True)
class _Asked:
    """What an operator asks about rows that need a person: ``list``, ``show`` or ``replay``, of all or of one."""

    what: str
    one: int | None

    @classmethod
    def of(cls, command: str, arguments: Sequence[str]) -> "_Asked":
        parser = argparse.ArgumentParser(prog=command)
        parser.add_argument("what", choices=["list", "show", "replay"])
        parser.add_argument("id", nargs="?", type=int, help="one of them; replay takes all without it only with --all")
        parser.add_argument("--all", action="store_true")
        asked = parser.parse_args(arguments)
        if asked.what == "replay" and asked.id is None and not asked.all:
            parser.error("name one, or say --all")
        return cls(asked.what, asked.id)

    def status(self, found: int) -> int:
        """Nothing under a name that was given is a failure."""
        return 0 if found or (self.what == "list" and self.one is None) else 1


async def _dead_letters(service: Service, arguments: Sequence[str]) -> int:
    asked = _Asked.of("dead-letters", arguments)
    async with service.database.unit_of_work(ByClock("dead-letters")) as uow:
        if asked.what == "replay":
            count = await replay(uow, asked.one)
            print(f"{count} put back in turn")
            return 0 if count or asked.one is None else 1
        found = await dead_letters(uow, asked.one)
    for letter in found:
        print(f"{letter.id}\t{letter.first_at:%Y-%m-%d %H:%M:%SZ}\t{letter.type}\t{letter.key}\t{letter.cause}")
        if asked.what == "show":
            print(f"  {letter.topic}/{letter.partition}@{letter.offset}, attempts {letter.attempts}")
            print(f"  {letter.body.decode('utf-8', 'backslashreplace')}")
    return asked.status(len(found))


async def _set_aside(service: Service, arguments: Sequence[str]) -> int:
    asked = _Asked.of("set-aside", arguments)
    async with service.database.unit_of_work(ByClock("set-aside")) as uow:
        if asked.what == "replay":
            count = await put_back(uow, asked.one)
            print(f"{count} put back in turn")
            return 0 if count or asked.one is None else 1
        found = await set_aside(uow, asked.one)
    for row in found:
        print(f"{row.id}\t{row.set_aside_at:%Y-%m-%d %H:%M:%SZ}\t{row.type}\t{row.key}\t{row.cause}")
        if asked.what == "show":
            print(f"  {row.topic}/{row.slot} sequence {row.sequence}, {len(row.body)} bytes")
            print(f"  {row.body.decode('utf-8', 'backslashreplace')}")
    return asked.status(len(found))


async def _republish(service: Service) -> int:
    try:
        print(f"{await republish(service.database)} events published again")
    except StillRelayed as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0
