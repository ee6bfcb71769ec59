"""Reduces what leaves a deployment. Pure: the same for the relay, for pulls by another deployment, for tests."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from shared.contracts.catalogue import event_class
from shared.contracts.classification import Classification
from shared.contracts.reduction.cut import Cut, Withheld, cut_of

Header = tuple[str, bytes]
NOTHING: Withheld = frozenset()


def apply(value: Any, cut: Cut | None) -> Any:
    """A copy of decoded JSON without what the cut leaves out; the value itself is not changed."""
    if cut is None or value is None:
        return value
    if isinstance(value, list):
        return value if cut.each is None else [apply(one, cut.each) for one in value]
    if not isinstance(value, dict):
        return value
    if cut.each is not None:
        kept = ((name, inner) for name, inner in value.items() if name not in cut.out)
        return {name: apply(inner, cut.within.get(name, cut.each)) for name, inner in kept}
    # Most of a body stays as it is: only the few fields that hold something to leave out are gone into.
    found = {name: inner for name, inner in value.items() if name not in cut.out} if cut.out else dict(value)
    for name, inner in cut.within.items():
        if name in found:
            found[name] = apply(found[name], inner)
    return found


@cache
def cut_for(wire_type: str, version: int, withheld: Withheld = NOTHING) -> Cut | None:
    """The cut of a wire type. Raises LookupError for a type this release does not know: what is unknown stays at home."""
    kind = event_class(wire_type, version)
    if kind is None or not kind.topic.federated:
        raise LookupError(f"{wire_type} version {version} is no event that leaves a deployment")
    return cut_of(kind, withheld)


def reduce(wire_type: str, body: Any, withheld: Withheld = NOTHING, version: int = 1) -> Any:
    """The decoded body of an event as other deployments may read it. Raises LookupError."""
    return apply(body, cut_for(wire_type, version, withheld))


@cache
def left_out(wire_type: str, version: int, withheld: Withheld = NOTHING) -> str:
    """JSON pointers of what ``reduce`` leaves out, comma-separated, ``*`` for every item; the header ``ce_withheld``."""
    cut = cut_for(wire_type, version, withheld)
    return ",".join(cut.pointers()) if cut else ""


def reduced_headers(headers: Iterable[Header], said: str) -> list[Header]:
    """Headers of the reduced event: the same identity and place; what was left out is named, without its values."""
    closed, open_ = (c.value.encode() for c in (Classification.STRICTLY_CONFIDENTIAL, Classification.CONFIDENTIAL))
    kept = [(name, open_ if (name, value) == ("ce_classification", closed) else value) for name, value in headers]
    return [*kept, ("ce_withheld", said.encode())] if said else kept
