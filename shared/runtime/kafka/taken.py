"""An event that is taken from the bus goes on with what sent it: as its cause, and as a part of its trace (ADR 26)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from shared.contracts.envelope import Envelope
from shared.runtime.db.cause import ByEvent
from shared.runtime.kafka.records import Decoded
from shared.runtime.observability import tracing


def caused_by(envelope: Envelope, traceparent: str | None = None) -> ByEvent:
    """What an event sets off continues its chain."""
    return ByEvent(envelope.correlation_id, envelope.id, traceparent or envelope.traceparent)


def taking(one: Decoded, group: str) -> AbstractContextManager[tracing.Span]:
    """What is done about one event inside."""
    return tracing.span(_name(one), "consumer", one.envelope.traceparent, _about(one, group))


def taken(those: Sequence[Decoded], group: str, since: int) -> None:
    """What was done about some at once, since then (nanoseconds of the epoch)."""
    if tracing.is_on():
        for one in those:
            tracing.told(_name(one), "consumer", one.envelope.traceparent, since, _about(one, group))


def _name(one: Decoded) -> str:
    return "take " + one.envelope.type


def _about(one: Decoded, group: str) -> tracing.Attributes:
    return {"messaging.consumer.group.name": group, "acsg.event.id": one.envelope.id}
