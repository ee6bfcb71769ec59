"""Sends outbox rows to the broker and says of each what became of it, so that one refused record holds nobody else up.

A refusal that is about the record itself (too large, malformed) comes again however often it is sent: its row is
*refused*. Everything else (the broker is away, has no leader, does not let us write just now) passes or is mended by an
operator without touching the event: its row *waits*. A refusal of a kind that does not say which it is counts as the
record's own once it came DOUBTS times with the record alone in its batch.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    BrokerResponseError,
    ClusterAuthorizationFailedError,
    CorruptRecordException,
    InvalidProducerEpoch,
    InvalidProducerIdMapping,
    InvalidTimestampError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    RecordListTooLargeError,
    TopicAuthorizationFailedError,
    UnsupportedForMessageFormatError,
)

from shared.runtime.kafka.twins import Outgoing

BATCH_BYTES = 256 * 1024
DOUBTS = 5
ACKNOWLEDGED_WITHIN_S = 20.0
"""A broker that has not answered by then is taken for away; below the watchdog's time."""

OF_THE_RECORD = (
    MessageSizeTooLargeError, RecordListTooLargeError, InvalidTimestampError, CorruptRecordException,
    UnsupportedForMessageFormatError,
)  # fmt: skip
OF_OTHERS = (
    TopicAuthorizationFailedError, ClusterAuthorizationFailedError, OutOfOrderSequenceNumber, InvalidProducerEpoch,
    InvalidProducerIdMapping,
)  # fmt: skip


@dataclass
class PublishOutcome:
    """What became of rows: those neither refused nor waiting have all their records at the broker."""

    refused: dict[int, KafkaError] = field(default_factory=dict)
    waiting: dict[int, KafkaError] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether everything was taken."""
        return not self.refused and not self.waiting


class Publisher:
    """Remembers what was refused together with others, so that it is sent alone the next time, and doubtful refusals."""

    def __init__(self, batch_bytes: int = BATCH_BYTES) -> None:
        self.batch_bytes = batch_bytes
        self._alone: set[int] = set()
        self._doubts = Counter[int]()

    async def publish(self, producer: AIOKafkaProducer, records: Sequence[Outgoing]) -> PublishOutcome:
        """Sends records to their partitions, in order, and waits until the broker has answered for each."""
        sent: list[tuple[list[int], asyncio.Future[object]]] = []
        outcome = PublishOutcome()
        for (topic, slot), group in groupby(records, key=lambda record: (record.topic, record.partition)):
            stream = list(group)
            try:
                await self._send(producer, topic, slot, stream, sent)
            except KafkaError as error:
                # Those of it that went out before are answered for below.
                outcome.waiting |= dict.fromkeys((record.row for record in stream), error)
        if sent:
            await asyncio.wait([future for _, future in sent], timeout=ACKNOWLEDGED_WITHIN_S)
        for rows, future in sent:
            answer = future.exception() if future.done() else KafkaTimeoutError("no answer")
            if answer is not None:
                self._judge(rows, answer, outcome)
        for row in outcome.refused:
            outcome.waiting.pop(row, None)
        return outcome

    async def _send(
        self, producer: AIOKafkaProducer, topic: str, slot: int, stream: list[Outgoing],
        sent: list[tuple[list[int], "asyncio.Future[object]"]],
    ) -> None:  # fmt: skip
        builder, rows = producer.create_batch(), list[int]()
        for record in stream:
            apart = bool(rows) and (record.row in self._alone or rows[-1] in self._alone)
            content = {"timestamp": None, "key": record.key, "value": record.body, "headers": record.headers}
            if apart or builder.append(**content) is None:
                sent.append((rows, await producer.send_batch(builder, topic, partition=slot)))
                builder, rows = producer.create_batch(), []
                builder.append(**content)
            rows.append(record.row)
        sent.append((rows, await producer.send_batch(builder, topic, partition=slot)))

    def _judge(self, rows: list[int], error: BaseException, outcome: PublishOutcome) -> None:
        found = error if isinstance(error, KafkaError) else KafkaError(str(error))
        passing = found.retriable or isinstance(found, OF_OTHERS) or not isinstance(found, BrokerResponseError)
        if passing:
            outcome.waiting |= dict.fromkeys(rows, found)
        elif len(rows) > 1:
            self._alone.update(rows)
            outcome.waiting |= dict.fromkeys(rows, found)
        else:
            (row,) = rows
            self._doubts[row] += 1
            self._alone.add(row)
            definite = isinstance(found, OF_THE_RECORD) or self._doubts[row] >= DOUBTS
            (outcome.refused if definite else outcome.waiting)[row] = found

    def settled(self, rows: Sequence[int]) -> None:
        """Forgets rows that are published or set aside."""
        self._alone.difference_update(rows)
        for row in rows:
            self._doubts.pop(row, None)


async def end(producer: AIOKafkaProducer) -> None:
    """Closes a producer, without waiting for a broker that does not answer: what it still holds is sent by the next one."""
    try:
        await asyncio.wait_for(producer.stop(), 3)
    except TimeoutError:
        # ``stop`` waits until all was sent, which may be never.
        await producer._sender.close()
        await producer.client.close()
