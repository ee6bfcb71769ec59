"""What a JSON Schema promises its readers, as plain lines, so that a change that breaks one can be named.

A line says where a field is, of which types, and whether it is always there: ``/request/title string always``. A reader of
an earlier release relies on each line; additive change leaves every line as it was and adds others.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def promises(schema: Schema) -> list[str]:
    """Every line of a schema, sorted."""
    return sorted(set(_walk(schema, "", schema.get("$defs", {}), ())))


def broken(before: list[str], after: list[str]) -> list[str]:
    """Lines of an earlier release that hold no more: a field removed, of other types, or not always there any more."""
    return sorted(set(before) - set(after))


def _walk(schema: Schema, path: str, defined: Schema, seen: tuple[str, ...]) -> Iterator[str]:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        name = reference.rpartition("/")[2]
        if name not in seen:
            yield from _walk(defined[name], path, defined, (*seen, name))
        return
    for choice in schema.get("anyOf", ()):
        yield from _walk(choice, path, defined, seen)
    always = set(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}/{name} {' or '.join(_types(inner, defined))} {'always' if name in always else 'perhaps'}"
        yield from _walk(inner, f"{path}/{name}", defined, seen)
    items = schema.get("items", schema.get("additionalProperties"))
    if isinstance(items, Mapping):
        yield f"{path}/* {' or '.join(_types(items, defined))}"
        yield from _walk(items, f"{path}/*", defined, seen)


def _types(schema: Schema, defined: Schema) -> list[str]:
    if isinstance(reference := schema.get("$ref"), str):
        return _types(defined[reference.rpartition("/")[2]], defined)
    if "anyOf" in schema:
        return sorted({kind for choice in schema["anyOf"] for kind in _types(choice, defined)})
    if "enum" in schema:
        return [f"one of {', '.join(sorted(map(str, schema['enum'])))}"]
    return [str(schema.get("const", schema.get("type", "anything")))]
