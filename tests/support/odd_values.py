"""Values nobody should send, for every argument and input field of a schema, found by walking it."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)


def _b64(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


TEXTS = [
    "\0", "a\0b", "x" * 30_000, "%00", "' or 1=1 --", "\uffff", "\U0001d4b3\u0301", "", " ", "\u202e\u2066", "{}", "-1",
    _b64("9999-12-31T23:59:59-12:00|x"), _b64("0001-01-01T00:00:00+14:00|x"), _b64("2026-01-01T00:00:00|x"),
    _b64("2026-01-01T00:00:00+00:00|\0"), _b64("2026-01-01T00:00:00+00:00|" + "x" * 999), _b64("|"), _b64("\0"),
    _b64("wca/request/\0"), _b64("wca/\0/x"), _b64("\0/request/x"), _b64("a/b"), _b64("a/b/c/d"), _b64("wca/nothing/x"),
    "====", "é", "_w==", "AAA", "iso3166:\0", "line\nbreak", "tab\t", "\x7f\x1b",
]  # fmt: skip
MOMENTS = [
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
    "2026-01-01T00:00:00", "2026-01-01", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00+25:00", "2026-01-01T24:00:00Z", "-2026-01-01T00:00:00Z",
    "+10000-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "2026-W01-1T00:00:00Z", "2026-01-01T00:00:00\0Z", "now", "", 0, -1, 2**63, 1.5, True, None,
]  # fmt: skip
WHOLE = [
    2**31 - 1,
    -(2**31),
    2**31,
    -1,
    0,
    2**53,
    2**63 - 1,
    2**63,
    2**64,
    -(2**63),
    1.5,
    1e300,
    "1",
    "\0",
    True,
    None,
    [],
]
ANYTHING = [
    None, 1, 2**63, -(2**63) - 1, 1e308, "\0", {"\0": 1}, {"a": ["\0"]}, {"a": {"b": "x\0"}}, [], [[[]]], {"": ""}, {"a": "x" * 30_000},
    {"title": "\ud83d\ude00"}, True,
]  # fmt: skip
DEEP = json.loads("[" * 300 + "]" * 300)
OF_TYPE: dict[str, list[Any]] = {
    "String": [*TEXTS, 5, None, []], "ID": [*TEXTS, 2**63, None], "DateTime": MOMENTS, "Date": MOMENTS, "Int": WHOLE,
    "Float": [*WHOLE, "NaN"], "Boolean": [None, 0, "\0", []], "JSON": [*ANYTHING, DEEP], "Decimal": [*WHOLE, "NaN", "1e999", "Infinity"],
    "UUID": TEXTS,
}  # fmt: skip
GOOD: dict[str, Any] = {"String": "x", "ID": "x", "DateTime": "2026-01-01T00:00:00Z", "Date": "2026-01-01", "Int": 1,
                        "Float": 1.0, "Boolean": True, "JSON": {}, "Decimal": "1", "UUID": "0" * 32}  # fmt: skip


class Case(NamedTuple):
    """One operation with one odd value in it."""

    where: str
    query: str
    variables: dict[str, Any]


def good(kind: Any) -> Any:
    """A value that its type takes."""
    if str(kind).endswith("!"):
        return good(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [good(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {n: good(f.type) for n, f in kind.fields.items() if is_required_input_field(f)}
    return GOOD[get_named_type(kind).name]


def odd(kind: Any, deep: int = 0) -> Iterator[tuple[str, Any]]:
    """Odd values of a type, each with its place in it."""
    if str(kind).endswith("!"):
        yield from odd(kind.of_type, deep)
    elif isinstance(kind, GraphQLList):
        yield "", []
        yield from ((f"[]{at}", [value]) for at, value in odd(kind.of_type, deep))
    elif isinstance(kind, GraphQLEnumType):
        yield from (("", value) for value in ("nothing", "\0", 5))
    elif isinstance(kind, GraphQLInputObjectType):
        if deep < 4:
            for name, field in kind.fields.items():
                yield from ((f".{name}{at}", good(kind) | {name: value}) for at, value in odd(field.type, deep + 1))
    else:
        yield from (("", value) for value in OF_TYPE[get_named_type(kind).name])


def _asked(kind: Any, deep: int = 0) -> str:
    """A selection of what can be asked without arguments."""
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if not isinstance(named, GraphQLObjectType | GraphQLInterfaceType) or deep > 2:
        return "{ __typename }"
    plain = [name for name, field in named.fields.items()
             if not any(map(is_required_argument, field.args.values())) and (deep < 2 or is_leaf_type(get_named_type(field.type)))]  # fmt: skip
    return "{ __typename " + " ".join(f"{n} {_asked(named.fields[n].type, deep + 1)}" for n in plain[:12]) + " }"


def fields_with_arguments(schema: GraphQLSchema, root: GraphQLObjectType) -> Iterator[tuple[list[str], GraphQLField]]:
    """Every field that takes arguments, each once, with the way to it from a root."""
    seen: set[str] = set()
    pending: list[tuple[list[str], Any]] = [([], root)]
    while pending:
        way, kind = pending.pop(0)
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or kind.name in seen:
            continue
        seen.add(kind.name)
        for name, field in kind.fields.items():
            if field.args:
                yield [*way, name], field
            if not any(map(is_required_argument, field.args.values())):
                pending.append(([*way, name], get_named_type(field.type)))


def cases(schema: GraphQLSchema, operation: str) -> Iterator[Case]:
    """Every argument of every field of an operation's root, and of what hangs on it, with every odd value."""
    root = {"query": schema.query_type, "mutation": schema.mutation_type, "subscription": schema.subscription_type}[
        operation
    ]
    assert root is not None
    for way, field in fields_with_arguments(schema, root):
        for name, argument in field.args.items():
            for at, value in odd(argument.type):
                yield Case(f"{'.'.join(way)}({name}{at})", *_operation(operation, way, field, name, argument, value))


def _operation(
    operation: str, way: list[str], field: GraphQLField, name: str, argument: GraphQLArgument, value: Any
) -> tuple[str, dict[str, Any]]:
    needed = {n: a for n, a in field.args.items() if n == name or is_required_argument(a)}
    declared = ", ".join(f"${n}: {a.type}" for n, a in needed.items())
    given = ", ".join(f"{n}: ${n}" for n in needed)
    inner = f"{way[-1]}({given}) {_asked(field.type)}"
    for outer in reversed(way[:-1]):
        inner = f"{outer} {{ {inner} }}"
    variables = {n: value if n == name else good(a.type) for n, a in needed.items()}
    if operation == "mutation" and "key" in needed and name != "key":
        # One that no command had: a bad or a used one is refused before anything else is looked at.
        variables["key"] = sha256(repr((way, name, value)).encode()).hexdigest()[:32]
    return f"{operation}({declared}) {{ {inner} }}", variables


def literal(value: Any) -> str:
    """A JSON value as it stands in a document; keys that are no names are left out."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {literal(v)}" for k, v in value.items() if k.isidentifier()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value)


def in_document(case: Case) -> Case:
    """The same case with its values in the document instead of variables."""
    _, _, rest = case.query.partition("{")
    operation = case.query.partition("(")[0]
    for name, value in case.variables.items():
        rest = rest.replace(f"{name}: ${name}", f"{name}: {literal(value)}", 1)
    return Case(case.where, f"{operation} {{{rest}", {})
