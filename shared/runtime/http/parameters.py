"""Parameters of an address are held against what the document says of them, before anything else is looked at.

A name that nothing knows, a filter value that there is not, a number out of range: each is a fault that names what there is.
Taken in silence, each of them would look like "nothing happened". The route says its parameters once (``described``); what it
says is what holds here, so no route checks, or forgets, by itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import Request

from shared.contracts import filter_values
from shared.contracts.incoming import A_MOMENT, moment_of
from shared.modalities.errors import Fault, Invalid

FILTER, LISTED = "x-acsg-filter", "x-acsg-listed"
"""Which filter of the one table a parameter is; and that its values come in one text, separated by commas."""
Described = Sequence[Mapping[str, Any]]


def checked(request: Request, parameters: Described) -> None:
    """Raises Invalid naming every fault of the query."""
    given = request.query_params.multi_items() if request.scope["query_string"] else []
    if not given and not parameters:
        return
    if found := tuple(_faults(given, [one for one in parameters if one["in"] == "query"])):
        raise Invalid(found, "invalid_parameters")


def _faults(given: Sequence[tuple[str, str]], parameters: Described) -> Iterator[Fault]:
    known = {str(one["name"]): one for one in parameters}
    seen: dict[str, int] = {}
    for name, value in given:
        if name not in known:
            words = "unknown here; known are " + ", ".join(known) if known else "nothing can be asked for here"
            yield Fault(f"/parameters/{name[:100]}", words, "unknown_parameter")
            continue
        seen[name] = seen.get(name, 0) + 1
        schema = known[name]["schema"]
        if schema.get("type") == "array":
            yield from _value(name, value, schema["items"], known[name])
        elif seen[name] == 2:
            yield Fault(f"/parameters/{name}", "given more than once", "parameter")
        elif seen[name] == 1:
            yield from _value(name, value, schema, known[name])
    for name, one in known.items():
        if one["required"] and name not in seen:
            yield Fault(f"/parameters/{name}", "is needed", "parameter")


def _value(name: str, value: str, schema: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[Fault]:
    at = f"/parameters/{name}"
    if wrong := _form(value, schema):
        yield Fault(at, wrong, "parameter")
        return
    if one.get(FILTER) in filter_values.CHECKS:
        for part in value.split(",") if one.get(LISTED) else [value]:
            yield from filter_values.faults(one[FILTER], part, at)


def _form(value: str, schema: Mapping[str, Any]) -> str | None:
    """What is wrong with the form of a value, in words."""
    if "enum" in schema:
        return None if value in schema["enum"] else f"'{value[:100]}' is none of {', '.join(map(str, schema['enum']))}"
    if schema.get("type") == "integer":
        least, most = schema["minimum"], schema["maximum"]
        plain = value.isascii() and value.isdigit() and len(value) <= 19
        return None if plain and least <= int(value) <= most else f"a number from {least} to {most}"
    if schema.get("format") == "date-time":
        return None if moment_of(value) else A_MOMENT
    least, most = schema.get("minLength", 0), schema.get("maxLength", 10_000)
    if not least <= len(value) <= most:
        return f"{least} to {most} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return f"'{value[:100]}' is not of the form {schema['pattern']}"
    return None
