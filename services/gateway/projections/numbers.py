"""Proves from the numbers of a stream that nothing is missing: pure, no clock, in any order of arrival (WM 6).

A number below the last one that is in no gap was here before; one that is in a gap closes it. Where records stood on
their topic tells why numbers may be missing, and decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class EventPlace:
    """An event's number, and where its record stood; without an offset it was not brought by the bus."""

    sequence: int
    topic: str | None = None
    offset: int | None = None


@dataclass(frozen=True)
class Hole:
    """Numbers from ``first`` to ``last`` that did not come, and why as far as is known."""

    first: int
    last: int
    cause: str


@dataclass(frozen=True)
class Advance:
    """How a stream moves: the place it has reached, new holes, and numbers that came after later ones."""

    reached: EventPlace
    holes: tuple[Hole, ...]
    late: tuple[int, ...]


def cause_of(before: EventPlace, after: EventPlace) -> str:
    """Why numbers between two records may be missing."""
    if after.offset is None or after.topic is None:
        return "unknown"
    if before.sequence == 0:
        # The log itself begins later than the stream: its beginning was purged before we came.
        return "retention" if after.offset > 0 else "unknown"
    if before.offset is None or before.topic != after.topic:
        return "unknown"
    if after.offset <= before.offset:
        return "topic_recreated"
    jumped = after.offset - before.offset >= after.sequence - before.sequence
    return "retention" if jumped else "unknown"


def advance(reached: EventPlace, arrived: Iterable[EventPlace]) -> Advance:
    """Takes what arrived of one stream. ``reached`` has sequence 0 for a stream nobody has heard of."""
    holes, late = [], []
    for place in sorted(arrived, key=lambda one: one.sequence):
        if place.sequence <= reached.sequence:
            late.append(place.sequence)
            continue
        if place.sequence > reached.sequence + 1:
            holes.append(Hole(reached.sequence + 1, place.sequence - 1, cause_of(reached, place)))
        # What was pulled stands on no topic: the last place on one stays known.
        known = place if place.offset is not None else EventPlace(place.sequence, reached.topic, reached.offset)
        reached = known
    return Advance(reached, tuple(holes), tuple(late))


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as ranges, both ends included."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def multirange(parts: Iterable[tuple[int, int]]) -> str:
    """Ranges as PostgreSQL writes an ``int8multirange``."""
    return "{" + ",".join(f"[{first},{last + 1})" for first, last in parts) + "}"
