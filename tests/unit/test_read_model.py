"""Pure parts of the read model: numbers of a stream, fields that are erased, what items add to roll-ups."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.projections.erased import without
from services.gateway.projections.numbers import EventPlace, advance, multirange, ranges


@given(st.permutations(list(range(1, 25))), st.integers(1, 7), st.sets(st.integers(1, 24), max_size=6))
def test_whatever_the_order_what_is_missing_is_what_did_not_come(order: list[int], size: int, lost: set[int]) -> None:
    arriving = [n for n in order if n not in lost]
    reached, missing = EventPlace(0), set[int]()
    for start in range(0, len(arriving), size):
        move = advance(reached, [EventPlace(n, "t", n - 1) for n in arriving[start : start + size]])
        missing -= set(move.late)
        for hole in move.holes:
            missing |= set(range(hole.first, hole.last + 1))
        missing -= set(arriving[start : start + size])
        reached = move.reached
    top = max(arriving, default=0)
    assert reached.sequence == top
    assert missing == {n for n in lost if n < top}


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (EventPlace(0), EventPlace(5, "t", 4), "retention"),
        (EventPlace(0), EventPlace(5, "t", 0), "unknown"),
        (EventPlace(3, "t", 2), EventPlace(9, "t", 8), "retention"),
        (EventPlace(3, "t", 2), EventPlace(9, "t", 3), "unknown"),
        (EventPlace(3, "t", 700), EventPlace(9, "t", 0), "topic_recreated"),
        (EventPlace(3, "t", 2), EventPlace(9, "other", 8), "unknown"),
        (EventPlace(3, "t", 2), EventPlace(9), "unknown"),
    ],
)
def test_the_cause_is_said_where_it_can_be_known(before: EventPlace, after: EventPlace, cause: str) -> None:
    assert [hole.cause for hole in advance(before, [after]).holes] == [cause]


def test_what_was_pulled_leaves_the_place_on_the_bus_known() -> None:
    move = advance(EventPlace(3, "t", 2), [EventPlace(4), EventPlace(5)])
    assert (move.reached, move.holes) == (EventPlace(5, "t", 2), ())


def test_ranges_are_what_the_numbers_are() -> None:
    numbers = random.Random(2).sample(range(200), 120)
    found = ranges(numbers)
    assert sorted(n for first, last in found for n in range(first, last + 1)) == sorted(numbers)
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found))
    assert multirange([(1, 3), (7, 7)]) == "{[1,4),[7,8)}"


def test_fields_are_erased_wherever_they_stand() -> None:
    state = {"gap": "x", "lines": [{"text": "x", "id": 1}, {"id": 2}], "by": {"a": {"gap": "x"}, "b": {}}, "a/b": "x"}
    assert without(state, ["/gap", "/lines/*/text", "/by/*/gap", "/a~1b", "/absent/*/x"]) == {
        "lines": [{"id": 1}, {"id": 2}], "by": {"a": {}, "b": {}},
    }  # fmt: skip
    assert state["gap"] == "x"
