"""What a selection asks for, as a value: two selections with the same signature give the same of the same object."""

from collections.abc import Hashable

from graphql import GraphQLObjectType, GraphQLOutputType, get_named_type
from graphql.execution.collect_fields import FieldDetailsList

from services.gateway.graphql.compiled.plan import Collects


def signature_of(executor: Collects, kind: GraphQLOutputType, details: FieldDetailsList) -> Hashable:
    """Of a selection that has a plan: type, and each response name with its field and what is selected of it, in order.

    A selection with a plan has no arguments, and its variables decide of nothing but what is collected.
    """
    named = get_named_type(kind)
    if not isinstance(named, GraphQLObjectType):
        return named.name
    collected, _, _ = executor.collect_subfields(named, details)
    return named.name, tuple(
        (name, found[0].node.name.value, _of_field(executor, named, found)) for name, found in collected.items()
    )


def _of_field(executor: Collects, parent: GraphQLObjectType, details: FieldDetailsList) -> Hashable:
    field = parent.fields.get(details[0].node.name.value)
    return None if field is None else signature_of(executor, field.type, details)
