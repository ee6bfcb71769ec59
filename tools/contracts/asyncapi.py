"""The AsyncAPI 3.0 document: channels, messages, headers and who may read what."""

from typing import Any

import yaml

from shared.contracts.catalogue import events, events_on, topics
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.topic import Topic
from tools.contracts.example import envelope_example

HEADER_WORDS = {
    "ce_specversion": "CloudEvents version, always 1.0",
    "content-type": "application/json",
    "ce_id": "Identity of the event together with ce_source",
    "ce_source": "/acsg/<deployment>/<service>",
    "ce_type": "What happened",
    "ce_subject": "Aggregate id; also the record key",
    "ce_time": "When it was recorded, RFC 3339 in UTC",
    "ce_dataschema": "Identity of the JSON Schema, its last part is the version",
    "ce_region": "Deployment that owns the event",
    "ce_epoch": "Rises when that deployment is restored from a backup",
    "ce_stream": "<topic>/<partition>; ce_sequence has no gap within a stream and epoch",
    "ce_sequence": "Place in the stream, from 1",
    "ce_aggregateversion": "Version of the aggregate after the event",
    "ce_classification": "unclassified, confidential or strictly_confidential",
    "ce_correlationid": "Common to everything one action set off",
    "ce_causationid": "Event or command that caused this one",
    "ce_traceparent": "W3C trace context",
    "ce_withheld": "On acsg.federated topics: JSON pointers of what the event says at home only; * is every item",
}


def document() -> dict[str, Any]:
    """The whole document as plain data."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Asylum Capacity Support Group mechanism: events",
            "version": "1",
            "description": "CloudEvents 1.0, Kafka binary binding. Rendered from shared/contracts; do not edit.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics()},
        "operations": {_reference("receive", topic): _operation(topic) for topic in topics()},
        "components": {
            "messages": {event.wire_type: _message(event) for event in events()},
            "schemas": {"envelope": _envelope()},
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    declared = events_on(topic)
    return {
        "address": topic.name,
        "description": f"Owner: {topic.owner}. Tier: {topic.tier.value}. Record key: {topic.key}.",
        "messages": {e.wire_type: {"$ref": f"#/components/messages/{e.wire_type}"} for e in declared},
        "bindings": {"kafka": {"partitions": topic.partitions, "topicConfiguration": {}, "bindingVersion": "0.5.0"}},
    }


def _operation(topic: Topic) -> dict[str, Any]:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "summary": f"Read {topic.name} ({topic.tier.value})",
    }


def _reference(verb: str, topic: Topic) -> str:
    return verb + "".join(part.title() for part in topic.name.replace("-", ".").split("."))


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.wire_type,
        "title": event.__name__,
        "summary": (event.__doc__ or "").strip().splitlines()[0],
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {"$ref": f"schemas/{event.wire_type}.v{event.version}.json"},
        "x-paragraph": event.paragraph.number,
        "x-classification": event.classification.value,
    }


def _envelope() -> dict[str, Any]:
    optional = {"ce_causationid", "ce_traceparent", "ce_withheld"}
    names = [name for name, _ in envelope_example().to_headers()]
    unknown = set(names) ^ set(HEADER_WORDS)
    if unknown:
        raise ValueError(f"headers without words, or words without a header: {sorted(unknown)} ({Envelope.__name__})")
    return {
        "type": "object",
        "required": [name for name in names if name not in optional],
        "properties": {name: {"type": "string", "description": HEADER_WORDS[name]} for name in names},
    }


def files() -> dict[str, str]:
    """Path below docs/ -> text."""
    return {"asyncapi.yaml": yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=120)}
