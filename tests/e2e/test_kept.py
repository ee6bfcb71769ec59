"""The embedded stack brings back what dies: servers and services in one run, nothing acknowledged lost, whole again."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from deploy.demo.client import Client, Refused
from deploy.local import record, status
from deploy.local.keeper import Key
from deploy.local.stack import PARENT, Stack
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id
from shared.runtime.roles import SMALL
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.topics import everything

RATE, SECONDS, WHOLE_S = 10, 35, 30
VICTIMS: list[Key] = [
    ("postgres", "server"), ("intake", "serve"), ("kafka", "broker"), ("gateway", "serve"), PARENT,
    ("intake", "serve"), ("postgres", "server"),
]  # fmt: skip


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def kept(containers: None, tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> Iterator[Stack]:
    """As `make demo` runs it."""
    root = tmp_path_factory.mktemp("kept")
    services = ("intake", "matching", "gateway")
    with Stack("wca", services=services, root=root, roles=SMALL, keeps_servers=True, say=said.append) as running:
        yield running


def told(stack: Stack) -> dict[str, str]:
    """What `make status` says of each piece."""
    lines = status.lines(*record.read(stack.file))
    return {" ".join(line.split()[:2]): " ".join(line.split()[3:]) for line in lines}


async def submit(client: Client, accepted: list[str]) -> None:
    token = await client.token("tcd-authority")

    async def one() -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id(SystemClock())}
        body = request_body(title=f"Request {headers['Idempotency-Key']}")
        try:
            answer = await client.http.post(
                client.addresses["intake"] + "/support-requests", json=body, headers=headers
            )
        except httpx.HTTPError:
            return
        if answer.status_code == 201:
            accepted.append(answer.json()["request_id"])

    async with asyncio.TaskGroup() as group:
        for _ in range(RATE * SECONDS):
            group.create_task(one())
            await asyncio.sleep(1 / RATE)


async def test_everything_that_dies_comes_back_and_nothing_acknowledged_is_lost(kept: Stack, said: list[str]) -> None:
    assert kept.postgres is not None
    async with asking(30) as http:
        client, accepted = Client(kept.addresses, http), list[str]()
        loading = asyncio.create_task(submit(client, accepted))
        for victim in VICTIMS:
            await asyncio.sleep(SECONDS / (len(VICTIMS) + 1))
            before = kept.keeper.process(victim)

            def back(victim: Key = victim, before: object = before) -> bool:
                now = kept.keeper.process(victim)
                return now is not before and now.poll() is None

            before.kill()
            await until(lambda: _answer(back()), f"{victim} back")
        await loading
        began = time.monotonic()

        async def whole() -> bool:
            return all(
                words == "running" or words.startswith("running, started again") for words in told(kept).values()
            )

        await until(whole, "every piece running and ready", 120)

        async def seen() -> bool:
            query = "query($k: String!) { item(key: $k) { history { type } } }"
            try:
                last = (await client.graphql("geneva-officer", query, {"k": accepted[-1]}))["item"]
            except (Refused, httpx.HTTPError):
                return False
            return last is not None and len(last["history"]) == 1

        await until(seen, "the last acknowledged one in GraphQL", 120)
        print(f"{len(accepted)} acknowledged, whole after {time.monotonic() - began:.1f} s")

    assert len(accepted) > RATE
    assert len(set(accepted)) == len(accepted)
    connection = await asyncpg.connect(kept.databases["intake"])
    try:
        rows = Counter(
            str(row["request_id"]) for row in await connection.fetch("select request_id from support_request")
        )
    finally:
        await connection.close()
    assert {rows[one] for one in accepted} == {1}

    async def published() -> bool:
        records = await everything(kept.addresses["kafka"], [SUPPORT_REQUEST])
        identities = {(e.subject, e.id) for e in (Envelope.from_headers(r.headers) for r in records)}
        found = Counter(subject for subject, _ in identities)
        return all(found[one] == 1 for one in accepted)

    await until(published, "each acknowledged request on the topic, once")
    lines = [line for line in said if "ended with" in line]
    for key, count in Counter(VICTIMS).items():
        mine = [line for line in lines if f"] {' '.join(key)} ended" in line]
        assert mine, lines
        assert len(mine) <= count + 1, lines


async def _answer(value: bool) -> bool:
    return value


@pytest.mark.control
def test_without_it_a_server_stays_dead_and_status_says_so(containers: None, tmp_path: Path) -> None:
    with Stack("wca", services=(), root=tmp_path, roles=SMALL, say=lambda _: None) as running:
        if running.postgres is None:
            pytest.skip("PostgreSQL is not ours to kill")
        assert told(running)["postgres server"] == "running"
        running.postgres.kill()
        time.sleep(3)
        assert running.keeper.process(("postgres", "server")).poll() is not None
        assert told(running)["postgres server"] == "dead"
