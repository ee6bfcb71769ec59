"""A whole deployment on this machine: infrastructure, databases, topics, services; owned from start to end."""

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from deploy.access.own import Place
from deploy.local import record
from deploy.local.bus import Bus
from deploy.local.environment import Joined, bus, service_environment
from deploy.local.kafka.broker import Kafka
from deploy.local.keeper import Keeper, Key
from deploy.local.parent import DESK, Parent, begin
from deploy.local.postgres import Postgres
from deploy.local.processes import PATIENCE_S, ROOT, Child, port, tail
from deploy.local.provision import provision, sealing, working
from deploy.local.status import await_answer
from shared.runtime.kafka.clients import OWN
from shared.runtime.roles import HTTP_ROLES, ROLES, Roles

Say = Callable[[str], None]
PARENT: Key = ("services", "parent")
INFRASTRUCTURE: tuple[Key, ...] = (("postgres", "server"), ("kafka", "broker"))


class Stack:
    """One deployment. ``port_base`` 0 takes free ports; addresses in the environment win over what would be started.

    ``keeps_servers``: PostgreSQL and Kafka are started again when they die, as services are; tests that kill them do
    that themselves. ``guarded``: the broker asks everybody who he is. ``joined``, ``others`` and ``parent`` are set when it is part of a federation, ``link`` when others reach its broker through a listener apart.
    """

    def __init__(
        self,
        deployment: str,
        *,
        services: Iterable[str] = tuple(ROLES),
        port_base: int = 0,
        root: Path | None = None,
        say: Say = print,
        environment: dict[str, str] | None = None,
        scope: str = "regional",
        roles: Roles = ROLES,
        keeps_servers: bool = False,
        guarded: bool = False,
    ) -> None:
        self.deployment, self.services, self.say, self.scope = deployment, tuple(services), say, scope
        self._roles, self._keeps_servers = roles, keeps_servers
        self.folder = (root or ROOT / ".run") / deployment
        self.file = self.folder / "stack.json"
        self.addresses: dict[str, str] = {}
        self.databases: dict[str, str] = {}
        self.joined: Joined | None = None
        self.link: tuple[int, int] | None = None
        self.others: tuple[str, ...] = ()
        self.bus = Bus(self.folder, self.port, guarded=guarded)
        self.ready = False
        self._base, self._next = port_base, port_base
        self._extra = dict(environment or {})
        self._ports: dict[str, int] = {}
        self._environments: dict[str, dict[str, str]] = {}
        self._metrics: dict[Key, str] = {}
        self.keeper = Keeper(deployment, say, self.write, (*INFRASTRUCTURE, PARENT))
        self.parent: Parent | None = None
        self.postgres: Postgres | None = None

    def __enter__(self) -> "Stack":
        try:
            self.up()
        except BaseException:
            self.down()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    def up(self) -> None:
        """Starts everything and waits until it is ready. Raises PortTaken, RuntimeError with the end of a log."""
        self.lay_ground()
        self.start_services()

    def lay_ground(self) -> None:
        """Clears what an earlier run left, then starts database, broker, issuer and mail catcher."""
        left = record.end_left_over(record.read(self.file)[1])
        if left:
            self.say(f"ended {len(left)} process(es) that an earlier run left behind")
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.services and self.parent is None:  # it imports while database and broker start
            self.parent = Parent(self.services, self.log(*PARENT), self._extra)
            self.keeper.keep(PARENT, self.parent.launch)
        self._step("PostgreSQL", self._start_postgres)
        self._step("Kafka", self._start_kafka)
        self._step("issuer and mail catcher", self._start_desk)
        for service in self.services:
            self.addresses[service] = f"http://127.0.0.1:{self.port(service)}"
        self.addresses["graphql"] = self.addresses.get("gateway", "") + "/graphql"
        self.write()

    def start_services(self, environment: Mapping[str, str] | None = None) -> None:
        """Migrates, creates topics, starts services; ``environment`` is what only the whole federation knows."""
        self._extra |= environment or {}
        if self.services:
            self._step("databases, migrations, topics", self._prepare)
            self._step(f"{len(self.services)} services", self._start_services)
        self.ready = True
        self.write()
        self.keeper.watch()

    def _step(self, name: str, act: Callable[[], None]) -> None:
        self.say(f"[{self.deployment}] {name} ...")
        began = time.monotonic()
        act()
        self.say(f"[{self.deployment}] {name}: ready after {time.monotonic() - began:.1f} s")

    def port(self, name: str, offset: int | None = None) -> int:
        """The port of a listener, always the same; ``offset``: its place in the deployment's block. Raises PortTaken."""
        if name not in self._ports:
            wanted = self._base and (self._next if offset is None else self._base + offset)
            self._next += offset is None
            self._ports[name] = port(wanted, f"{name} of {self.deployment}")
        return self._ports[name]

    def desk_address(self) -> str:
        """Address of the issuer and mail catcher; known before anything runs."""
        for name in ("postgres", "kafka", "kafka-controller"):
            self.port(name)
        return f"http://127.0.0.1:{self.port('desk')}"

    def _start_postgres(self) -> None:
        given = os.environ.get("ACSG_POSTGRES_URL")
        if given is None:
            self.postgres = Postgres(self.folder / "postgres", self.port("postgres"))
            self.postgres.start()
            self._adopt(INFRASTRUCTURE[0], self.postgres)
        self.addresses["postgres"] = given or (self.postgres.url if self.postgres else "")

    def _start_kafka(self) -> None:
        self.addresses |= self.bus.start(self.place, self.link)
        if self.kafka is not None:
            self._adopt(INFRASTRUCTURE[1], self.kafka)

    def _adopt(self, key: Key, server: Postgres | Kafka) -> None:
        assert server.process is not None
        self.keeper.adopt(key, server.process, server.launch if self._keeps_servers else None)

    @property
    def kafka(self) -> Kafka | None:
        """The broker, when it is our own."""
        return self.bus.kafka

    @property
    def place(self) -> Place:
        """What the broker is to whom."""
        return Place(self.deployment, self.joined.hub if self.joined else None, self.others, self.services)

    def _start_desk(self) -> None:
        http, smtp = self.port("desk"), self.port("smtp")
        desk = f"http://127.0.0.1:{http}"
        self.addresses |= {"issuer": desk, "mailbox": f"{desk}/mailbox", "smtp": f"smtp://127.0.0.1:{smtp}"}
        words = ["--folder", str(self.folder), "--port", str(http), "--smtp-port", str(smtp)]
        words += ["--issuer", self.issuer[0], "--key", str(self.issuer[1]), "--deployment", self.deployment]
        environment, log = os.environ | {"ACSG_MODE": "development"}, self.log("desk", "issuer")
        self._await_parent()
        self.keeper.keep(("desk", "issuer"), partial(begin, self.parent, DESK, words, environment, log))
        await_answer(f"http://127.0.0.1:{http}/keys", self.keeper.process(("desk", "issuer")), "desk issuer", log)

    @property
    def issuer(self) -> tuple[str, Path]:
        """Name and key of the issuer whose tokens count here: the federation's, or one of our own."""
        if self.joined is not None:
            return self.joined.issuer, self.joined.key
        return self.desk_address(), self.folder / "issuer.key"

    def log(self, service: str, role: str) -> Path:
        """Where a process writes."""
        if service == "postgres" and self.postgres:
            return self.postgres.log
        if service == "mirror":
            return self.folder / "mirror/mirror.log"
        return self.kafka.log if service == "kafka" and self.kafka else self.folder / f"logs/{service}-{role}.log"

    def _prepare(self) -> None:
        for service in self.services:
            # On a server of our own a deployment is alone; on one that was given it shares with others.
            database = f"acsg_{service}" if self.postgres else f"acsg_{self.deployment}_{service}"
            own, owner = asyncio.run(provision(self.addresses["postgres"], database, self.folder))
            self.databases[service] = working(own)
            sealer = sealing(self.addresses["postgres"], database, self.folder)
            self._environments[service] = self._environment(service, own, owner) | {"ACSG_SEALER_URL": sealer}
        self.prepare(self.services)

    def prepare(self, services: Iterable[str]) -> None:
        """Migrates and makes topics, side by side. Raises RuntimeError with the ends of their logs."""
        begun = [(service, self.one_shot(service, "prepare")) for service in services]
        failed = [(service, self.log(service, "prepare")) for service, process in begun if process.wait(PATIENCE_S)]
        if failed:
            raise RuntimeError("\n".join(f"{one} could not be prepared:\n{tail(log)}" for one, log in failed))

    def _environment(self, service: str, own: str, owner: str) -> dict[str, str]:
        mine = {"ACSG_DATABASE_URL": own, "ACSG_MIGRATION_URL": owner, "ACSG_HTTP_PORT": str(self.port(service))}
        at, issuer = self.addresses, self.issuer[0]
        shared = service_environment(self.deployment, self.scope, self.folder, at, issuer, self.joined)
        return shared | mine | bus(self.bus.door_of(f"{OWN}{service}")) | self._extra

    def one_shot(self, service: str, command: str) -> Child:
        """Starts a command of a service that ends by itself."""
        self._await_parent()
        given, log = self._environments[service], self.log(service, command)
        return begin(self.parent, f"services.{service}", [command], given, log, self._extra)

    def _await_parent(self) -> None:
        if self.parent is not None:
            self.parent.await_ready()

    def _start_services(self) -> None:
        for key in ((service, role) for service in self.services for role in self._roles[service]):
            self.start_process(*key)
        self.await_services(self.services)

    def address(self, service: str, role: str) -> str:
        return self.addresses[service] if role in HTTP_ROLES else self._metrics[service, role]

    def metrics(self, service: str, role: str = "worker") -> str:
        """Where a process shows its figures."""
        return f"{self.address(service, role)}/metrics"

    def start_process(self, service: str, role: str, **more: str) -> None:
        """Starts, or starts again, one process; ``more`` is added to its environment."""
        self._await_parent()
        self.keeper.keep((service, role), self._starter(service, role, more))

    def _starter(self, service: str, role: str, more: Mapping[str, str]) -> Callable[[], Child]:
        plain, environment = dict(self._environments[service]), self._environments[service] | dict(more)
        if role not in HTTP_ROLES:
            number = self.port(f"{service}-{role}")
            self._metrics[service, role] = f"http://127.0.0.1:{number}"
            environment["ACSG_METRICS_PORT"] = plain["ACSG_METRICS_PORT"] = str(number)
        first: list[tuple[dict[str, str], Mapping[str, str]]] = [(environment, more)]

        def launch() -> Child:
            # What is added holds for one life: a process that crashed at a failpoint comes back without it.
            told, added = first[0] if first else (plain, {})
            said = {**self._extra, **added}
            made = begin(self.parent, f"services.{service}", [role], told, self.log(service, role), said)
            first.clear()
            return made

        return launch

    def replace(self, service: str, role: str, **more: str) -> None:
        """Ends a process as a crash would and starts it again with ``more`` in its environment; for fault tests."""
        self._await_parent()
        self.keeper.replace((service, role), self._starter(service, role, more))

    def change(self, environment: Mapping[str, str], services: Iterable[str], *, prepares: bool = False) -> None:
        """Gives services what they must know anew, and starts their processes again with it; ``prepares``: migrates before."""
        self._extra |= environment
        for service in services:
            self._environments[service] |= environment
            if prepares:
                self.prepare([service])
            for role in self._roles[service]:
                self.keeper.end((service, role))
                self.start_process(service, role)
        self.write()

    def await_services(self, services: Iterable[str]) -> None:
        """Waits until every process of them is ready. Raises RuntimeError with the end of a log."""
        for key in ((service, role) for service in services for role in self._roles[service]):
            await_answer(f"{self.address(*key)}/health/ready", self.keeper.process(key), " ".join(key), self.log(*key))

    def pid(self, service: str, role: str) -> int:
        """Process id, for a test that ends it."""
        return self.keeper.process((service, role)).pid

    def write(self) -> None:
        """Writes stack.json."""
        records = record.living(
            (*key, pid, self.log(*key), self._metrics.get(key)) for key, pid in self.keeper.living()
        )
        content = record.of_stack(self.deployment, self.folder, self.issuer, self.keeper.pieces())
        content |= {"hub": self.joined.hub if self.joined else None, "scope": self.scope, "ready": self.ready}
        content |= {"services": list(self.services), "port_base": self._base, "guarded": self.bus.guarded}
        record.write(self.file, content | {"addresses": self.addresses, "databases": self.databases}, records)

    def down(self) -> None:
        """Ends everything, services first."""
        self.keeper.end_all(last=INFRASTRUCTURE)
        if self.kafka is not None:
            self.kafka.stop()
        if self.postgres is not None:
            self.postgres.stop()
        self.keeper.leave()
        self.file.unlink(missing_ok=True)
