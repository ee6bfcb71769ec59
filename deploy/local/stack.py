"""A whole deployment on this machine: infrastructure, databases, topics, services; owned from start to end."""

import asyncio
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from deploy.local import record
from deploy.local.kafka.broker import Kafka, answers
from deploy.local.kafka.jars import install
from deploy.local.postgres import Postgres
from deploy.local.processes import ROLES, ROOT, Roles, port, start, stop, tail
from deploy.local.provision import provision

Say = Callable[[str], None]
HTTP_ROLES = {"api", "serve"}
"""Roles that serve the service's own interface; the others have a port for health and metrics."""
INTEGRATORS = 90
"""Place of the integrators' door of Kafka in a deployment's block of ports."""


class Stack:
    """One deployment. ``port_base`` 0 takes free ports; addresses in the environment win over what would be started."""

    def __init__(
        self,
        deployment: str,
        *,
        services: Iterable[str] = tuple(ROLES),
        port_base: int = 0,
        root: Path | None = None,
        say: Say = print,
        environment: dict[str, str] | None = None,
        roles: Roles = ROLES,
    ) -> None:
        self.deployment, self.services, self.say, self._roles = deployment, tuple(services), say, roles
        self.folder = (root or ROOT / ".run") / deployment
        self.file = self.folder / "stack.json"
        self.addresses: dict[str, str] = {}
        self.databases: dict[str, str] = {}
        self._base, self._extra = port_base, environment or {}
        self._next = port_base
        self._ports: dict[str, int] = {}
        self._environments: dict[str, dict[str, str]] = {}
        self._running: dict[tuple[str, str], subprocess.Popen[bytes]] = {}
        self._metrics: dict[tuple[str, str], str] = {}
        self._held: tuple[str, str] | None = None
        self._ending = threading.Event()
        self._supervisor: threading.Thread | None = None
        self.postgres: Postgres | None = None
        self.kafka: Kafka | None = None

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
        left = record.end_left_over(record.read(self.file)[1])
        if left:
            self.say(f"ended {len(left)} process(es) that an earlier run left behind")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._step("PostgreSQL", self._start_postgres)
        self._step("Kafka", self._start_kafka)
        self._step("issuer and mail catcher", self._start_desk)
        if self.services:
            self._step("databases, migrations, topics", self._prepare)
            self._step(f"{len(self.services)} services", self._start_services)
        self.write()
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()

    def _step(self, name: str, act: Callable[[], None]) -> None:
        self.say(f"[{self.deployment}] {name} ...")
        began = time.monotonic()
        act()
        self.say(f"[{self.deployment}] {name}: ready after {time.monotonic() - began:.1f} s")

    def _port(self, name: str, offset: int | None = None) -> int:
        """A port of its own; ``offset`` is a fixed place in the deployment's block, beside those given in turn."""
        if name not in self._ports:
            wanted = self._base and (self._next if offset is None else self._base + offset)
            self._next += offset is None
            self._ports[name] = port(wanted, f"{name} of {self.deployment}")
        return self._ports[name]

    def _start_postgres(self) -> None:
        given = os.environ.get("ACSG_POSTGRES_URL")
        if given is None:
            self.postgres = Postgres(self.folder / "postgres", self._port("postgres"))
            self.postgres.start()
            assert self.postgres.process is not None
            self._running["postgres", "server"] = self.postgres.process
        self.addresses["postgres"] = given or (self.postgres.url if self.postgres else "")

    def _start_kafka(self) -> None:
        given = os.environ.get("ACSG_KAFKA_BOOTSTRAP")
        if given is None:
            install()
            ports = self._port("kafka"), self._port("kafka-controller"), self._port("kafka-integrators", INTEGRATORS)
            self.kafka = Kafka(self.folder / "kafka", *ports)
            self.kafka.start()
            assert self.kafka.process is not None
            self._running["kafka", "broker"] = self.kafka.process
        elif not asyncio.run(answers(given)):
            raise RuntimeError(f"ACSG_KAFKA_BOOTSTRAP names {given}, but no Kafka answers there")
        self.addresses["kafka"] = given or (self.kafka.bootstrap if self.kafka else "")
        integrators = os.environ.get("ACSG_KAFKA_INTEGRATORS") or (self.kafka.integrators if self.kafka else "")
        self.addresses |= {"kafka-integrators": integrators} if integrators else {}

    def _start_desk(self) -> None:
        http, smtp = self._port("desk"), self._port("smtp")
        self.addresses |= {
            "issuer": f"http://127.0.0.1:{http}",
            "mailbox": f"http://127.0.0.1:{http}/mailbox",
            "smtp": f"smtp://127.0.0.1:{smtp}",
        }
        command = [sys.executable, "-m", "deploy.local.desk", "--folder", str(self.folder)]
        command += ["--port", str(http), "--smtp-port", str(smtp)]
        environment = os.environ | {"ACSG_MODE": "development"}
        self._environments["desk"] = environment
        self._running["desk", "issuer"] = start(command, self.log("desk", "issuer"), environment)
        self._await_http("desk", "issuer", f"http://127.0.0.1:{http}/keys")

    def log(self, service: str, role: str) -> Path:
        """Where a process writes."""
        return self.folder / "logs" / f"{service}-{role}.log"

    def _prepare(self) -> None:
        for service in self.services:
            self.addresses[service] = f"http://127.0.0.1:{self._port(service)}"
        self.addresses["graphql"] = self.addresses.get("gateway", "") + "/graphql"
        for service in self.services:
            own, owner = asyncio.run(provision(self.addresses["postgres"], self._database(service), self.folder))
            self.databases[service] = own
            self._environments[service] = self._environment(service, own, owner)
        running = [(s, c, self._one_shot(s, c)) for s in self.services for c in ("migrate", "topics")]
        for service, command, process in running:
            if process.wait(120):
                raise RuntimeError(f"{service} {command} failed:\n{tail(self.log(service, command))}")

    def _database(self, service: str) -> str:
        # On a server of our own a deployment is alone; on one that was given it shares with others.
        return f"acsg_{service}" if self.postgres else f"acsg_{self.deployment}_{service}"

    def _environment(self, service: str, own: str, owner: str) -> dict[str, str]:
        peers = {f"ACSG_{name.upper()}_URL": self.addresses[name] for name in self.services if name != service}
        return os.environ | peers | {
            "ACSG_DEPLOYMENT": self.deployment, "ACSG_MODE": "development", "ACSG_DATABASE_URL": own,
            "ACSG_MIGRATION_URL": owner, "ACSG_KAFKA_BOOTSTRAP": self.addresses["kafka"],
            "ACSG_HTTP_PORT": str(self._port(service)), "ACSG_ISSUER": self.addresses["issuer"],
            "ACSG_SMTP_URL": self.addresses["smtp"], "ACSG_WEBHOOK_PRIVATE_ADDRESSES": "true", "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2",
        } | self._extra  # fmt: skip

    def _one_shot(self, service: str, command: str) -> "subprocess.Popen[bytes]":
        line = [sys.executable, "-m", f"services.{service}", command]
        return start(line, self.log(service, command), self._environments[service])

    def _start_services(self) -> None:
        for service in self.services:
            for role in self._roles[service]:
                self.start_process(service, role)
        for service in self.services:
            for role in self._roles[service]:
                self._await_http(service, role, self._health(service, role))

    def _health(self, service: str, role: str) -> str:
        address = self.addresses[service] if role in HTTP_ROLES else self._metrics[service, role]
        return f"{address}/health/ready"

    def metrics(self, service: str, role: str = "worker") -> str:
        """Where a process shows its figures."""
        return self._health(service, role).removesuffix("/health/ready") + "/metrics"

    def start_process(self, service: str, role: str, **more: str) -> None:
        """Starts, or starts again, one process; ``more`` is added to its environment."""
        if role not in HTTP_ROLES:
            self._metrics[service, role] = f"http://127.0.0.1:{self._port(f'{service}-{role}')}"
        environment = dict(self._environments[service]) | more
        if role not in HTTP_ROLES:
            environment["ACSG_METRICS_PORT"] = str(self._ports[f"{service}-{role}"])
        command = [sys.executable, "-m", f"services.{service}", role]
        self._running[service, role] = start(command, self.log(service, role), environment)

    def replace(self, service: str, role: str, **more: str) -> None:
        """Ends a process as a crash would and starts it again with ``more`` in its environment; for fault tests."""
        self._held = (service, role)
        process = self._running[service, role]
        process.kill()
        process.wait()
        self.start_process(service, role, **more)
        self._held = None

    def pid(self, service: str, role: str) -> int:
        """Process id, for a test that ends it."""
        return self._running[service, role].pid

    def _await_http(self, service: str, role: str, url: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not _answers(url):
            if self._running[service, role].poll() is not None:
                raise RuntimeError(f"{service} {role} ended at its start:\n{tail(self.log(service, role))}")
            if time.monotonic() > end:
                raise RuntimeError(f"{service} {role} was not ready in time:\n{tail(self.log(service, role))}")
            time.sleep(0.05)

    def write(self) -> None:
        """Writes stack.json."""
        records = [
            record.record_of(
                service, role, process.pid, self._log_of(service, role), self._metrics.get((service, role))
            )
            for (service, role), process in self._running.items()
            if process.poll() is None
        ]
        content: dict[str, Any] = {"deployment": self.deployment, "started_at": time.strftime("%FT%TZ", time.gmtime())}
        content |= {"owner": os.getpid(), "addresses": self.addresses, "databases": self.databases}
        record.write(self.file, content, records)

    def _log_of(self, service: str, role: str) -> Path:
        if service == "postgres" and self.postgres:
            return self.postgres.log
        return self.kafka.log if service == "kafka" and self.kafka else self.log(service, role)

    def _supervise(self) -> None:
        failures: dict[tuple[str, str], tuple[int, float]] = {}
        while not self._ending.wait(0.2):
            for (service, role), process in list(self._running.items()):
                if service in {"postgres", "kafka", "desk"} or process.poll() is None or self._held == (service, role):
                    continue
                count, since = failures.get((service, role), (0, 0.0))
                if time.monotonic() - since < min(2**count * 0.25, 10):
                    continue
                failures[service, role] = (0 if time.monotonic() - since > 60 else count + 1, time.monotonic())
                self.say(f"[{self.deployment}] {service} {role} ended with {process.returncode}; started again")
                self.start_process(service, role)
                self.write()

    def down(self) -> None:
        """Ends everything, services first."""
        self._ending.set()
        if self._supervisor is not None:
            self._supervisor.join()
        own = {k: p for k, p in self._running.items() if k[0] not in {"postgres", "kafka"}}
        for process in own.values():
            if process.poll() is None:
                process.terminate()
        for process in own.values():
            stop(process)
        if self.kafka is not None:
            self.kafka.stop()
        if self.postgres is not None:
            self.postgres.stop()
        self.file.unlink(missing_ok=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - a loopback address of ours
            return bool(answer.status == 200)
    except OSError:
        return False
