"""One broker in KRaft mode, broker and controller in one process, small memory.

Two doors: the inner one for the deployment's own services, which reaches loopback alone, and one for integrators, where
everyone says who they are (SCRAM-SHA-512, over TLS when there is a certificate) and may do what their access rules say.
"""

import asyncio
import base64
import signal
import subprocess
import time
import uuid
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.local.java import java
from deploy.local.kafka.class_archive import ClassArchive
from deploy.local.kafka.jars import class_path
from deploy.local.processes import ROOT, start, stop, tail

_HEAP = ["-Xmx192m", "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
MECHANISM = "SCRAM-SHA-512"
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule"
_QUIET = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]


REAUTHENTICATE_MS = 300_000
"""How long an integrator's connection outlives its password: it must prove itself again after that."""


class Kafka:
    """One broker. ``port`` serves our own services, ``controller_port`` itself, ``integrators_port`` everyone else.

    ``link``: (port, advertised port) of a further listener for other deployments, so that a proxy can stand before it.
    ``certificate`` is a PEM file with a private key and its chain: with it the integrators' door speaks TLS only.
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
    ) -> None:
        self.link = link
        self.folder, self.port, self.controller_port = folder, port, controller_port
        self.integrators_port, self.certificate, self.reauthenticate_ms = (
            integrators_port,
            certificate,
            reauthenticate_ms,
        )
        self.log = folder / "kafka.log"
        self._classes = ClassArchive("broker", folder)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """Address for our own services."""
        return f"127.0.0.1:{self.port}"

    @property
    def integrators(self) -> str:
        """Address for integrators."""
        return f"127.0.0.1:{self.integrators_port}"

    def properties(self) -> dict[str, object]:
        """Settings of the broker."""
        inner, outer = f"PLAINTEXT://127.0.0.1:{self.port}", f"INTEGRATORS://127.0.0.1:{self.integrators_port}"
        doors = inner if self.integrators_port is None else f"{inner},{outer}"
        listeners = advertised = doors
        if self.link is not None:
            listeners, advertised = (f"{doors},LINK://127.0.0.1:{number}" for number in self.link)
        protocol = "SASL_SSL" if self.certificate else "SASL_PLAINTEXT"
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.bootstrap.servers": f"127.0.0.1:{self.controller_port}",
            "listeners": f"{listeners},CONTROLLER://127.0.0.1:{self.controller_port}",
            "advertised.listeners": advertised,
            "inter.broker.listener.name": "PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": f"PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,INTEGRATORS:{protocol},LINK:PLAINTEXT",
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
            **({} if self.integrators_port is None else self._access()),
        }

    def _access(self) -> dict[str, object]:
        door = "listener.name.integrators"
        found: dict[str, object] = {
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            # Nobody is anonymous at the integrators' door; at the inner one everybody is, and only we reach it.
            "super.users": "User:ANONYMOUS",
            "allow.everyone.if.no.acl.found": "false",
            f"{door}.sasl.enabled.mechanisms": MECHANISM,
            f"{door}.scram-sha-512.sasl.jaas.config": f"{SCRAM} required;",
            f"{door}.scram-sha-512.connections.max.reauth.ms": self.reauthenticate_ms,
            f"{door}.max.connections": 500,
        }
        if self.certificate:
            found |= {
                f"{door}.ssl.keystore.type": "PEM",
                f"{door}.ssl.keystore.location": self.certificate,
                f"{door}.ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
                f"{door}.ssl.client.auth": "none",
            }
        return found

    def start(self, seconds: float = 60) -> None:
        """Formats the storage once, starts, waits until it answers. Raises RuntimeError with the end of its log."""
        self.folder.mkdir(parents=True, exist_ok=True)
        properties = self.folder / "server.properties"
        properties.write_text("\n".join(f"{name}={value}" for name, value in self.properties().items()))
        if not (self.folder / "data/meta.properties").exists():
            self._format(properties)
        process = self.launch()
        end = time.monotonic() + seconds
        while not asyncio.run(answers(self.bootstrap)):
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
        command = [java(), *_HEAP, *_QUIET, *tool, "-c", str(properties)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
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


async def answers(bootstrap: str) -> bool:
    """Whether a broker answers an admin client."""
    host, _, port = bootstrap.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()
    except OSError:
        return False
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=2000)
    try:
        await admin.start()
        return bool((await admin.describe_cluster())["brokers"])
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await admin.close()
