"""GraphQL operations of chance over a schema: good values, values of things that are there, and odd ones, side by side.

hypothesis-graphql makes such operations too; on a schema whose types name each other as ours do it makes less than two a
second, and it knows of no thing that is there.
"""

import copy
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from tests.support.odd_values import ANYTHING, GOOD, MOMENTS, TEXTS, WHOLE, Case, in_document, odd

ODD_ONES = (0.0, 0.05, 0.2, 0.5)
"""How likely a value is odd, one of these for each operation: an odd value hides what the ones after it would show."""
WIDTH, DEPTH = 7, 4
"""Fields side by side, and below each other, at most: within the limits of a document."""
PROBLEM = "{ state version problem { status code title detail faults } }"


@dataclass(frozen=True)
class Known:
    """What is there: values by the name of an argument, and bodies by the name of a root field."""

    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    bodies: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class Chance:
    """The same seed makes the same operations; every root field has its turn."""

    def __init__(self, schema: GraphQLSchema, seed: str, known: Known) -> None:
        assert schema.query_type
        assert schema.mutation_type
        self._chance, self._known, self._odd = random.Random(seed), known, 0.0
        self._commands = schema.mutation_type.fields
        self._roots = [("query", *one) for one in schema.query_type.fields.items()]
        self._roots += [("mutation", *one) for one in schema.mutation_type.fields.items()]
        self._turn: list[tuple[str, str, GraphQLField]] = []
        self._declared: list[str] = []
        self._variables: dict[str, Any] = {}

    def operation(self) -> Case:
        """The next one."""
        chance = self._chance
        if not self._turn:
            self._turn = chance.sample(self._roots, len(self._roots))
        kind, name, root = self._turn.pop()
        self._odd, self._declared, self._variables = chance.choice(ODD_ONES), [], {}
        arguments = self._arguments(root.args, name)
        selection = PROBLEM if get_named_type(root.type).name == "CommandResult" else self._selection(root.type, 1)
        declared = f"({', '.join(self._declared)})" if self._declared else ""
        case = Case(name, f"{kind}{declared} {{ {name}{arguments} {selection} }}", self._variables)
        return in_document(case) if chance.random() < 0.3 else case

    def some(self, of: Sequence[Case], count: int) -> list[Case]:
        """So many of others."""
        return self._chance.sample(of, min(count, len(of)))

    def _arguments(self, arguments: Mapping[str, GraphQLArgument], root: str) -> str:
        given = []
        for name, one in arguments.items():
            if is_required_argument(one) or self._chance.random() < 0.5:
                variable = f"v{len(self._declared)}" if name in self._variables else name
                self._declared.append(f"${variable}: {one.type}")
                self._variables[variable] = self._value(one.type, name, root)
                given.append(f"{name}: ${variable}")
        return f"({', '.join(given)})" if given else ""

    def _value(self, kind: Any, name: str, root: str) -> Any:
        chance = self._chance
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, name, root)
        if chance.random() < self._odd:
            return chance.choice([value for _, value in odd(kind)])
        if isinstance(kind, GraphQLList):
            return [self._value(kind.of_type, name, root) for _ in range(chance.choice((0, 1, 1, 2)))]
        if isinstance(kind, GraphQLEnumType):
            return chance.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            fields = {n: f for n, f in kind.fields.items() if is_required_input_field(f) or chance.random() < 0.3}
            return {n: self._value(f.type, n, root) for n, f in fields.items()}
        if kind.name == "JSON" and root in self._known.bodies:
            body = copy.deepcopy(chance.choice(self._known.bodies[root]))
            return self._spoiled(body) if chance.random() < 0.6 else body
        if name == "key" and root in self._commands:
            return f"{chance.getrandbits(64):016x}"  # one that was used shows nothing but that
        if kind.name == "Int":
            return chance.choice((1, 1, 1, 2, 3, 50))
        return chance.choice(self._known.values.get(name) or [GOOD[kind.name]])

    def _spoiled(self, body: Any) -> Any:
        """A body with one part of it gone, or something else than it should be."""
        chance, whole = self._chance, {"": body}
        at: Any = whole
        key: Any = ""
        while isinstance(at[key], dict | list) and at[key] and chance.random() < 0.8:
            at = at[key]
            key = chance.choice(list(at)) if isinstance(at, dict) else chance.randrange(len(at))
        if chance.random() < 0.2 and at is not whole:
            del at[key]
        else:
            at[key] = chance.choice(chance.choice((ANYTHING, TEXTS, MOMENTS, WHOLE)))
        return whole[""]

    def _selection(self, kind: Any, deep: int) -> str:
        named = get_named_type(kind)
        if is_leaf_type(named):
            return ""
        if not isinstance(named, GraphQLObjectType | GraphQLInterfaceType) or deep > DEPTH:
            return "{ __typename }"
        chance, parts = self._chance, ["__typename"]
        for name, one in chance.sample(list(named.fields.items()), min(len(named.fields), chance.randint(1, WIDTH))):
            parts.append(f"{name}{self._arguments(one.args, name)} {self._selection(one.type, deep + 1)}")
        return "{ " + " ".join(parts) + " }"
