"""What a deployment keeps back of its own will: ``ACSG_WITHHELD=support-request.gap,support-offer.lines.description``."""

from collections.abc import Iterator, Mapping
from functools import cache

from shared.contracts.reduction.cut import Schema, Withheld, federated_events, is_closed, resolved

SAY_WHO = frozenset({"Consent", "ConsentedView"})
"""Shapes that lose no part: who is left out would be let in where that is not said (WM 17)."""


def _inside(schema: Schema) -> Schema:
    """The object that a field leads to: through references, null, and the items of a list or mapping."""
    found = resolved(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), Mapping):
            return _inside(found[key])
    return found


def _starts(aggregate: str) -> Iterator[Schema]:
    """Where a path may begin: at the content its party wrote, at the aggregate's state, at the event."""
    for kind in federated_events():
        if kind.topic.aggregate != aggregate:
            continue
        event = kind.model_json_schema(mode="validation")
        states = [_inside(field) for field in event["properties"].values()]
        yield from (
            _inside(state["properties"]["content"]) for state in states if "content" in state.get("properties", {})
        )
        yield from states
        yield event


def _find(schema: Schema, path: list[str]) -> tuple[Schema, str] | None:
    name, *rest = path
    field = schema.get("properties", {}).get(name)
    if field is None:
        return None
    return _find(_inside(field), rest) if rest else (schema, name)


@cache
def withheld_fields(setting: str) -> Withheld:
    """Reads the setting: ``<aggregate>.<field>[.<field>]``, comma-separated. A field is kept back wherever its shape stands.

    Raises ValueError naming every path that leads to no field, or to one without which the rest says nothing.
    """
    found: set[tuple[str, str]] = set()
    faults = []
    for one in filter(None, (part.strip() for part in setting.split(","))):
        aggregate, *path = one.split(".")
        hit = next((h for start in _starts(aggregate) if path and (h := _find(start, path))), None)
        if hit is None:
            faults.append(f"{one}: no such field leaves the deployment")
            continue
        schema, name = hit
        if name in schema.get("required", ()) and not is_closed(schema["properties"][name]):
            faults.append(f"{one}: is required, so it cannot be withheld")
        if schema["title"] in SAY_WHO:
            faults.append(f"{one}: says who may see a request, and without it others would; withhold the whole of it")
        found.add((schema["title"], name))
    if faults:
        raise ValueError("; ".join(faults))
    return frozenset(found)
