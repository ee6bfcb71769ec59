"""Nothing that a caller writes is without a bound: every text, list and object in a body of any service has a most."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from services.notifications.domain.filters import DEEPEST, MOST_NODES, MOST_VALUES, faults
from services.roster.http.imports import LARGER
from shared.runtime.http.middleware import MAX_BODY
from tests.unit.test_policy_rows import SERVICES, app_of

LONGEST = 20_000
FORMATS = {"date", "date-time", "uuid", "time"}
ELSEWHERE = {"filter", "only"}
"""Free objects that a check of their own bounds: filters (tested below)."""
Schema = Mapping[str, Any]


def width(pattern: str) -> float:
    """Of the longest text that a pattern takes."""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return float("inf")
    return float(re._parser.parse(pattern).getwidth()[1])  # type: ignore[attr-defined]


def text_is_bounded(schema: Schema) -> bool:
    if {"enum", "const"} & set(schema) or schema.get("format") in FORMATS:
        return True
    if schema.get("format") == "binary":  # a file, whole in one body
        return bool(schema.get("maxLength", float("inf")) <= max(MAX_BODY, *LARGER.values()))
    return schema.get("maxLength", float("inf")) <= LONGEST or width(schema.get("pattern", "")) <= LONGEST


def unbounded(
    schema: Schema, known: Mapping[str, Schema], at: str = "", inside: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Pointers to what has no most."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        if name not in inside:
            yield from unbounded(known[name], known, at, inside | {name})
        return
    for way in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(way, ()):
            yield from unbounded(one, known, at, inside)
    kind = schema.get("type")
    if kind == "string" and not text_is_bounded(schema):
        yield at
    if kind == "array":
        if "maxItems" not in schema:
            yield at
        yield from unbounded(schema.get("items", {}), known, at + "/*", inside)
    if kind == "object":
        free = schema.get("additionalProperties")
        if free and at.rpartition("/")[2] not in ELSEWHERE and "maxProperties" not in schema:
            yield at
        if isinstance(free, Mapping):
            yield from unbounded(free, known, at + "/*", inside)
    for name, one in schema.get("properties", {}).items():
        yield from unbounded(one, known, f"{at}/{name}", inside)


def bodies(document: Schema) -> Iterator[tuple[str, Schema]]:
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            for content in described.get("requestBody", {}).get("content", {}).values():
                yield f"{method.upper()} {path}", content["schema"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_body_is_bounded(service: str) -> None:
    document = app_of(service).openapi()
    known = document["components"]["schemas"]
    found = [f"{name} {at}" for name, schema in bodies(document) for at in unbounded(schema, known)]
    assert found == []
    assert service == "gateway" or len(list(bodies(document))) > 3


@pytest.mark.control
def test_what_is_planted_without_a_bound_is_found() -> None:
    class Inner(BaseModel):
        text: str
        code: Literal["a"]

    class Planted(BaseModel):
        text: str
        long: str = Field(max_length=10**6)
        loose: str = Field(pattern=r"^[a-z]+$")
        prefix: str = Field(pattern=r"^https?://")
        fine: str = Field(max_length=10)
        listed: tuple[Inner, ...]
        some: tuple[Inner, ...] | None = Field(max_length=3)
        named: dict[str, int]
        anything: dict[str, Any]

    schema = Planted.model_json_schema()
    found = set(unbounded(schema, schema["$defs"]))
    assert found == {
        "/text", "/long", "/loose", "/prefix", "/listed", "/listed/*/text", "/some/*/text", "/named", "/anything",
    }  # fmt: skip


def test_a_filter_is_bounded_by_its_own_check() -> None:
    deep: dict[str, Any] = {"urgent": True}
    for _ in range(DEEPEST):
        deep = {"not": deep}
    wide = {"any": [{"urgent": True}] * MOST_NODES}
    many = {"items": ["x"] * (MOST_VALUES + 1)}
    long = {"items": ["x" * 201]}
    assert all(faults(one, (), ()) for one in (deep, wide, many, long))
    assert faults({"items": ["x" * 200] * MOST_VALUES}, (), ()) == ()
