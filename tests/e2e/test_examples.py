"""The example integrators against the running region: complete, once each, through kill -9; a stranger can follow them."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from standardwebhooks import Webhook

from deploy.access.broker import AccessBroker
from deploy.access.rules import grant
from deploy.demo.client import Client
from deploy.local.processes import ROOT, start, stop
from deploy.local.stack import Stack
from shared.contracts.catalogue import topics
from shared.contracts.envelope import Envelope
from shared.contracts.topic import PARTITIONS, Tier
from tests.support.exports import sheets
from tests.support.iati import faults
from tests.support.integrator import Integrator
from tests.support.journey import listed
from tests.support.poll import until
from tests.support.reading import published, reader, to_the_end
from tools.node import NoNode, install, node

EXAMPLES = ROOT / "examples"
LOGS = [topic.name for topic in topics() if topic.tier is Tier.PUBLIC and not topic.compacted]
CURRENTS = [topic.name for topic in topics() if topic.compacted]
Process = subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def reads(stack: Stack) -> Integrator:
    password = AccessBroker(stack.bus.door).create(grant("examples", "public", None, []))
    return Integrator(stack.addresses["kafka-integrators"], "examples", password, "examples.")


@pytest.fixture
def children() -> Iterator[list[Process]]:
    """Processes that end with the test."""
    started: list[Process] = []
    yield started
    for process in started:
        stop(process, seconds=5)


def environment(who: Integrator, group: str) -> dict[str, str]:
    """What `deploy.access create` hands out."""
    return os.environ | {
        "ACSG_BOOTSTRAP": who.address, "ACSG_SECURITY": "SASL_PLAINTEXT", "ACSG_MECHANISM": "SCRAM-SHA-512",
        "ACSG_USERNAME": who.name, "ACSG_PASSWORD": who.password, "ACSG_GROUP": group,
    }  # fmt: skip


async def whole(who: Integrator, names: list[str]) -> list[ConsumerRecord]:
    """Everything on these topics now."""
    async with reader(who) as consumer:
        consumer.assign([TopicPartition(name, number) for name in names for number in range(PARTITIONS)])
        await consumer.seek_to_beginning()
        return await to_the_end(consumer)


async def let_in(who: Integrator) -> bool:
    """Whether the broker knows a password that was made a moment ago."""
    try:
        await whole(who, LOGS[:1])
    except KafkaError:
        return False
    return True


def envelope(record: ConsumerRecord) -> Envelope:
    return Envelope.from_headers(record.headers)


async def something_happens(client: Client, turn: int) -> set[str]:
    """A request is published, another one retracted, an offer made public; which they are."""
    gone = await published(client, f"Gone {turn}")
    await client.call("tcd-authority", "DELETE", "intake", f"/support-requests/{gone}/consent", {})
    kept = await published(client, f"Kept {turn}")
    offer = await listed(client, title=f"Offer {turn}", visibility="public")
    return {gone, kept, offer["offer_id"]}


def rows(path: Path, query: str) -> list[tuple]:
    """Of the example's database, while it may be writing."""
    if not path.exists():
        return []
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as database:
        try:
            found = database.execute(query).fetchall()
        except sqlite3.OperationalError:
            found = []
    database.close()
    return found


async def test_python_through_kills(client: Client, reads: Integrator, tmp_path: Path, children: list[Process]) -> None:
    """Killed six times while events come; then every event is there, once."""
    await until(lambda: let_in(reads), "the broker to know its password")
    store, log = tmp_path / "public.db", tmp_path / "python.log"
    command = [sys.executable, str(EXAMPLES / "python/read_public.py"), str(store)]
    given = environment(reads, "examples.python")

    async def progressed(than: int) -> bool:
        return len(rows(store, "select 1 from seen")) > than

    for turn in range(6):
        children.append(start(command, log, given))
        before = len(rows(store, "select 1 from seen"))
        await something_happens(client, turn)
        await until(lambda before=before: progressed(before), "an event in the store")
        children[-1].kill()
        children[-1].wait()
    await something_happens(client, 6)
    children.append(start(command, log, given))

    async def complete() -> set[tuple[str, str]] | None:
        wanted = {(e.source, e.id) for e in map(envelope, await whole(reads, LOGS))}
        return wanted if wanted == set(rows(store, "select source, id from seen")) else None

    events = await until(complete, "every event in the store, and nothing else")
    assert rows(store, "select sum(changes) from item") == [(len(events),)]
    standing = {r.key.decode(): r.value for r in await whole(reads, CURRENTS)}
    kept = {key: json.loads(fields) if fields else None for key, fields in rows(store, "select key, fields from item")}
    assert kept == {key: json.loads(value)["fields"] if value else None for key, value in standing.items()}
    assert "Gone" not in json.dumps(kept)


