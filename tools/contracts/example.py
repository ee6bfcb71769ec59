"""A complete example of each event and of its envelope, made from the event's own JSON Schema.

A new event needs nothing here: what a pattern or a code list asks for stands as ``examples`` beside the pattern in
``shared/contracts``, and an example that its own event class does not accept fails the build.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import ValidationError

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event

Say = Callable[[str], str]
"""Words for a free text, given the path of its field, e.g. ``/request/content/gap``."""

_ID = "0193a5f0-0000-7000-8000-0000000000aa"
_WORDS = {
    "title": "Digital registration of asylum applications",
    "summary": "Files are kept on paper and are lost between the border and the capital.",
    "gap": "Registration of an application takes ninety days.",
    "description": "Two experts in digital registration, for ten weeks",
    "statement": "The unit is in the State's own budget from the second year on.",
    "name": "National commission for refugees",
    "reason": "Complete, and in line with the criteria",
    "message": "Thank you; two points are open.",
    "reference": "ACSG-2026-TCD-001",
    "email": "asylum@example.org",
    "region": "wca",
    "match_region": "wca",
    "offer_region": "wca",
    "rule_set": "2026-1",
    "paragraph": "15.iii",
    "bureaux": "wca",
    "fields": "title",
    "recipient": "iso3166:TCD",
    "event_type": "acsg.intake.feedback-shared",
}
_PLAIN: dict[str, Any] = {"boolean": False, "null": None}
_FORMATS = {"date": "2026-03-02", "date-time": "2026-03-02T09:30:00Z"}


class NoExample(Exception):
    """An event whose example its own class refuses; names the event and every fault."""


def said(path: str) -> str:
    """Plain words for a free text."""
    name = next((part for part in reversed(path.split("/")) if part and not part.isdigit()), "")
    if name in _WORDS:
        return _WORDS[name]
    return _ID if name.endswith("_id") else name.replace("_", " ").capitalize()


def example_of(schema: dict[str, Any], say: Say = said) -> Any:
    """The fullest value that a JSON Schema of ours describes: every property, one item in every list."""
    definitions = schema.get("$defs", {})

    def value(part: dict[str, Any], path: str) -> Any:
        if "$ref" in part:
            return value(definitions[part["$ref"].rpartition("/")[2]], path)
        for choice in ("examples", "enum"):
            if choice in part:
                return part[choice][0]
        if "const" in part:
            return part["const"]
        if "anyOf" in part:
            return value(next(p for p in part["anyOf"] if p.get("type") != "null"), path)
        kind = part.get("type", "object")
        if kind == "object":
            found = {name: value(one, f"{path}/{name}") for name, one in part.get("properties", {}).items()}
            more = part.get("additionalProperties")
            return found | ({"iso3166:TCD": value(more, f"{path}/iso3166:TCD")} if isinstance(more, dict) else {})
        if kind == "array":
            return [value(part["items"], f"{path}/0")]
        if kind in {"integer", "number"}:
            return max(1, part.get("minimum", 1))
        return _PLAIN[kind] if kind in _PLAIN else _FORMATS.get(part.get("format", "")) or say(path)

    return value(schema, "")


@cache
def example(event: type[Event]) -> dict[str, Any]:
    """The data of an event as it stands on its topic. Raises NoExample."""
    made = example_of(event.model_json_schema(mode="serialization"))
    try:
        return event.model_validate(made).model_dump(mode="json")
    except ValidationError as fault:
        raise NoExample(f"{event.__name__}: {fault}") from fault


def envelope_of(event: type[Event]) -> Envelope:
    """The envelope of that example."""
    return replace(
        envelope_example(),
        source=f"/acsg/wca/{event.topic.owner}",
        type=event.wire_type,
        version=event.version,
        subject=example(event)["aggregate_id"],
        stream=f"{event.topic.name}/3",
        classification=event.classification.value,
    )


def envelope_example() -> Envelope:
    """Every attribute set, so that every header shows."""
    return Envelope(
        id="0193a5f0-0000-7000-8000-000000000001",
        source="/acsg/wca/intake",
        type="acsg.intake.support-request-submitted",
        version=1,
        subject="0193a5f0-0000-7000-8000-0000000000aa",
        time=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        region="wca",
        epoch=1,
        stream="acsg.intake.support-request/3",
        sequence=17,
        aggregate_version=1,
        classification="confidential",
        correlation_id="0193a5f0-0000-7000-8000-0000000000bb",
        causation_id="0193a5f0-0000-7000-8000-0000000000cc",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        withheld="/request/content/submission_route",
    )
