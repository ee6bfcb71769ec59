"""The AsyncAPI 3.0 document: channels, messages, headers and who may read what."""

from collections.abc import Sequence
from typing import Any

import yaml

from shared.contracts.catalogue import events_on, topics
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.topic import Tier, Topic
from tools.contracts.example import envelope_example, envelope_of, example

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


_NUMBERS = ("retention.ms", "delete.retention.ms", "max.compaction.lag.ms")
INTEGRATORS = {
    "host": "{address}",
    "protocol": "kafka-secure",
    "description": "The integrators' door of a deployment: TLS and SCRAM-SHA-512. See docs/integrators.md.",
    "variables": {"address": {"description": "host:port, given with the password", "default": "localhost:9094"}},
    "security": [{"$ref": "#/components/securitySchemes/scram"}],
}


def document(shown: Sequence[Topic], words: str) -> dict[str, Any]:
    """A document of these topics as plain data; the server stands in it when all of them are public."""
    messages = dict.fromkeys(event for topic in shown for event in events_on(topic))
    components: dict[str, Any] = {
        "messages": {event.wire_type: _message(event) for event in messages},
        "schemas": {"envelope": _envelope()},
    }
    servers: dict[str, Any] = {}
    if all(topic.tier is Tier.PUBLIC for topic in shown):
        components["securitySchemes"] = {"scram": {"type": "scramSha512"}}
        servers = {"servers": {"integrators": INTEGRATORS}}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Asylum Capacity Support Group mechanism: events",
            "version": "1",
            "description": f"CloudEvents 1.0, Kafka binary binding. {words} Rendered from shared/contracts; do not edit.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        **servers,
        "channels": {topic.name: _channel(topic) for topic in shown},
        "operations": {_reference("receive", topic): _operation(topic) for topic in shown},
        "components": components,
    }


def _channel(topic: Topic) -> dict[str, Any]:
    kept = " The last state of each key; an empty record erases it." if topic.compacted else ""
    numbers = {name: int(topic.config[name]) for name in _NUMBERS if topic.config.get(name, "-1") != "-1"}
    configuration = {"cleanup.policy": [topic.config["cleanup.policy"]], **numbers}
    return {
        "address": topic.name,
        "description": f"Owner: {topic.owner}. Tier: {topic.tier.value}. Record key: {topic.key}.{kept}",
        "messages": {e.wire_type: {"$ref": f"#/components/messages/{e.wire_type}"} for e in events_on(topic)},
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": configuration,
                "bindingVersion": "0.5.0",
            }
        },
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
    summary = (event.__doc__ or "").strip().splitlines()[0]
    headers = {name: value.decode() for name, value in envelope_of(event).to_headers()}
    return {
        "name": event.wire_type,
        "title": event.__name__,
        "summary": summary,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {"$ref": f"schemas/{event.wire_type}.v{event.version}.json"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
        "examples": [{"name": event.__name__, "summary": summary, "headers": headers, "payload": example(event)}],
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


class _Plain(yaml.CSafeDumper):
    """YAML without anchors: an example stands where it is read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Every value is written out."""
        return True


def files() -> dict[str, str]:
    """Path below docs/ -> text: everything, and what integrators may read."""
    public = [topic for topic in topics() if topic.tier is Tier.PUBLIC]
    documents = {
        "asyncapi.yaml": document(topics(), "Every topic."),
        "asyncapi.public.yaml": document(public, "What integrators may read."),
    }
    style: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 120}
    return {name: yaml.dump(found, Dumper=_Plain, **style) for name, found in documents.items()}