@pytest.mark.control
async def test_without_the_identities_a_repeat_counts_twice(
    client: Client, reads: Integrator, tmp_path: Path, children: list[Process]
) -> None:
    """The example without its table of identities, made to read everything twice: doubles. With it: none."""
    fresh = await something_happens(client, 7)

    async def on_the_topics() -> bool:
        return fresh <= {record.key.decode() for record in await whole(reads, LOGS)}

    await until(on_the_topics, "what happened to be on the topics")
    text = (EXAMPLES / "python/read_public.py").read_text()
    careless = text.replace(".rowcount:\n        return\n", ".rowcount:\n        pass\n")
    assert careless != text
    for name, source in (("careful", text), ("careless", careless)):
        script, store = tmp_path / f"{name}.py", tmp_path / f"{name}.db"
        script.write_text(source)
        for group in ("first", "again"):
            command = [sys.executable, str(script), str(store)]
            children.append(start(command, tmp_path / "log", environment(reads, f"examples.{name}.{group}")))
            events = len({(e.source, e.id) for e in map(envelope, await whole(reads, LOGS))})
            doubled = (name, group) == ("careless", "again")

            async def counted(store: Path = store, events: int = events, doubled: bool = doubled) -> bool:
                ((effects,),) = rows(store, "select sum(changes) from item") or [(0,)]
                return effects == events if store.stem == "careful" else effects >= events * (1 + doubled)

            async def confirmed(group: str = f"examples.{name}.{group}") -> bool:
                answer = await client.call("wca-officer", "GET", "notifications", "/integrators/examples/lag")
                return [lag["waiting"] for lag in answer["lags"] if lag["group"] == group] == [0] * len(LOGS)

            await until(confirmed, f"everything to be read by {name} {group}")
            await until(counted, f"{events} events in {name} after {group}")
            stop(children[-1])


async def test_node_keeps_what_stands_now(
    client: Client, reads: Integrator, tmp_path: Path, children: list[Process]
) -> None:
    try:
        install(EXAMPLES / "node")
        command = [node(), str(EXAMPLES / "node/current_state.mjs"), str(tmp_path / "state")]
    except NoNode as missing:
        pytest.skip(f"the example for Node cannot be run: {missing}")
    given = environment(reads, "examples.node")

    async def same() -> bool:
        standing = {(r.topic, r.key.decode()): r.value for r in await whole(reads, CURRENTS)}
        wanted = {place: json.loads(value)["fields"] for place, value in standing.items() if value}
        files = (tmp_path / "state").glob("*/*.json")
        try:
            found = {(path.parent.name, path.stem): json.loads(path.read_text())["fields"] for path in files}
        except FileNotFoundError:
            return False
        return len(wanted) > 0 and found == wanted

    await something_happens(client, 8)
    for turn in (9, 10):
        children.append(start(command, tmp_path / "node.log", given))
        await until(same, "the files to be what stands")
        await something_happens(client, turn)
        await until(same, "the files to follow")
        children[-1].kill()
        children[-1].wait()
        await something_happens(client, turn + 10)
    assert not any("Gone" in path.read_text() for path in (tmp_path / "state").glob("*/*.json"))


