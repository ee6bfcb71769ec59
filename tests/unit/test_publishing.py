"""What a refusal of the broker means for a row: refused for good, or waits for its turn."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    TopicAuthorizationFailedError,
    UnknownError,
)

from shared.runtime.kafka.publishing import DOUBTS, Publisher, PublishOutcome
from shared.runtime.kafka.twins import Outgoing


class Batch:
    """Takes four records."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def append(self, *, value: bytes, **_: object) -> object | None:
        if len(self.bodies) == 4:
            return None
        self.bodies.append(value)
        return self.bodies


class Broker:
    """Answers a batch with an error when a record in it asks for that."""

    def __init__(self, errors: dict[bytes, KafkaError]) -> None:
        self.errors = errors
        self.batches: list[list[bytes]] = []

    def create_batch(self) -> Batch:
        return Batch()

    async def send_batch(self, batch: Batch, *_: object, **__: object) -> "asyncio.Future[object]":
        self.batches.append(list(batch.bodies))
        answer = asyncio.get_running_loop().create_future()
        found = next((self.errors[body] for body in batch.bodies if body in self.errors), None)
        answer.set_exception(found) if found else answer.set_result(None)
        return answer


def records(bodies: Sequence[bytes], topic: str = "t") -> list[Outgoing]:
    return [Outgoing(topic, 0, b"k", [], body, row) for row, body in enumerate(bodies)]


async def published(broker: Broker, publisher: Publisher, *bodies: bytes) -> PublishOutcome:
    return await publisher.publish(broker, records(bodies))  # type: ignore[arg-type]


async def test_a_record_refused_among_others_is_found_by_sending_each_alone() -> None:
    broker, publisher = Broker({b"2": MessageSizeTooLargeError()}), Publisher()
    first = await published(broker, publisher, b"0", b"1", b"2", b"3", b"4")
    assert (set(first.refused), set(first.waiting)) == (set(), {0, 1, 2, 3})
    second = await published(broker, publisher, b"0", b"1", b"2", b"3")
    assert broker.batches[-4:] == [[b"0"], [b"1"], [b"2"], [b"3"]]
    assert (set(second.refused), set(second.waiting)) == ({2}, set())


async def test_a_row_waits_as_long_as_any_of_its_records_does() -> None:
    broker, publisher = Broker({b"twin": KafkaConnectionError()}), Publisher()
    both = [Outgoing("whole", 0, b"k", [], b"whole", 7), Outgoing("twin", 0, b"k", [], b"twin", 7)]
    outcome = await publisher.publish(broker, both)  # type: ignore[arg-type]
    assert set(outcome.waiting) == {7}
    assert not outcome.is_clean


@pytest.mark.parametrize("error", [TopicAuthorizationFailedError(), OutOfOrderSequenceNumber(), KafkaConnectionError()])
async def test_what_an_operator_mends_or_passes_is_never_set_aside(error: KafkaError) -> None:
    broker, publisher = Broker({b"0": error}), Publisher()
    for _ in range(3 * DOUBTS):
        outcome = await published(broker, publisher, b"0")
        assert (set(outcome.refused), set(outcome.waiting)) == (set(), {0})


async def test_a_refusal_without_a_known_meaning_is_the_records_own_when_it_comes_again_and_again() -> None:
    broker, publisher = Broker({b"0": UnknownError()}), Publisher()
    found = [bool((await published(broker, publisher, b"0")).refused) for _ in range(DOUBTS)]
    assert found == [False] * (DOUBTS - 1) + [True]
