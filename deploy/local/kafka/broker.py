"""One broker in KRaft mode, broker and controller in one process, small memory. Its listeners: ``doors.py``."""

import asyncio
import base64
import signal
import subprocess
import time
import uuid
from pathlib import Path

from aiokafka.errors import KafkaError

from deploy.access.provisioning import inner_door
from deploy.local.java import java
from deploy.local.kafka.class_archive import ClassArchive
from deploy.local.kafka.doors import HOST, REAUTHENTICATE_MS, Ports, guarded, plain
from deploy.local.kafka.jars import class_path
from deploy.local.processes import PATIENCE_S, ROOT, start, stop, tail
from shared.runtime.kafka import clients
from shared.runtime.kafka.clients import ADMIN, SASL_SSL, BrokerDoor

_HEAP = ["-Xmx192m", "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
# A machine on which nothing happens need not be stopped once a second, nor its counters be sampled for nobody.
_HEAP += ["-XX:-UsePerfData", "-XX:+UnlockDiagnosticVMOptions", "-XX:GuaranteedSafepointInterval=60000"]
_QUIET = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]


class Kafka:
    """One broker. ``port`` is its inner listener, ``controller_port`` its own, ``integrators_port`` that of integrators.

    ``link``: (port, advertised port) of a further listener for other deployments, so that a proxy can stand before it.
    ``certificate`` is a PEM file with a private key and its chain: with it the integrators' door speaks TLS only.
    ``secrets``: a folder with the broker's certificate and passwords, and ``services_port``: guarded, as deployed.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        controller_port: int,
        integrators_port: int | None = None,
        certificate: Path | None = None,
        reauthenticate_ms: int = REAUTHENTICATE_MS,
        link: tuple[int, int] | None = None,
        secrets: Path | None = None,
        services_port: int | None = None,
    ) -> None:
        self.folder, self.certificate, self.secrets = folder, certificate, secrets
        self.ports = Ports(port, controller_port, integrators_port, link, services_port)
        self.reauthenticate_ms = reauthenticate_ms
        self.log = folder / "kafka.log"
        self._classes = ClassArchive("guarded" if secrets else "broker", folder)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def door(self) -> BrokerDoor:
        """For who may do everything: the administrator of a guarded broker, else whoever is on this machine."""
        return inner_door(self.bootstrap, self.secrets / ADMIN) if self.secrets else BrokerDoor(self.bootstrap)

    def door_of(self, user: str) -> BrokerDoor:
        """For one of our own services, or our mirror; anybody's on a broker that is not guarded."""
        return guarded_door(f"{HOST}:{self.ports.services}", user, self.secrets) if self.secrets else self.door

    @property
    def bootstrap(self) -> str:
        """Address of the inner listener."""
        return f"{HOST}:{self.ports.inner}"

    @property
    def integrators(self) -> str:
        """Address for integrators."""
        return f"{HOST}:{self.ports.integrators}"

    def properties(self) -> dict[str, object]:
        """Settings of the broker."""
        doors = (
            guarded(self.ports, self.secrets, self.reauthenticate_ms)
            if self.secrets
            else plain(self.ports, self.certificate, self.reauthenticate_ms)
        )
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.bootstrap.servers": f"{HOST}:{self.ports.controller}",
            "log.dirs": self.folder / "data",
            "auto.create.topics.enable": "false",
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 5,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0,
            "broker.session.timeout.ms": 3000,
            "broker.heartbeat.interval.ms": 500,
            "log.segment.bytes": 67108864,
            "log.cleaner.backoff.ms": 1000,
            "log.cleaner.dedupe.buffer.size": 8388608,
            "transaction.state.log.num.partitions": 2,
            **doors,
        }

    def start(self, seconds: float = PATIENCE_S) -> None:
        """Formats the storage once, starts, waits until it answers. Raises RuntimeError with the end of its log."""
        self.folder.mkdir(parents=True, exist_ok=True)
        properties = self.folder / "server.properties"
        properties.write_text("\n".join(f"{name}={value}" for name, value in self.properties().items()))
        if not (self.folder / "data/meta.properties").exists():
            self._format(properties)
        process = self.launch()
        end = time.monotonic() + seconds
        while not asyncio.run(answers(self.door)):
            if process.poll() is not None:
                raise RuntimeError(f"Kafka ended at its start:\n{tail(self.log)}")
            if time.monotonic() > end:
                raise RuntimeError(f"Kafka did not answer within {seconds:.0f} s:\n{tail(self.log)}")
            time.sleep(0.1)

    def launch(self) -> "subprocess.Popen[bytes]":
        """Starts it on formatted storage, without waiting until it answers."""
        options = [*_HEAP, *_QUIET, *self._classes.options()]
        command = [java(), *options, "-cp", class_path(), "kafka.Kafka", str(self.folder / "server.properties")]
        self.process = start(command, self.log)
        return self.process

    def _format(self, properties: Path) -> None:
        # Joined to its name: an identity that begins with a dash would be taken for an option, one in 64 times.
        cluster = "--cluster-id=" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool = ["-cp", class_path(), "kafka.tools.StorageTool", "format", cluster, "--standalone"]
        classes = ClassArchive("format", self.folder)
        command = [java(), *_HEAP, *_QUIET, *classes.options(), *tool, "-c", str(properties)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S)
        classes.keep(done.returncode)
        if done.returncode:
            raise RuntimeError(f"Kafka's storage could not be formatted: {done.stdout[-1000:]}{done.stderr[-1000:]}")

    def stop(self) -> None:
        """Ends it in order; after a while in any case."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM, 10)
            self._classes.keep(self.process.poll())

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self._classes.keep(self.process.wait())


def guarded_door(address: str, user: str, secrets: Path) -> BrokerDoor:
    """At a listener of a guarded broker, for a user whose password stands among its secrets."""
    return BrokerDoor(address, user, secrets / user, secrets / "ca.pem", SASL_SSL)


async def answers(door: BrokerDoor) -> bool:
    """Whether a broker answers an admin client."""
    host, _, port = door.bootstrap.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()
    except OSError:
        return False
    admin = clients.admin(door, request_timeout_ms=2000)
    try:
        await admin.start()
        return bool((await admin.describe_cluster())["brokers"])
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await admin.close()
