"""How many partitions a reader reads: those that the broker has lately answered about, not those that it was once given."""

from typing import cast

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.runtime.kafka.sources import ANSWERED_S, heard_of

NOW = 1_800_000_000.0


class Polled:
    """A client with these partitions, each last answered about so many seconds ago; None: never."""

    def __init__(self, *ages: float | None) -> None:
        self._ages = {TopicPartition("one", number): age for number, age in enumerate(ages)}

    def assignment(self) -> set[TopicPartition]:
        return set(self._ages)

    def last_poll_timestamp(self, partition: TopicPartition) -> int | None:
        age = self._ages[partition]
        return None if age is None else int((NOW - age) * 1000)


@pytest.mark.parametrize(
    ("ages", "read"),
    [((), 0), ((1, 2, 3), 3), ((1, None), 1), ((ANSWERED_S - 1, ANSWERED_S), 1), ((3600, 3600), 0), ((None, None), 0)],
)
def test_only_what_the_broker_answered_about_is_read(ages: tuple[float | None, ...], read: int) -> None:
    assert heard_of(cast(AIOKafkaConsumer, Polled(*ages)), NOW) == read
