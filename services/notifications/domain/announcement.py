"""What may leave by webhook, stream and feed: public events, and for officers' own endpoints operational ones (WM 17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope, rfc3339
from shared.contracts.event import Event
from shared.contracts.operations import ChannelStateChanged, WebhookStateChanged

OPERATIONAL: tuple[type[Event], ...] = (ChannelStateChanged, WebhookStateChanged)
"""Events about the service itself; an officer's endpoint may ask for them."""

MOST_BYTES = 20_000
"""A webhook body is never larger; a full one that would be goes out thin."""


@dataclass(frozen=True)
class Announcement:
    """An event as it may leave. ``data`` is None once a later event of the item took its place: nothing of it is told.

    ``position`` rises without gaps in the order of commits, so that a reader who has all up to one has missed none.
    """

    position: int
    event_id: str
    source: str
    type: str
    subject: str
    region: str
    time: datetime
    epoch: int
    aggregate_version: int
    classification: Classification
    paragraph: str
    areas: tuple[str, ...]
    data_schema: str
    data: dict[str, Any] | None


def may_leave(event: Event) -> bool:
    """Whether an event is announced at all."""
    return event.classification is Classification.UNCLASSIFIED or isinstance(event, OPERATIONAL)


def announced(event: Event, envelope: Envelope) -> Announcement:
    """An event as an announcement; its position is still open."""
    data = event.model_dump(mode="json", exclude={"aggregate_id", "aggregate_version"}, exclude_unset=True)
    return Announcement(
        0, envelope.id, envelope.source, envelope.type, envelope.subject, envelope.region, envelope.time,
        envelope.epoch, envelope.aggregate_version, event.classification, event.paragraph.number, tuple(sorted(set(_areas(data)))),
        event.schema_id(), data,
    )  # fmt: skip


def _areas(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "functional_area" and isinstance(inner, str):
                yield inner
            elif name == "functional_areas" and isinstance(inner, list):
                yield from (one for one in inner if isinstance(one, str))
            else:
                yield from _areas(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _areas(inner)


def body_of(one: Announcement, base_url: str, *, full: bool) -> bytes:
    """A CloudEvents 1.0 body in structured JSON, at most MOST_BYTES.

    Thin, the default: type, subject, the reference where it is public, and where to read the rest, so that reading can be
    asked for, allowed and seen. Full: the data itself, unless it is too large or was taken back meanwhile.
    """
    attributes: dict[str, Any] = {
        "specversion": "1.0", "id": one.event_id, "source": one.source, "type": one.type, "subject": one.subject,
        "time": rfc3339(one.time), "datacontenttype": "application/json", "region": one.region,
        "aggregateversion": one.aggregate_version, "position": one.position,
    }  # fmt: skip
    if full and one.data is not None:
        whole = orjson.dumps(attributes | {"dataschema": one.data_schema, "data": one.data})
        if len(whole) <= MOST_BYTES:
            return whole
    shown = (one.data or {}).get("fields", {})
    known = (
        {"reference": shown["reference"]} if isinstance(shown, dict) and isinstance(shown.get("reference"), str) else {}
    )
    return orjson.dumps(attributes | {"data": known | {"url": f"{base_url}/announcements/{one.event_id}"}})
