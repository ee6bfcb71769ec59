"""GraphQL documents over the gateway's schema, drawn at random: aliases, fragments, directives, variables, mistakes."""

from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema
from hypothesis import strategies as st

ROOTS = (
    "supportRequests(first: {n})", "supportRequests(first: $first)", 'supportRequests(filter: {{region: "wca"}})',
    'supportRequests(first: 5, filter: {{status: ["in_line"], functionalArea: $area}})', "supportOffers(first: {n})",
    "matches(first: {n})", "openNeeds(first: {n})", "deliveries(first: {n})", "ownCommitments(first: {n})",
    "solicitedRequests(first: {n})", "worklist(first: {n})", "freshness", 'item(key: "request-000004")',
    "item(key: $key)", "supportRequests(first: 0)", 'supportRequests(after: "no cursor")',
)  # fmt: skip
VARIABLES = {"first": "Int!", "yes": "Boolean!", "no": "Boolean = false", "area": "String", "key": "String!"}
ALIASES = ("a", "b", "title", "node", "lines")
DIRECTIVES = ("@skip(if: $yes)", "@include(if: $yes)", "@skip(if: $no)", "@include(if: true)", "@skip(if: true)")


@dataclass
class Document:
    """What is sent."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operationName: str | None = None

    def sent(self) -> dict[str, Any]:
        """The body beside the query."""
        more: dict[str, Any] = {"variables": self.variables}
        return more if self.operationName is None else more | {"operationName": self.operationName}


class _Writer:
    def __init__(self, draw: st.DrawFn, schema: GraphQLSchema) -> None:
        self.draw, self.schema, self.fragments = draw, schema, list[str]()

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def one_of(self, values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def decorated(self, text: str, one_in: int = 8) -> str:
        return f"{text} {self.one_of(DIRECTIVES)}" if self.chance(one_in) else text

    def selection(self, kind: Any) -> str:
        """A selection set of a type; nothing for a leaf."""
        while hasattr(kind, "of_type"):
            kind = kind.of_type
        if not isinstance(kind, GraphQLObjectType):
            return ""
        names = self.draw(st.lists(st.sampled_from([*kind.fields, "__typename"]), min_size=1, max_size=7))
        parts = [self.field(kind, name) for name in names]
        if self.chance(60):
            parts.append(self.one_of(("nothing", "__nothing", "cursor(x: 1)", "...Nowhere")))
        return " { " + " ".join(parts) + " }"

    def field(self, kind: GraphQLObjectType, name: str) -> str:
        alias = f"{self.one_of(ALIASES)}{self.draw(st.integers(0, 3))}: " if self.chance(4) else ""
        inner = "" if name == "__typename" else self.selection(kind.fields[name].type)
        text = alias + self.decorated(name) + inner
        if self.chance(6):
            return f"{self.decorated(self.one_of(('...', f'... on {kind.name}')))} {{ {text} }}"
        if self.chance(8):
            fragment = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {fragment} on {kind.name} {{ {text} }}")
            return self.decorated(f"...{fragment}")
        return text


@st.composite
def documents(draw: st.DrawFn, schema: GraphQLSchema) -> Document:
    """A document; most are valid."""
    writer = _Writer(draw, schema)
    query = schema.query_type
    assert query is not None
    roots = []
    for number in range(draw(st.integers(1, 2))):
        root = writer.one_of(ROOTS).format(n=draw(st.integers(1, 6)))
        kind = query.fields[root.partition("(")[0]].type
        roots.append(writer.decorated(f"r{number}: {root}", 15) + writer.selection(kind))
    text = " ".join((*roots, *writer.fragments))
    used = [name for name in VARIABLES if f"${name}" in text]
    declared = ", ".join(f"${name}: {VARIABLES[name]}" for name in used)
    values: dict[str, Any] = {"first": draw(st.integers(1, 5)), "yes": draw(st.booleans()), "no": draw(st.booleans()),
                              "area": "registration", "key": "offer-000003"}  # fmt: skip
    variables = {name: values[name] for name in used if not writer.chance(40)}
    head = f"query One({declared})" if declared else "query One"
    whole = f"{head} {{ {' '.join(roots)} }} {' '.join(writer.fragments)}"
    if writer.chance(6):
        return Document(
            whole + " query Two { freshness { region } }", variables, writer.one_of(("One", "Two", "Three"))
        )
    return Document(whole, variables)
