"""The owner's answers to readers, as both sides know them. Every answer says whose it is, its epoch and its clock."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from shared.runtime.audit.heads import AuditHead
from shared.runtime.settings import RuntimeSettings


class OwnersAnswer(BaseModel):
    """What stands in every answer. ``now`` is the owner's clock: a reader measures by it how wrong that clock is."""

    deployment: str
    service: str
    epoch: int = Field(description="Rises when the owner is restored from a backup")
    now: datetime


def head(settings: RuntimeSettings, now: datetime) -> dict[str, Any]:
    """The fields of every answer, as this process says them."""
    return {"deployment": settings.deployment, "service": settings.service, "epoch": settings.epoch, "now": now}


class Bucket(BaseModel):
    """Aggregates whose identifiers fall into one bucket: how many, and the digest of (id, version, digest) of each."""

    bucket: int
    count: int
    digest: str


class BucketsAnswer(OwnersAnswer):
    """Digests per bucket; a bucket without aggregates is not named."""

    kind: str
    buckets: int
    found: tuple[Bucket, ...]


class Aggregate(BaseModel):
    """One aggregate in a bucket; the digest is over its state as this reader gets it."""

    id: str
    version: int
    digest: str


class BucketAnswer(OwnersAnswer):
    """Aggregates of one bucket by identifier; ``more`` says that others follow after the last one."""

    kind: str
    aggregates: tuple[Aggregate, ...]
    more: bool


class PulledState(BaseModel):
    """An aggregate as it is now, in the form an event would carry it to this reader."""

    id: str
    version: int
    body: dict[str, Any] = Field(description="As the data of an event of this kind")
    withheld: str = Field(description="JSON pointers of what is not said here, comma-separated")


class StatesAnswer(OwnersAnswer):
    """The states asked for; one that is not among them does not exist here."""

    kind: str
    states: tuple[PulledState, ...]


class Stream(BaseModel):
    """How far a stream is numbered in an epoch."""

    stream: str
    epoch: int
    last_sequence: int


class StreamsAnswer(OwnersAnswer):
    """Every stream of the owner in its present epoch."""

    streams: tuple[Stream, ...]
    audit: AuditHead | None = Field(
        None, description="Last sealed row of this owner's audit: the reader keeps it as a witness"
    )


class PulledEvent(BaseModel):
    """An event as the bus would have brought it: header pairs, its key, its data."""

    key: str
    headers: tuple[tuple[str, str], ...]
    body: dict[str, Any]


class EventsAnswer(OwnersAnswer):
    """Events of a range by number, as far as the outbox still has them; ``next`` is where to ask on from, if at all."""

    stream: str
    events: tuple[PulledEvent, ...]
    next: int | None
