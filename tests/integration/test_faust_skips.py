"""Why Faust never decides anything here (R13, control): an agent as it comes passes over an event whose handler failed once."""

import asyncio
import os
import sys
import uuid
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from deploy.local.kafka.broker import Kafka
from deploy.local.processes import port
from shared.contracts.topic import Topic
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.settings import RuntimeSettings
from tests.support.poll import until

EVENTS, FAILING = 20, 5
AGENT = """
import os
from pathlib import Path
import faust
app = faust.App(os.environ["GROUP"], broker=os.environ["BROKER"], store="memory://", web_enabled=False,
                topic_allow_declare=False, topic_disable_leader=True, consumer_auto_offset_reset="earliest",
                datadir=os.environ["FOLDER"])
topic = app.topic(os.environ["TOPIC"], value_type=bytes, value_serializer="raw")
handled, failed = Path(os.environ["HANDLED"]), []

@app.agent(topic, concurrency=1)
async def agent(stream):
    async for value in stream:
        if value == b"FAILING" and not failed:
            failed.append(value)
            raise ConnectionError("once")
        with handled.open("ab") as file:
            file.write(value + b" ")

app.main()
""".replace("FAILING", str(FAILING))


@pytest.mark.control
async def test_a_bare_faust_agent_skips_what_failed_once(tmp_path: Path) -> None:
    broker = Kafka(tmp_path / "kafka", port(0, "Kafka"), port(0, "Kafka's controller"))
    await asyncio.to_thread(broker.start)
    handled, script = tmp_path / "handled", tmp_path / "agent.py"
    handled.touch()
    script.write_text(AGENT)
    topic = Topic(f"acsg.test.{uuid.uuid4().hex}", owner="test", key="number", partitions=1)
    try:
        settings = RuntimeSettings(service="test", database_url="postgresql://none", kafka_bootstrap=broker.bootstrap)
        await ensure_topics(settings, [topic])
        producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
        await producer.start()
        for number in range(EVENTS):
            await producer.send_and_wait(topic.name, b"%d" % number)
        await producer.stop()
        told = {"GROUP": topic.name, "BROKER": f"kafka://{broker.bootstrap}", "TOPIC": topic.name,
                "HANDLED": str(handled), "FOLDER": str(tmp_path / "faust")}  # fmt: skip
        with (tmp_path / "log").open("wb") as log:
            agent = await asyncio.create_subprocess_exec(
                sys.executable, str(script), "worker", "-l", "error", "--without-web",
                env=os.environ | told, stdout=log, stderr=log,
            )  # fmt: skip
        try:

            async def last() -> bool:
                return str(EVENTS - 1) in handled.read_text().split()

            await until(last, "the last event")
        finally:
            agent.kill()
            await agent.wait()
    finally:
        broker.stop()
    assert sorted(map(int, handled.read_text().split())) == [n for n in range(EVENTS) if n != FAILING]
