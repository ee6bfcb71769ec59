"""The cut of an event type: which of its fields stay at home. Worked out once from the JSON Schemas of the shapes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.event import Event

Schema = Mapping[str, Any]
Withheld = frozenset[tuple[str, str]]
"""Fields that a deployment keeps back beyond the strictly confidential ones: (name of the shape, name of the field)."""


@dataclass(frozen=True)
class Cut:
    """Fields to leave out of an object, and the cuts of the fields that stay; ``each`` is for every item or value."""

    out: frozenset[str]
    within: Mapping[str, "Cut"]
    each: "Cut | None" = None

    def pointers(self, place: str = "") -> Iterator[str]:
        """JSON pointers of what is left out; ``*`` stands for every item."""
        yield from (f"{place}/{name}" for name in sorted(self.out))
        for name, inner in self.within.items():
            yield from inner.pointers(f"{place}/{name}")
        if self.each is not None:
            yield from self.each.pointers(f"{place}/*")


@cache
def federated_events() -> tuple[type[Event], ...]:
    """Event classes that other deployments read."""
    return tuple(event for event in events() if event.topic.federated)


@cache
def shapes() -> dict[str, Schema]:
    """Every shape inside federated events, by name."""
    found: dict[str, Schema] = {}
    for event in federated_events():
        found |= event.model_json_schema(mode="validation").get("$defs", {})
    return found


def resolved(schema: Schema) -> Schema:
    """The schema that a reference points to; of a value that may be null, the schema of the value."""
    if "$ref" in schema:
        return shapes()[schema["$ref"].rpartition("/")[2]]
    if "x-fields-of" in schema:
        return shapes()[schema["x-fields-of"]]
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return resolved(choices[0]) if len(choices) == 1 else schema


def is_closed(field: Schema) -> bool:
    """Whether a field is strictly confidential."""
    return bool(field.get("x-classification") == Classification.STRICTLY_CONFIDENTIAL.value)


def _cut(found: Schema, withheld: Withheld) -> Cut | None:
    schema = resolved(found)
    out, within = set(), {}
    for name, field in schema.get("properties", {}).items():
        if is_closed(field) or (schema.get("title", ""), name) in withheld:
            out.add(name)
        elif (inner := _cut(field, withheld)) is not None:
            within[name] = inner
    parts = [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), Mapping)]
    each = _cut(parts[0], withheld) if parts else None
    return Cut(frozenset(out), within, each) if out or within or each else None


@cache
def cut_of(kind: type[Event], withheld: Withheld = frozenset()) -> Cut | None:
    """The cut of an event class; None when it leaves whole."""
    return _cut(kind.model_json_schema(mode="validation"), withheld)
