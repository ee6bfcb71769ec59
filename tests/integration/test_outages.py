"""kill -9 of the broker and of PostgreSQL under load: nothing acknowledged is lost, services come back by themselves."""

import asyncio
import time

import httpx
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.topics import everything

RATE, SECONDS = 30, 14


async def load(client: Client, accepted: list[str], answers: dict[int, int]) -> None:
    """Submits at a steady rate; notes what was acknowledged and how the rest was answered."""
    token = await client.token("tcd-authority")

    async def one() -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(SystemClock())}
        url = client.addresses["intake"] + "/support-requests"
        try:
            answer = await client.http.post(url, json=request_body(), headers=headers)
        except httpx.HTTPError:
            answers[0] = answers.get(0, 0) + 1
            return
        answers[answer.status_code] = answers.get(answer.status_code, 0) + 1
        if answer.status_code == 201:
            accepted.append(answer.json()["request_id"])

    async with asyncio.TaskGroup() as group:
        for n in range(RATE * SECONDS):
            group.create_task(one())
            await asyncio.sleep(1 / RATE if n % 2 else 0)


async def kill_kafka(stack: Stack) -> None:
    assert stack.kafka is not None
    assert stack.kafka.process is not None
    stack.kafka.process.kill()
    stack.kafka.process.wait()
    await asyncio.sleep(2)
    await asyncio.to_thread(stack.kafka.start)


async def kill_postgres(stack: Stack) -> None:
    assert stack.postgres is not None
    stack.postgres.kill()
    await asyncio.sleep(1)
    await asyncio.to_thread(stack.postgres.start)


@pytest.mark.parametrize("victim", ["kafka", "postgres"])
async def test_a_killed_server_costs_nothing_that_was_acknowledged(stack: Stack, client: Client, victim: str) -> None:
    if getattr(stack, victim) is None:
        pytest.skip(f"{victim} is not ours to kill")
    accepted: list[str] = []
    answers: dict[int, int] = {}
    loading = asyncio.create_task(load(client, accepted, answers))
    await asyncio.sleep(2)
    await (kill_kafka if victim == "kafka" else kill_postgres)(stack)
    back = time.monotonic()
    await loading
    assert len(accepted) > RATE
    # While the database is away callers hear so at once and may come back; while the broker is, they notice nothing.
    assert set(answers) <= ({201} if victim == "kafka" else {201, 503}), answers

    async def all_there() -> bool:
        records = await everything(stack.addresses["kafka"], [SUPPORT_REQUEST])
        envelopes = [Envelope.from_headers(r.headers) for r in records]
        return set(accepted) <= {e.subject for e in envelopes}

    assert await until(all_there, "everything acknowledged on the topic")

    async def all_seen() -> bool:
        query = "query($k: String!) { item(key: $k) { history { type } } }"
        try:
            last = (await client.graphql("geneva-officer", query, {"k": accepted[-1]}))["item"]
        except Refused:
            return False  # the first use of a connection to the server that died says so
        return last is not None and len(last["history"]) == 1

    assert await until(all_seen, "the last one in GraphQL")

    async def none_missing() -> bool:
        fresh = (await client.graphql("geneva-officer", "{ freshness { missing } }"))["freshness"]
        return {f["missing"] for f in fresh} == {"0"}

    # What is on its way is missing until it is read, which a busy machine takes time for; what was lost stays missing.
    assert await until(none_missing, "every record of every stream")
    print(f"{victim}: {answers}, whole after {time.monotonic() - back:.1f} s")
