"""A filter as data: what a subscription asks for, stored as JSON, checked whole before it is stored (peers' complaint 28).

An object's entries all have to hold: ``{"areas": ["legislation"], "urgent": true}``. Leaves are ``regions``, ``areas``,
``events``, ``kinds``, ``parties``, ``items`` (any of a list) and ``urgent``; ``all`` and ``any`` take a list of objects,
``not`` takes one. A filter sees an item as its reader does (WM 17): what is not shown to the reader matches nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from services.notifications.domain.seen import Seen
from shared.contracts.shapes.lookups import is_party
from shared.contracts.vocabulary import code_list, deployments
from shared.modalities.errors import Fault

DEEPEST, MOST_NODES, MOST_VALUES = 5, 60, 100
_LISTS = ("regions", "areas", "events", "kinds", "parties", "items")
_JOINS = ("all", "any")
_KEYS = (*_LISTS, "urgent", *_JOINS, "not")


def faults(expression: Any, events: Collection[str], kinds: Collection[str], pointer: str = "") -> tuple[Fault, ...]:
    """Every fault of an expression, each with its place; ``events`` and ``kinds``: what one can subscribe to."""
    known: dict[str, Collection[str]] = {
        "regions": deployments(), "areas": code_list("functional_areas"), "events": events, "kinds": kinds,
    }  # fmt: skip
    found = tuple(_faults(expression, known, pointer, 1))
    if not found and _nodes(expression) > MOST_NODES:
        return (Fault(pointer, f"at most {MOST_NODES} conditions", "too_large"),)
    return found


def _faults(one: Any, known: Mapping[str, Collection[str]], at: str, depth: int) -> Iterable[Fault]:
    if not isinstance(one, dict):
        yield Fault(at, "is no object", "not_an_object")
        return
    if depth > DEEPEST:
        yield Fault(at, f"at most {DEEPEST} levels", "too_deep")
        return
    if not one:
        yield Fault(at, "names no condition; one that matches everything would flood its reader", "empty")
    for key, value in one.items():
        here = f"{at}/{key}"
        if key not in _KEYS:
            yield Fault(here, f"is none of {', '.join(_KEYS)}", "unknown_condition")
        elif key == "urgent":
            if not isinstance(value, bool):
                yield Fault(here, "is neither true nor false", "not_a_boolean")
        elif key == "not":
            yield from _faults(value, known, here, depth + 1)
        elif not isinstance(value, list) or not 1 <= len(value) <= MOST_VALUES:
            yield Fault(here, f"is no list of 1 to {MOST_VALUES}", "not_a_list")
        elif key in _JOINS:
            for n, part in enumerate(value):
                yield from _faults(part, known, f"{here}/{n}", depth + 1)
        else:
            yield from _unfit(key, value, known.get(key), here)


def _unfit(key: str, values: list[Any], known: Collection[str] | None, at: str) -> Iterable[Fault]:
    for n, value in enumerate(values):
        if not isinstance(value, str) or not 1 <= len(value) <= 200:
            yield Fault(f"{at}/{n}", "is no text of 1 to 200 characters", "not_a_text")
        elif key == "parties" and not is_party(value):
            yield Fault(f"{at}/{n}", f"'{value}' is no party with its scheme that there is", "unknown_party")
        elif known is not None and value not in known:
            yield Fault(f"{at}/{n}", f"'{value}' is none of {', '.join(sorted(known))}", f"unknown_in_{key}")


def _nodes(one: Mapping[str, Any]) -> int:
    inner = [part for key in _JOINS for part in one.get(key, ())] + ([one["not"]] if "not" in one else [])
    return len(one) + sum(_nodes(part) for part in inner)


def matches(expression: Mapping[str, Any], event_type: str, seen: Seen) -> bool:
    """Whether an event about an item, as its reader sees it, is asked for. The expression has been checked."""
    return all(_holds(key, value, event_type, seen) for key, value in expression.items())


def _holds(key: str, value: Any, event_type: str, seen: Seen) -> bool:
    if key == "all":
        return all(matches(part, event_type, seen) for part in value)
    if key == "any":
        return any(matches(part, event_type, seen) for part in value)
    if key == "not":
        return not matches(value, event_type, seen)
    if key == "urgent":
        return seen.urgent is bool(value)
    there: dict[str, Collection[str | None]] = {
        "regions": (seen.region,), "areas": seen.areas, "events": (event_type,), "kinds": (seen.kind,),
        "parties": seen.parties, "items": (seen.item_id, seen.reference, seen.thread),
    }  # fmt: skip
    return not set(value).isdisjoint(there[key])
