"""Identifiers: version 7 of RFC 9562, sorted by time, never the same twice."""

import uuid
from datetime import UTC, datetime

from shared.runtime.clock import FixedClock
from shared.runtime.identifiers import new_id


def test_identifiers_are_version_7_carry_their_moment_and_differ() -> None:
    moment = datetime(2026, 3, 2, 9, 30, 0, 123000, tzinfo=UTC)
    found = [new_id(FixedClock(moment)) for _ in range(2000)]
    read = [uuid.UUID(one) for one in found]
    assert {one.version for one in read} == {7}
    assert {one.variant for one in read} == {uuid.RFC_4122}
    assert {one.int >> 80 for one in read} == {int(moment.timestamp() * 1000)}
    assert [str(one) for one in read] == found
    assert len(set(found)) == 2000


def test_a_later_one_sorts_after() -> None:
    clock = FixedClock(datetime(2026, 3, 2, tzinfo=UTC))
    before = new_id(clock)
    clock.advance(milliseconds=1)
    assert before < new_id(clock)
