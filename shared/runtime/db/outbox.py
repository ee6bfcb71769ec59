"""From an event to its outbox row. The row is written in the command's transaction; the relay publishes it later."""

from dataclasses import dataclass
from zlib import crc32

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.topic import Tier
from shared.runtime.clock import Clock
from shared.runtime.db.cause import Cause
from shared.runtime.db.tables import SLOTS
from shared.runtime.identifiers import new_id
from shared.runtime.kafka.fitting import check_fits
from shared.runtime.settings import RuntimeSettings

CHANNEL = "acsg_outbox"
"""Notification channel that wakes the relay."""

_PLACE = {"ce_stream", "ce_sequence", "ce_epoch"}


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An event ready to be stored: header pairs without its place in the stream, and the data as JSON bytes."""

    event_id: str
    topic: str
    slot: int
    key: str
    type: str
    headers: list[tuple[str, str]]
    body: bytes


def slot_of(aggregate_id: str) -> int:
    """The slot, and so the partition, of an aggregate; the same for ever."""
    return crc32(aggregate_id.encode()) % SLOTS


def envelope_of(event: Event, cause: Cause, settings: RuntimeSettings, clock: Clock) -> Envelope:
    """The envelope of a new event; its place in the stream is still open.

    A caller may choose its correlation id in words of its own, so a public event does not carry it.
    """
    event_id = new_id(clock)
    public = event.topic.tier is Tier.PUBLIC
    return Envelope(
        id=event_id,
        source=settings.source,
        type=event.wire_type,
        version=event.version,
        subject=event.aggregate_id,
        time=clock.now(),
        region=settings.deployment,
        epoch=settings.epoch,
        stream="",
        sequence=0,
        aggregate_version=event.aggregate_version,
        classification=event.classification.value,
        correlation_id=(cause.causation_id or event_id) if public else cause.correlation_id,
        causation_id=cause.causation_id,
        traceparent=cause.traceparent,
    )


def outbox_row(event: Event, envelope: Envelope, settings: RuntimeSettings, *, by_person: bool) -> OutboxRow:
    """The row of an event, the only one who makes them. Raises TooLarge when the broker would not take it."""
    slot, body = slot_of(event.aggregate_id), event.__pydantic_serializer__.to_json(event)
    headers = [(name, value) for name, value in envelope.to_texts() if name not in _PLACE]
    check_fits(event, headers, slot, body, settings, by_person)
    return OutboxRow(
        event_id=envelope.id,
        topic=event.topic.name,
        slot=slot,
        key=event.aggregate_id,
        type=event.wire_type,
        headers=headers,
        body=body,
    )
