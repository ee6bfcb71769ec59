"""What a resolver may know of its own selection: whether all of it has a plan, before anything is read for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from weakref import finalize

from graphql import (
    GraphQLList,
    GraphQLObjectType,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    get_nullable_type,
)
from graphql.execution.collect_fields import (
    CollectedFields,
    FieldDetails,
    FieldDetailsList,
    FragmentDetails,
    collect_subfields,
)
from graphql.execution.values import VariableValues
from graphql.language import FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode

from services.gateway.graphql.compiled.leaves import Unknown
from services.gateway.graphql.compiled.plan import Mapper, mapper_of
from services.gateway.graphql.compiled.signature import signature_of

Place = tuple[int, ...]
"""A root field by its nodes in a document: for as long as that is kept, they are its own."""


@dataclass(frozen=True)
class ListPlan:
    """How the entries of one list are completed. ``called``: in the answer; ``selection``: the same for the same selection."""

    called: str
    name: str
    mapper: Mapper
    selection: bytes


class Selection:
    """Collects fields as an executor does, of a selection that no variable and no directive decides on."""

    def __init__(self, info: GraphQLResolveInfo[Any]) -> None:
        self._info = info
        self._fragments = {name: FragmentDetails(one) for name, one in info.fragments.items()}

    def collect_subfields(self, return_type: GraphQLObjectType, details: FieldDetailsList, /) -> CollectedFields:
        """Response names of a selection on a type, each with its fields."""
        info, none = self._info, VariableValues({}, {})
        return collect_subfields(info.schema, self._fragments, none, info.operation, return_type, details)


class Plans:
    """Plans of the lists that root fields were asked for. They go with their operation: no document is kept for them."""

    def __init__(self) -> None:
        self._kept: dict[int, dict[Place, list[ListPlan] | None]] = {}

    def of(self, info: GraphQLResolveInfo[Any], names: frozenset[str]) -> list[ListPlan] | None:
        """A plan for each of these list fields of the object that a root field gives; None where one has none."""
        kept, place = self._of_operation(info.operation), tuple(id(node) for node in info.field_nodes)
        if place not in kept:
            try:
                kept[place] = None if _decided(info) else list(_made(info, names))
            except Unknown:
                kept[place] = None
        return kept[place]

    def __len__(self) -> int:
        return len(self._kept)

    def _of_operation(self, operation: OperationDefinitionNode) -> dict[Place, list[ListPlan] | None]:
        # Nodes are equal by what they say, and that is dear to find out: one is known by where it lies while it does.
        own = id(operation)
        if own not in self._kept:
            self._kept[own] = {}
            finalize(operation, self._kept.pop, own, None).atexit = False
        return self._kept[own]


def _made(info: GraphQLResolveInfo[Any], names: frozenset[str]) -> Iterator[ListPlan]:
    selection, kind = Selection(info), get_nullable_type(info.return_type)
    if not isinstance(kind, GraphQLObjectType):
        raise Unknown
    root = [FieldDetails(node, None) for node in info.field_nodes]
    for called, details in selection.collect_subfields(kind, root)[0].items():
        if (name := details[0].node.name.value) not in names:
            continue
        of = get_nullable_type(kind.fields[name].type)
        if not isinstance(of, GraphQLList):
            raise Unknown
        mapper = mapper_of(selection, of.of_type, details)
        said = repr(signature_of(selection, of.of_type, details))
        yield ListPlan(called, name, mapper, sha256(said.encode()).digest())


def _decided(info: GraphQLResolveInfo[Any]) -> bool:
    """Whether a directive stands anywhere in a selection: then variables decide what it asks for."""
    return any(node.directives or _in(node.selection_set, info.fragments) for node in info.field_nodes)


def _in(selected: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode]) -> bool:
    for one in selected.selections if selected is not None else ():
        inner: Any = fragments[one.name.value] if isinstance(one, FragmentSpreadNode) else one
        if one.directives or inner.directives or _in(inner.selection_set, fragments):
            return True
    return False


class Finished:
    """Lists that were completed by their resolver, by what they are called; the executor takes them as they are."""

    def __init__(self) -> None:
        self._lists: dict[str, list[Any]] = {}

    def add(self, called: str, entries: list[Any]) -> None:
        """The entries of a list, in their form in the answer."""
        self._lists[called] = entries

    def of(self, called: str | int) -> list[Any]:
        """Those of one list. Raises KeyError for one that was not planned."""
        return self._lists[str(called)]
