"""From a Kafka record to an event, or to the reason why it is none."""

import base64
import json
from collections.abc import Container
from dataclasses import dataclass, replace

from aiokafka import ConsumerRecord
from pydantic import ValidationError

from shared.contracts.catalogue import event_class
from shared.contracts.envelope import Envelope, MalformedEnvelope
from shared.contracts.event import Event
from shared.contracts.incoming import faults_of_body, written_out
from shared.contracts.reduction.reader import reduced_form
from shared.contracts.topic import is_federated

CURRENT = ".current"
"""How the names of compacted topics end."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stood on its topic."""

    topic: str
    partition: int
    offset: int
    key: str
    headers: tuple[tuple[str, bytes], ...]
    body: bytes

    @classmethod
    def of(cls, record: ConsumerRecord, prefix: str = "") -> "Record":
        """A record of the client; a missing key or value is an empty one. ``prefix``: from another broker than ours."""
        key = written_out((record.key or b"").decode("utf-8", "backslashreplace"))
        return cls(
            prefix + record.topic, record.partition, record.offset, key, tuple(record.headers), record.value or b""
        )

    def stored_headers(self) -> list[list[str]]:
        """Headers in base64, so that any bytes can be kept as JSON."""
        return [[written_out(name), base64.b64encode(value or b"").decode()] for name, value in self.headers]


def restored_headers(stored: list[list[str]]) -> tuple[tuple[str, bytes], ...]:
    """The inverse of ``stored_headers``."""
    return tuple((name, base64.b64decode(value)) for name, value in stored)


@dataclass(frozen=True, slots=True)
class Decoded:
    """An event we subscribe to, with its envelope."""

    record: Record
    envelope: Envelope
    event: Event


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that can never be handled as it is, with the cause."""

    record: Record
    cause: str


def retraction(record: Record) -> Record:
    """A tombstone of a compacted topic as the retraction it stands for, whose data is its identity alone; others as is."""
    if record.body or not record.topic.endswith(CURRENT):
        return record
    try:
        envelope = Envelope.from_headers(record.headers)
    except MalformedEnvelope:
        return record
    said = {"aggregate_id": envelope.subject, "aggregate_version": envelope.aggregate_version}
    return replace(record, body=json.dumps(said).encode())


def decode(record: Record, subscribed: Container[str]) -> Decoded | Poison | None:
    """Reads a record; None when it is a well-formed event of a type nobody here subscribes to.

    ``subscribed`` holds wire types. A subscribed type in a version this release does not know is poison, not skipped.
    """
    try:
        envelope = Envelope.from_headers(record.headers)
    except MalformedEnvelope as fault:
        return Poison(record, f"malformed envelope: {fault}")
    if envelope.type not in subscribed:
        return None
    kind = event_class(envelope.type, envelope.version)
    if kind is None:
        return Poison(record, f"unknown version {envelope.version} of {envelope.type}")
    if is_federated(record.topic):
        kind = reduced_form(kind)
    try:
        event = kind.model_validate_json(record.body)
    except ValidationError as fault:
        where = "; ".join(f"/{'/'.join(map(str, e['loc']))}: {e['type']}" for e in fault.errors()[:20])
        return Poison(record, f"body does not fit the schema: {where}")
    if faults := faults_of_body(record.body, event):
        return Poison(record, "body cannot be kept: " + "; ".join(f"{f.pointer}: {f.message}" for f in faults[:20]))
    return Decoded(record, envelope, event)
