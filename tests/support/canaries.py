"""A body with every field of an event filled, each text with a canary of its own; says which canaries are closed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from shared.contracts.event import Event
from shared.contracts.reduction.cut import Schema, is_closed, resolved
from shared.contracts.vocabulary import code_list

_CODES = {
    f"Code list {name}": next(iter(code_list(name)))
    for name in ("functional_areas", "support_forms", "decline_reasons", "units")
}


@dataclass
class Canaries:
    """Canary -> where it stands; ``closed`` are those in or below a strictly confidential field."""

    open: dict[str, str] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    _next: Any = field(default_factory=lambda: count(1))

    def sing(self, place: str, *, closed: bool) -> str:
        """A new canary."""
        one = f"canary-{next(self._next):04}x"
        (self.closed if closed else self.open)[one] = place
        return one


def _text(schema: Schema, place: str, canaries: Canaries, *, closed: bool) -> str:
    pattern = schema.get("pattern", "")
    for code in (
        ()
        if re.search(pattern, "canary")
        else (
            "fr",
            "15",
            "2026-01",
            "CRISIS-2026-WCA-001",
            "ASSESSMENT-2026-TCD-001",
            "PLAN-2026-TCD-001",
            "EXPERT-2026-FRA-001",
            "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071",
        )
    ):
        if re.search(pattern, code):
            return code
    canary = canaries.sing(place, closed=closed)
    return next(
        one
        for one in (canary, f"org:{canary}", f"{canary}@example.org", f"https://{canary}")
        if re.search(pattern, one)
    )


def _value(schema: Schema, place: str, canaries: Canaries, *, closed: bool) -> Any:
    if "x-fields-of" in schema:
        return _value(resolved(schema), place, canaries, closed=closed)
    while "anyOf" in schema:
        # Of a value that may be null, the value; of a quantity that may come as a number or as text, the number.
        choices = [one for one in schema["anyOf"] if one.get("type") != "null"]
        schema = {**choices[0], **{k: v for k, v in schema.items() if k != "anyOf"}}
    if str(schema.get("description", "")).startswith("IANA time zone"):
        return "UTC"
    for words, code in _CODES.items():
        if str(schema.get("description", "")).startswith(words):
            return code
    schema = {**resolved(schema), **{k: v for k, v in schema.items() if k.startswith("x-")}}
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "properties" in schema:
        return {
            name: _value(inner, f"{place}/{name}", canaries, closed=closed or is_closed(inner))
            for name, inner in schema["properties"].items()
        }
    if schema.get("type") == "array":
        return [_value(schema["items"], f"{place}/*", canaries, closed=closed)]
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        named = inner if isinstance(inner, Mapping) else {"type": "string"}
        return {"key": _value(named, f"{place}/*", canaries, closed=closed)}
    if schema.get("type") == "number":
        return "1"
    if schema.get("type") == "integer":
        return max(1, schema.get("minimum", 1))
    if schema.get("type") == "boolean":
        return True
    fixed = {"date-time": "2026-01-02T00:00:00Z", "date": "2026-01-02"}.get(schema.get("format", ""))
    if fixed is not None:
        return fixed
    return _text(schema, place, canaries, closed=closed)


def full_body(kind: type[Event]) -> tuple[dict[str, Any], Canaries]:
    """Every field of an event, optional ones too, in the form in which it is stored."""
    canaries = Canaries()
    body = _value(kind.model_json_schema(mode="validation"), "", canaries, closed=False)
    if "request" in body and "content" in body["request"]:
        # Requesting States are States; the canary of their field goes with it.
        (state,) = body["request"]["content"]["requesting_states"]
        body["request"]["content"]["requesting_states"] = ["iso3166:TCD"]
        del canaries.open[state.removeprefix("org:")]
    return body, canaries
