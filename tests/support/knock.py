"""Raw requests to a broker, one by one, past the courtesies of a client: what does the broker itself answer?"""

import time
from types import TracebackType
from typing import Any

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaConnectionError
from aiokafka.protocol.admin import (
    AlterConfigsRequest,
    CreatePartitionsRequest,
    CreateTopicsRequest,
    DeleteTopicsRequest,
)
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.offset import OffsetRequest
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from shared.runtime.kafka.clients import BrokerDoor
from tests.support.integrator import Integrator
from tests.support.poll import until

TOPIC = 2


def batch() -> bytes:
    """One record as it goes over the wire."""
    builder = DefaultRecordBatchBuilder(2, 0, False, -1, -1, -1, 16_384)
    builder.append(0, int(time.time() * 1000), b"k", b"planted", [])
    return bytes(builder.build())


class Knock:
    """One connection as an integrator, or by a door; each method answers the broker's error code, 0 when it did what was asked."""

    def __init__(self, who: Integrator | BrokerDoor) -> None:
        if isinstance(who, BrokerDoor):
            self._client = AIOKafkaClient(**who.aiokafka(), request_timeout_ms=10_000)
            return
        given = {} if who.name == "" else {
            "sasl_mechanism": "SCRAM-SHA-512", "sasl_plain_username": who.name, "sasl_plain_password": who.password,
        }  # fmt: skip
        protocol = "SASL_PLAINTEXT" if who.name else "PLAINTEXT"
        self._client = AIOKafkaClient(bootstrap_servers=who.address, security_protocol=protocol, **given)

    async def __aenter__(self) -> "Knock":
        await self._client.bootstrap()
        (self._node,) = await until(self._somebody, "a broker that says who it is")
        return self

    async def _somebody(self) -> tuple[int] | None:
        """A broker that has just begun may know of none yet, and one that is busy may not be connected."""
        node = self._client.get_random_node()
        if node is None or not await self._client.ready(node):
            await self._client.force_metadata_update()
            return None
        return (node,)

    async def __aexit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        await self._client.close()

    async def _ask(self, request: Any) -> Any:
        """A session that has come to its end is closed by the broker: who has more to ask comes in anew."""
        try:
            return await self._client.send(self._node, request)
        except KafkaConnectionError:
            if not await self._client.ready(self._node):
                raise
            return await self._client.send(self._node, request)

    async def read(self, topic: str) -> int:
        answer = await self._ask(FetchRequest(500, 0, 1_000_000, 0, [(topic, [(0, 0, 1_000_000)])]))
        return int(answer.topics[0][1][0][1])

    async def find_offsets(self, topic: str) -> int:
        answer = await self._ask(OffsetRequest(-1, 0, [(topic, [(0, -1)])]))
        return int(answer.topics[0][1][0][1])

    async def write(self, topic: str) -> int:
        answer = await self._ask(ProduceRequest(None, -1, 5000, [(topic, [(0, batch())])]))
        return int(answer.topics[0][1][0][1])

    async def configure(self, topic: str) -> int:
        answer = await self._ask(AlterConfigsRequest([(TOPIC, topic, [("retention.ms", "1000")])]))
        return int(answer.resources[0][0])

    async def widen(self, topic: str) -> int:
        answer = await self._ask(CreatePartitionsRequest([(topic, (12, None))], 5000, False))
        return int(answer.topic_errors[0][1])

    async def delete(self, topic: str) -> int:
        answer = await self._ask(DeleteTopicsRequest([topic], 5000))
        return int(answer.topic_error_codes[0][1])

    async def create(self, topic: str) -> int:
        answer = await self._ask(CreateTopicsRequest([(topic, 1, 1, [], [])], 5000, False))
        return int(answer.topic_errors[0][1])
