"""JSON Schema 2020-12 of each event's data, one file per wire type and version."""

import json

from shared.contracts.catalogue import events
from shared.contracts.event import Event


def schema(event: type[Event]) -> dict[str, object]:
    """The schema of an event's data, with its identity, paragraph and classification."""
    body = event.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": event.schema_id(),
        "x-paragraph": event.paragraph.number,
        "x-classification": event.classification.value,
        **body,
    }


def files() -> dict[str, str]:
    """Path below docs/ -> text."""
    return {
        f"schemas/{event.wire_type}.v{event.version}.json": json.dumps(schema(event), indent=1, sort_keys=True) + "\n"
        for event in events()
    }
