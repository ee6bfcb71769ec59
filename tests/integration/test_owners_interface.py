"""What an owner shows to readers of other deployments: digests that prove, states and events that fill (WM 6)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.intake.main import build
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import support_request
from shared.contracts.envelope import Envelope
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.kafka import slots
from shared.runtime.kafka.twins import reduced
from tests.support.bodies import request_body
from tests.support.databases import Named, as_, environment, serving

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = "/support-requests"


class Intake:
    """Intake in this process."""

    def __init__(self, database: Database, http: httpx.AsyncClient) -> None:
        self.database, self.http = database, http

    async def submit(self, number: int) -> dict[str, Any]:
        answer = await self.http.post(ALL, json=request_body(), headers=as_("tcd-authority", f"key-{number:08}"))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def ask(self, path: str, actor: str = "geneva-service", **parameters: Any) -> Any:
        answer = await self.http.get(f"/federation{path}", params=parameters, headers=as_(actor))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def number(self, epoch: int = 1) -> list[slots.Claimed]:
        """Numbers what waits in the outbox, as the relay does."""
        connection = await self.database.connection()
        try:
            fences = (await slots.lease(connection, "test", 60)).fences
            return await slots.claim(connection, "test", fences, 1000, epoch)
        finally:
            await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def intake(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Intake]:
    given = await environment(postgres, tmp_path, "intake", "owner_intake", deployment="wca")
    service = build(IntakeSettings(**given), FixedClock(NOW), Named())
    async with serving(service.app()) as http:
        yield Intake(service.database, http)


async def test_digests_change_with_their_bucket_alone_and_say_the_same_twice(intake: Intake) -> None:
    made = [await intake.submit(n) for n in range(12)]
    before = await intake.ask("/digests", kind="request", buckets=4)
    assert (before["deployment"], before["service"], before["epoch"]) == ("wca", "intake", 1)
    assert sum(b["count"] for b in before["found"]) == 12
    assert (await intake.ask("/digests", kind="request", buckets=4))["found"] == before["found"]
    one = f"{ALL}/{made[0]['request_id']}/decision"
    decision = {"in_line": True, "reason": "Complete"}
    done = await intake.http.post(one, json=decision, headers=as_("wca-officer", "decision-1") | {"If-Match": '"1"'})
    assert done.status_code == 200
    after = await intake.ask("/digests", kind="request", buckets=4)
    changed = [(b["bucket"], a["count"]) for b, a in zip(before["found"], after["found"], strict=True) if a != b]
    assert len(changed) == 1
    listed = await intake.ask(f"/digests/{changed[0][0]}", kind="request", buckets=4)
    assert {a["id"]: a["version"] for a in listed["aggregates"]}[made[0]["request_id"]] == 2
    assert len(listed["aggregates"]) == changed[0][1]


async def test_a_bucket_is_read_page_by_page(intake: Intake) -> None:
    ids = sorted([(await intake.submit(n))["request_id"] for n in range(7)])
    found: list[str] = []
    more, after = True, ""
    while more:
        page = await intake.ask("/digests/0", kind="request", buckets=1, first=3, after=after)
        found += [a["id"] for a in page["aggregates"]]
        more, after = page["more"], found[-1]
    assert found == ids


async def test_states_and_events_are_what_the_bus_carries(intake: Intake) -> None:
    made = [await intake.submit(n) for n in range(20)]
    rows = await intake.number()
    ids = ",".join(m["request_id"] for m in made)
    whole = {row.key.decode(): orjson.loads(row.body) for row in rows}
    twins = {row.key.decode(): reduced(row.headers, row.body, frozenset()) for row in rows}
    for name, carried in (
        ("geneva-service", {k: orjson.loads(body) for k, (_, body) in twins.items()}),
        ("wca-service", whole),
    ):
        states = (await intake.ask("/states", name, kind="request", ids=ids))["states"]
        assert {s["id"]: s["body"] for s in states} == carried
    headers, _ = twins[made[0]["request_id"]]
    assert {s["withheld"] for s in states} == {""}
    states = (await intake.ask("/states", kind="request", ids=ids))["states"]
    assert {s["withheld"] for s in states} == {dict(headers)["ce_withheld"].decode()}
    streams = (await intake.ask("/streams"))["streams"]
    assert sum(s["last_sequence"] for s in streams) == 20
    for stream in streams:
        asked = {"stream": stream["stream"], "epoch": 1, "from": 1, "to": 1000}
        pulled = await intake.ask("/events", **asked)
        envelopes = [Envelope.from_headers((n, v.encode()) for n, v in e["headers"]) for e in pulled["events"]]
        assert [e.sequence for e in envelopes] == list(range(1, stream["last_sequence"] + 1))
        assert {(e.stream, e.epoch, e.region) for e in envelopes} == {(stream["stream"], 1, "wca")}
        assert {e["key"]: e["body"] for e in pulled["events"]}.items() <= {
            k: orjson.loads(b) for k, (_, b) in twins.items()
        }.items()
        assert {e.withheld for e in envelopes} == {dict(headers)["ce_withheld"].decode()}
        assert pulled["next"] is None


async def test_another_region_gets_nothing_of_a_request(intake: Intake) -> None:
    """Not its state, not its digest, not its events, not how many there are: no officer of it may read them."""
    made = [await intake.submit(n) for n in range(6)]
    await intake.number()
    for name in ("esa-service", "europe-service"):
        ids = ",".join(m["request_id"] for m in made)
        assert (await intake.ask("/states", name, kind="request", ids=ids))["states"] == []
        assert (await intake.ask("/digests", name, kind="request", buckets=4))["found"] == []
        assert (await intake.ask("/digests/0", name, kind="request", buckets=1))["aggregates"] == []
        told = {s["stream"].rpartition("/")[0] for s in (await intake.ask("/streams", name))["streams"]}
        assert told <= {"acsg.intake.handover"}
        for stream in (await intake.ask("/streams"))["streams"]:
            asked = {"stream": stream["stream"], "epoch": 1, "from": 1, "to": 1000}
            assert (await intake.ask("/events", name, **asked))["events"] == []
    assert len((await intake.ask("/states", kind="request", ids=made[0]["request_id"]))["states"]) == 1


async def test_a_new_epoch_numbers_from_one_and_uses_no_number_twice(intake: Intake) -> None:
    for n in range(8):
        await intake.submit(n)
    old = await intake.number(1)
    for n in range(8, 16):
        await intake.submit(n)
    new = await intake.number(2)
    places = [(dict(r.headers)["ce_stream"], dict(r.headers)["ce_epoch"], dict(r.headers)["ce_sequence"])
              for r in (*old, *new)]  # fmt: skip
    assert len(set(places)) == 16
    assert {epoch for _, epoch, sequence in places[8:] if sequence == b"1"} == {b"2"}
    went_on = {dict(r.headers)["ce_stream"].decode() for r in new}
    found = {s["stream"]: s["epoch"] for s in (await intake.ask("/streams"))["streams"]}
    assert {found[stream] for stream in went_on} == {2}


async def test_who_may_ask_and_what_is_wrong_with_a_question(intake: Intake) -> None:
    refusals = {"tcd-authority": 403, "wca-officer": 403, "integrator-x1": 403, "nobody": 401}
    for name, status in refusals.items():
        answer = await intake.http.get("/federation/streams", headers=as_(name))
        assert (name, answer.status_code) == (name, status)
    assert (await intake.http.get("/federation/streams")).status_code == 401
    bad = await intake.http.get(
        "/federation/digests", params={"kind": "x", "buckets": "0"}, headers=as_("geneva-service")
    )
    assert bad.status_code == 422
    assert {e["pointer"] for e in bad.json()["errors"]} == {"/parameters/kind", "/parameters/buckets"}
    empty = await intake.ask("/states", kind="request", ids="no-uuid,00000000-0000-0000-0000-000000000000")
    assert empty["states"] == []
    await intake.number()
    for stream in ("acsg.public.support-request/0", f"{SUPPORT_REQUEST.name}/99"):
        asked = {"stream": stream, "epoch": 1, "from": 1, "to": 2}
        assert (
            await intake.http.get("/federation/events", params=asked, headers=as_("geneva-service"))
        ).status_code == 422


@pytest.mark.control
async def test_control_a_digest_that_is_not_taken_anew_hides_a_change(intake: Intake) -> None:
    """Digests are remembered per version: a row that changed without a new version is what Geneva already has."""
    made = await intake.submit(1)
    before = await intake.ask("/digests", kind="request", buckets=1)
    mine = support_request.c.request_id == made["request_id"]
    async with intake.database.unit_of_work(ByClock("test")) as uow:
        await uow.connection.execute(sa.update(support_request).where(mine).values(state={"planted": True}))
    assert (await intake.ask("/digests", kind="request", buckets=1))["found"] == before["found"]
    async with intake.database.unit_of_work(ByClock("test")) as uow:
        await uow.connection.execute(sa.update(support_request).where(mine).values(version=2))
    assert (await intake.ask("/digests", kind="request", buckets=1))["found"] != before["found"]