@asynccontextmanager
async def endpoint() -> AsyncIterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """An address on loopback that takes every call."""
    received: list[tuple[dict[str, str], bytes]] = []

    async def serve(stream: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        head = (await stream.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
        received.append((headers, await stream.readexactly(int(headers["content-length"]))))
        answer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await answer.drain()
        answer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", received


async def told(client: Client) -> list[str]:
    """Identities of everything announced, in order."""
    found, after = [], 0
    while page := await client.call(None, "GET", "notifications", f"/announcements?after={after}"):
        found += [one["event_id"] for one in page["announcements"]]
        if page["last_position"] >= page["newest_position"]:
            return found
        after = page["last_position"]
    return found


def followed(folder: Path) -> list[dict]:
    """What the example wrote of the stream so far."""
    path = folder / "events.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
async def test_curl_alone(stack: Stack, client: Client, tmp_path: Path, children: list[Process]) -> None:
    """A webhook, files of what stands now, and a stream that is killed and goes on where it was."""
    token, folder = await client.token("integrator-curl"), tmp_path / "curl"
    given = os.environ | {"ACSG_API": stack.addresses["notifications"], "ACSG_GATEWAY": stack.addresses["gateway"],
                          "ACSG_TOKEN": token, "ACSG_NAME": "curl"}  # fmt: skip
    script = str(EXAMPLES / "curl/follow.sh")

    def begin(url: str, where: Path) -> Process:
        return subprocess.Popen(["bash", script, url, str(where), "300"], env=given, start_new_session=True)

    def run(url: str, where: Path, seconds: int) -> "subprocess.CompletedProcess[str]":
        line = ["bash", script, url, str(where), str(seconds)]
        return subprocess.run(line, env=given, capture_output=True, text=True, timeout=120)

    async with endpoint() as (url, received):
        await published(client, "Stands for curl")
        children.append(begin(url, folder))

        async def registered() -> bool:
            return (folder / "webhook.json").exists()

        # An endpoint hears of what comes after it, and this is about such a call.
        await until(registered, "the webhook")
        offer = await listed(client, title="For curl", visibility="public")

        async def heard(subject: str = offer["offer_id"]) -> bool:
            return any(event["subject"] == subject for event in followed(folder))

        await until(heard, "the offer on the stream")
        os.killpg(children[-1].pid, signal.SIGKILL)
        children[-1].wait()
        made = json.loads((folder / "webhook.json").read_text())

        async def came() -> dict | None:
            signed = [Webhook(made["secret"]).verify(body, headers) for headers, body in received]
            return next((event for event in signed if event.get("subject") == offer["offer_id"]), None)

        try:
            assert (await until(came, "the signed call"))["type"] == "acsg.public.support-offer-published"
            later = await listed(client, title="While nobody reads", visibility="public")

            async def readable() -> bool:
                asked = "query($k: String!) { item(key: $k) { itemId } }"
                return bool((await client.graphql("integrator-curl", asked, {"k": later["offer_id"]}))["item"])

            # Files are of what the read model has by then; the stream is of everything.
            await until(readable, "the later offer in the read model")
            done = await asyncio.to_thread(run, url, folder, 5)
        finally:
            await client.call("integrator-curl", "DELETE", "notifications", f"/webhooks/{made['webhook_id']}")
    assert done.returncode == 0, done.stderr
    assert f"webhook {made['webhook_id']}" in done.stdout
    events = followed(folder)
    assert later["offer_id"] in {event["subject"] for event in events}
    # One that came just before the end may have come again: the place is kept after the event.
    assert list(dict.fromkeys(event["id"] for event in events)) == await told(client)
    assert "deliveries" in json.loads((folder / "deliveries.json").read_text())
    assert json.loads((folder / "lag.json").read_text()) == {
        "integrator": "curl",
        "has_read": False,
        "lags": [],
    }
    standing = [json.loads(line) for line in (folder / "public-events.jsonl").read_text().splitlines()]
    assert offer["offer_id"] in {event["subject"] for event in standing}
    assert (folder / "support-requests.csv").read_text("utf-8-sig").startswith("Identifiant,Référence,Titre,")
    titles = {row[2] for (sheet,) in [sheets((folder / "offers.xlsx").read_bytes())] for row in sheet}
    assert {"For curl", "While nobody reads"} <= titles
    assert faults((folder / "iati.xml").read_bytes()) == []
    assert not list(folder.glob("*.part"))
    refused = await asyncio.to_thread(run, "ftp://example.org/x", tmp_path / "other", 1)
    assert refused.returncode == 1
    assert "refused" in refused.stderr
    assert "/url" in refused.stderr
