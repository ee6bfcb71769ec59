"""Kafka Connect with Debezium's connector and its outbox router, over one table of a database."""

import json
import signal
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.java import java
from deploy.local.kafka.jars import JarSet
from deploy.local.processes import ROOT, port, start, stop

HERE = Path(__file__).parent
JARS = JarSet("Debezium", HERE, ROOT / ".cache/debezium")
PREFIX = "plain."
_WORKER = {
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    "offset.flush.interval.ms": 1000, "topic.creation.enable": "true", "plugin.discovery": "hybrid_fail",
    "producer.max.request.size": 2_000_000, "producer.batch.size": 256 * 1024, "producer.linger.ms": 5,
}  # fmt: skip
_CONNECTOR = {
    "name": "outbox", "connector.class": "io.debezium.connector.postgresql.PostgresConnector", "tasks.max": 1,
    "plugin.name": "pgoutput", "snapshot.mode": "no_data", "publication.autocreate.mode": "filtered",
    "topic.prefix": "bench", "binary.handling.mode": "bytes", "poll.interval.ms": 5,
    "max.batch.size": 8192, "max.queue.size": 32768, "transforms": "outbox",
    "transforms.outbox.type": "io.debezium.transforms.outbox.EventRouter",
    "transforms.outbox.table.field.event.id": "event_id", "transforms.outbox.table.field.event.key": "key",
    "transforms.outbox.table.field.event.payload": "body", "transforms.outbox.route.by.field": "topic",
    "transforms.outbox.route.topic.replacement": PREFIX + "${routedByValue}",
    "transforms.outbox.table.fields.additional.placement": "slot:partition,type:header,headers:header",
    "topic.creation.default.replication.factor": 1,
}  # fmt: skip


def _file(path: Path, said: dict[str, object]) -> str:
    path.write_text("".join(f"{name}={value}\n" for name, value in said.items()))
    return str(path)


class Connect:
    """One standalone worker; held while it is not its turn, so that it takes no CPU from the other."""

    def __init__(self, folder: Path, kafka: str, database: str, table: str, partitions: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        parts = urlsplit(database)
        self.log = folder / "connect.log"
        self._port = port(0, "Kafka Connect")
        own = {"bootstrap.servers": kafka, "offset.storage.file.filename": folder / "offsets",
               "listeners": f"http://127.0.0.1:{self._port}", "plugin.path": folder / "no-plugins"}  # fmt: skip
        (folder / "no-plugins").mkdir(exist_ok=True)
        reached = {"database.hostname": parts.hostname, "database.port": parts.port, "database.user": parts.username,
                   "database.password": parts.password, "database.dbname": parts.path.lstrip("/"),
                   "table.include.list": f"public.{table}", "slot.name": "bench_outbox",
                   "publication.name": "bench_outbox", "topic.creation.default.partitions": partitions}  # fmt: skip
        worker = _file(folder / "worker.properties", {**_WORKER, **own})
        connector = _file(folder / "connector.properties", {**_CONNECTOR, **reached})
        quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        program = ["org.apache.kafka.connect.cli.ConnectStandalone", worker, connector]
        self._process: subprocess.Popen[bytes] = start(
            [java(), "-Xmx512m", "-Xms256m", quiet, "-cp", JARS.class_path(), *program], self.log
        )

    def state(self, said: str) -> str:
        """The state of its one task in an answer of its interface."""
        tasks = json.loads(said).get("tasks") or [{}]
        return str(tasks[0].get("state", "none"))

    @property
    def status(self) -> str:
        """Where it says how it is."""
        return f"http://127.0.0.1:{self._port}/connectors/outbox/status"

    def hold(self) -> None:
        """It does nothing until it is let go."""
        self._process.send_signal(signal.SIGSTOP)

    def go(self) -> None:
        """It goes on."""
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Ends it, also while it is held."""
        self.go()
        stop(self._process)
