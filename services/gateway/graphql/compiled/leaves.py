"""Leaves a plan knows: a value of exactly the right type, in the form the ordinary path gives it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from graphql import GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLNamedType, GraphQLString


class Unknown(Exception):
    """Neither the selection nor the value is an error by this; the ordinary path is to decide."""


Leaf = Callable[[Any], Any]
"""A value that is not None -> its form in the answer. Raises Unknown."""

AS_IT_IS: Mapping[GraphQLNamedType, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Scalars whose values of that very type are already in their form."""


def _int(value: Any) -> int:
    if type(value) is int and -0x80000000 <= value <= 0x7FFFFFFF:
        return value
    raise Unknown


def _float(value: Any) -> float:
    if type(value) is float and isfinite(value):
        return value
    raise Unknown


def _moment(value: Any) -> str:
    if type(value) is datetime:
        return value.isoformat()
    raise Unknown


def _json(value: Any) -> Any:
    if type(value) in {dict, list, str, int, float, bool}:
        return value
    raise Unknown


_BUILT_IN: Mapping[GraphQLNamedType, Leaf] = {GraphQLInt: _int, GraphQLFloat: _float}
_OURS: Mapping[str, Leaf] = {"DateTime": _moment, "JSON": _json}


def leaf_of(kind: GraphQLNamedType) -> Leaf:
    """How the values of a scalar that are not as they are get written. Raises Unknown for one that is in no table."""
    found = _BUILT_IN.get(kind) or _OURS.get(kind.name)
    if found is None:
        raise Unknown
    return found
