"""From claimed outbox rows to what is sent: each row whole, and reduced on the twin of its topic where it has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import orjson
import structlog

from shared.contracts.catalogue import topics
from shared.contracts.reduction.cut import Withheld
from shared.contracts.reduction.reduce import cut_for, left_out, reduce, reduced_headers
from shared.runtime.kafka.slots import Claimed

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be sent; without a body it is a tombstone."""

    topic: str
    partition: int
    key: bytes
    headers: list[tuple[str, bytes]]
    body: bytes | None
    row: int
    """Of the outbox: it is published once the broker has all its records."""


@cache
def _twins() -> dict[str, str]:
    return {topic.name: topic.twin.name for topic in topics() if topic.twin is not None}


def reduced(headers: list[tuple[str, bytes]], body: bytes, withheld: Withheld) -> tuple[list[tuple[str, bytes]], bytes]:
    """Headers and body of an event as other deployments read it. Raises LookupError for an event that stays at home."""
    found = dict(headers)
    wire_type, version = found["ce_type"].decode(), int(found["ce_dataschema"].rpartition(b":")[2])
    if cut_for(wire_type, version, withheld) is not None:
        body = orjson.dumps(reduce(wire_type, orjson.loads(body), withheld, version))
    return reduced_headers(headers, left_out(wire_type, version, withheld)), body


def outgoing(rows: Sequence[Claimed], withheld: Withheld) -> list[Outgoing]:
    """Every record of these rows: the whole ones in the rows' order, then the twins in the same order.

    An event that this release does not know has no known cut, so it stays at home and its readers see a gap.
    """
    whole = [Outgoing(row.topic, row.slot, row.key, row.headers, row.body, row.id) for row in rows]
    twins = []
    for row in rows:
        if (twin := _twins().get(row.topic)) is None:
            continue
        try:
            twins.append(Outgoing(twin, row.slot, row.key, *reduced(row.headers, row.body, withheld), row.id))
        except LookupError:
            log.error("unknown_event_kept_at_home", topic=row.topic, slot=row.slot)
    return whole + twins
