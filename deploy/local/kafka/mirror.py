"""MirrorMaker 2 beside its target: brings what others may read here, and puts the source's name before each topic.

It may lose or repeat records (a truncated or re-created topic, a lost offset): readers trust sequence numbers, never it.
"""

import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.local.java import java
from deploy.local.kafka.class_archive import ClassArchive
from deploy.local.kafka.jars import class_path
from deploy.local.processes import start
from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier, Topic
from shared.runtime.kafka.clients import PROVIDERS, BrokerDoor
from shared.runtime.kafka.fitting import request_bytes
from shared.runtime.settings import RuntimeSettings

_JVM = ["-Xms48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=40m"]
_QUIET = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
RECORD_BYTES: int = RuntimeSettings.model_fields["record_bytes"].default
_ONE_REPLICA = ("replication", "checkpoints.topic.replication", "heartbeats.topic.replication",
                "offset-syncs.topic.replication", "offset.storage.replication", "status.storage.replication",
                "config.storage.replication")  # fmt: skip
_WAIT_MS, _FAR_BYTES = (RuntimeSettings.model_fields[name].default for name in ("broker_timeout_ms", "far_fetch_bytes"))
OVER_A_LINE = {"consumer.request.timeout.ms": _WAIT_MS, "admin.request.timeout.ms": _WAIT_MS,
                "consumer.fetch.max.bytes": _FAR_BYTES, "consumer.max.partition.fetch.bytes": _FAR_BYTES}  # fmt: skip
"""A connection that has gone dumb is given up soon, and no answer is so large that a narrow line outlasts that: a larger
record comes alone. They are those of services that read other brokers themselves."""


def _any_of(names: Iterable[Topic]) -> str:
    return "|".join(sorted(re.escape(topic.name) for topic in names))


def to_hub() -> str:
    """Topics that Geneva takes from a region: its twins and public topics, nothing that came to the region from others."""
    return f"({_any_of(topic for topic in topics() if topic.tier is not Tier.INTERNAL)})"


def to_region() -> str:
    """Topics that a region takes from Geneva: offers and matches, Geneva's own and those of other regions there."""
    return rf"([a-z0-9-]+\.)?({_any_of(topic for topic in topics() if topic.tier is Tier.FEDERATED and topic.for_regions)})"


class Mirror:
    """One MirrorMaker. ``sources`` maps names of deployments to their brokers; ``port`` is for its own workers.

    ``record_bytes``: what the door of every deployment lets in (``shared/runtime/kafka/fitting.py``) it brings across.
    """

    def __init__(
        self, folder: Path, target: str, door: BrokerDoor, topics: str, port: int, record_bytes: int = RECORD_BYTES
    ) -> None:
        self.folder, self.target, self.door, self.topics, self.port = folder, target, door, topics, port
        self.record_bytes = record_bytes
        self.log = folder / "mirror.log"
        self.sources: dict[str, BrokerDoor] = {}
        self._classes = ClassArchive("mirror", folder)
        self._process: subprocess.Popen[bytes] | None = None

    def properties(self) -> str:
        """Its settings. Nothing is ever written to a source; repeats after a crash are avoided, not relied upon."""
        said: dict[str, str | int] = {
            "clusters": ", ".join([self.target, *self.sources]),
            **(PROVIDERS if self.door.password else {}),
            **self.door.java(f"{self.target}."),
            # It holds records to their size before they are compressed, and counts no closer than this.
            f"{self.target}.producer.max.request.size": request_bytes(self.record_bytes),
            **{f"{name}.factor": 1 for name in _ONE_REPLICA},
            "offset.storage.partitions": 1, "status.storage.partitions": 1, "tasks.max": 1,
            "refresh.topics.interval.seconds": 2, "refresh.groups.enabled": "false", "emit.heartbeats.enabled": "false",
            "emit.checkpoints.enabled": "false", "sync.group.offsets.enabled": "false", "sync.topic.acls.enabled": "false",
            "offset-syncs.topic.location": "target", "plugin.discovery": "service_load",
            "exactly.once.source.support": "enabled", "dedicated.mode.enable.internal.rest": "true",
            "listeners": f"http://127.0.0.1:{self.port}",
        }  # fmt: skip
        for name, door in self.sources.items():
            said |= door.java(f"{name}.")
            said |= {f"{name}.{key}": value for key, value in OVER_A_LINE.items()}
            said[f"{name}->{self.target}.enabled"] = "true"
            said[f"{name}->{self.target}.topics"] = self.topics.replace("\\", "\\\\")
        return "".join(f"{name}={value}\n" for name, value in said.items())

    def reads(self, sources: Mapping[str, BrokerDoor]) -> bool:
        """Takes sources; whether they differ from those it had, so that it must be started again."""
        before, self.sources = self.sources, dict(sources)
        return before != self.sources

    def launch(self) -> "subprocess.Popen[bytes]":
        """Starts it. It keeps its place in the target, so a start goes on where the last one ended."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "mm2.properties"
        file.write_text(self.properties())
        heap = f"-Xmx{160 + 32 * len(self.sources)}m"
        program = ["org.apache.kafka.connect.mirror.MirrorMaker", str(file), "--clusters", self.target]
        options = [heap, *_JVM, *_QUIET, *self._classes.options()]
        self._process = start([java(), *options, "-cp", class_path(), *program], self.log)
        return self._process

    def ended(self) -> None:
        """Said when it was ended in order."""
        if self._process is not None:
            self._classes.keep(self._process.poll())
