"""From a selection to one function: an object of the schema in, its part of the answer out."""

from collections.abc import Callable
from operator import attrgetter, methodcaller
from typing import Any, Protocol

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetailsList
from strawberry.types.field import StrawberryField

from services.gateway.graphql.compiled.leaves import AS_IT_IS, Unknown, leaf_of

Mapper = Callable[[Any], Any]
"""A value as a resolver gives it -> the same completed. Raises Unknown, or what a resolver raises."""


class Collects(Protocol):
    """The part of an executor that knows fragments, variables, ``@skip`` and ``@include``."""

    def collect_subfields(self, return_type: GraphQLObjectType, details: FieldDetailsList, /) -> CollectedFields:
        """Response names of a selection on a type, each with its fields."""
        ...


def mapper_of(executor: Collects, kind: GraphQLOutputType, details: FieldDetailsList) -> Mapper:
    """The mapper of a field's type and selection. Raises Unknown when some part of it is not plain."""
    if (plain := _plain(kind)) is not None:
        return _of_types(plain)
    if isinstance(kind, GraphQLNonNull):
        return _value_of(executor, kind.of_type, details)
    mapper = _value_of(executor, kind, details)
    return lambda value: None if value is None else mapper(value)


def _plain(kind: GraphQLOutputType) -> frozenset[type] | None:
    """Types of values that need nothing done to them; None for a type that has no such values."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    exact = AS_IT_IS.get(inner) if isinstance(inner, GraphQLScalarType) else None
    if exact is None:
        return None
    return frozenset({exact}) if inner is not kind else frozenset({exact, type(None)})


def _of_types(plain: frozenset[type]) -> Mapper:
    def same(value: Any) -> Any:
        if type(value) in plain:
            return value
        raise Unknown

    return same


def _value_of(executor: Collects, kind: GraphQLOutputType, details: FieldDetailsList) -> Mapper:
    """For a value that must be there: every mapper below refuses None with Unknown."""
    if isinstance(kind, GraphQLList):
        plain = _plain(kind.of_type)
        return _list_of(mapper_of(executor, kind.of_type, details)) if plain is None else _list_as_it_is(plain)
    if isinstance(kind, GraphQLObjectType) and kind.is_type_of is None:
        return _object_of(executor, kind, details)
    if isinstance(kind, GraphQLScalarType):
        return leaf_of(kind)
    raise Unknown


def _list_of(mapper: Mapper) -> Mapper:
    def items(value: Any) -> Any:
        if type(value) is not list:
            raise Unknown
        return [mapper(one) for one in value]

    return items


def _list_as_it_is(plain: frozenset[type]) -> Mapper:
    def items(value: Any) -> Any:
        if type(value) is list and plain.issuperset(map(type, value)):
            return value
        raise Unknown

    return items


def _object_of(executor: Collects, kind: GraphQLObjectType, details: FieldDetailsList) -> Mapper:
    definition = kind.extensions.get("strawberry-definition")
    collected, deferred, _ = executor.collect_subfields(kind, details)
    if deferred or definition is None:
        raise Unknown
    origin, fields = definition.origin, [(name, *_field(executor, kind, found)) for name, found in collected.items()]

    def mapped(value: Any) -> Any:
        if type(value) is not origin:
            raise Unknown
        return {name: complete(read(value)) for name, read, complete in fields}

    return mapped


def _field(executor: Collects, parent: GraphQLObjectType, details: FieldDetailsList) -> tuple[Mapper, Mapper]:
    """How a field is read from its object, and how what is read is completed."""
    node = details[0].node
    if node.name.value == "__typename":
        return attrgetter("__class__"), lambda _: parent.name
    field = parent.fields[node.name.value]
    return _reader_of(field, node), mapper_of(executor, field.type, details)


def _reader_of(field: GraphQLField, node: FieldNode) -> Mapper:
    """What resolves the field: an attribute, or a method of the object alone. Raises Unknown for anything more."""
    ours = field.extensions.get("strawberry-definition")
    if field.args or node.arguments or not isinstance(ours, StrawberryField) or ours.extensions:
        raise Unknown
    resolver = ours.base_resolver
    if resolver is None:
        return attrgetter(ours.python_name)
    if resolver.is_async or list(resolver.signature.parameters) != ["self"]:
        raise Unknown
    return methodcaller(resolver.name)
