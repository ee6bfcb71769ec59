"""Tokens of programs through every service as processes: made, used, narrowed, revoked; the secret is stored nowhere."""

import asyncio
import contextlib
import json
import os
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import httpx
import pytest
import websockets

from deploy.local.postgres import Postgres
from deploy.local.provision import working
from shared.runtime.http.issued import REMEMBERED_S
from tests.support.bodies import request_body
from tests.support.interfaces import Interfaces
from tests.support.poll import until

STATE, OBSERVER, OFFICER = "tcd-authority", "integrator-observer", "wca-officer"
WS: Any = ["graphql-transport-ws"]


@pytest.fixture(scope="module")
def interfaces(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interfaces]:
    one = Interfaces(tmp_path_factory.mktemp("tokens"))
    try:
        yield one.up(postgres, ACSG_TOKEN_RECHECK_S="1")
    finally:
        one.down()


def made(at: Interfaces, who: str, *scopes: str, **more: Any) -> dict[str, Any]:
    body = {"name": "Nightly", "scopes": list(scopes)} | more
    found: dict[str, Any] = at.call(who, "notifications", "POST", "/tokens", body).json()
    return found


def asked(at: Interfaces, token: str, service: str, method: str, path: str, body: Any = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": os.urandom(8).hex(), "If-Match": '"1"'}
    return httpx.request(method, at.addresses[service] + path, json=body, headers=headers, timeout=30)


async def everything(url: str) -> str:
    """All that a database holds, as text."""
    connection = await asyncpg.connect(working(url))
    try:
        names = [r[0] for r in await connection.fetch("select tablename from pg_tables where schemaname = 'public'")]
        rows = [row for name in names for row in await connection.fetch(f'select * from "{name}"')]
        return repr([tuple(row.values()) for row in rows])
    finally:
        await connection.close()


def test_a_token_is_shown_once_and_its_secret_is_stored_nowhere(interfaces: Interfaces) -> None:
    body, key = {"name": "Once", "scopes": ["read"]}, os.urandom(8).hex()
    headers = {"Authorization": f"Bearer {interfaces.token(OBSERVER)}", "Idempotency-Key": key}
    url = f"{interfaces.addresses['notifications']}/tokens"
    first, repeat = (httpx.post(url, json=body, headers=headers) for _ in range(2))
    token = first.json()["token"]
    assert first.status_code == repeat.status_code == 201
    assert repeat.json() == first.json() | {"token": None}
    stored = asyncio.run(everything(interfaces.databases["notifications"]))
    assert first.json()["token_id"] in stored
    assert token not in stored
    assert token.encode().hex() not in stored
    listed = interfaces.call(OBSERVER, "notifications", "GET", "/tokens").json()["tokens"]
    assert all(one["token"] is None for one in listed)


def test_scopes_hold_in_every_service(interfaces: Interfaces) -> None:
    reads, writes = made(interfaces, STATE, "read")["token"], made(interfaces, STATE, "requests")["token"]
    assert asked(interfaces, reads, "intake", "POST", "/support-requests", request_body()).status_code == 403
    sent = asked(interfaces, writes, "intake", "POST", "/support-requests", request_body())
    assert sent.status_code == 201, sent.text
    one = f"/support-requests/{sent.json()['request_id']}"
    assert asked(interfaces, reads, "intake", "GET", one).status_code == 200
    assert asked(interfaces, writes, "intake", "GET", one).status_code == 404
    consent = {"fields": ["title"]}
    for token in (reads, made(interfaces, STATE, "read", "requests", "offers")["token"]):
        assert asked(interfaces, token, "intake", "PUT", f"{one}/consent", consent).status_code == 403
        assert (
            asked(interfaces, token, "notifications", "POST", "/tokens", {"name": "x", "scopes": ["read"]}).status_code
            == 403
        )
    query = {"query": "{ worklist { __typename } }"}
    seen = [asked(interfaces, token, "gateway", "POST", "/graphql", query).json() for token in (reads, writes)]
    assert "errors" not in seen[0], seen[0]
    assert seen[1]["errors"][0]["extensions"]["code"] == "not_permitted"


def test_who_may_make_see_and_end_them(interfaces: Interfaces) -> None:
    token = made(interfaces, OBSERVER, "webhooks", days=1)
    where = f"/tokens/{token['token_id']}"
    for who, status in ((OFFICER, 403), ("geneva-officer", 403), ("wca-service", 403)):
        body = {"name": "x", "scopes": ["read"]}
        assert asked(interfaces, interfaces.token(who), "notifications", "POST", "/tokens", body).status_code == status
    for who, status in ((OBSERVER, 200), (OFFICER, 200), ("geneva-officer", 200), (STATE, 404), ("esa-officer", 404)):
        assert asked(interfaces, interfaces.token(who), "notifications", "GET", where).status_code == status
    assert asked(interfaces, interfaces.token(STATE), "notifications", "DELETE", where).status_code == 404
    ended = interfaces.call(OFFICER, "notifications", "DELETE", where).json()
    assert (ended["revoked_by"], ended["revoked_at"] is not None) == (OFFICER, True)
    faulty = {"name": "", "scopes": ["everything"], "days": 4000}
    refused = asked(interfaces, interfaces.token(OBSERVER), "notifications", "POST", "/tokens", faulty).json()
    assert {fault["pointer"] for fault in refused["errors"]} >= {"/name", "/scopes/0", "/days"}


async def test_a_revoked_token_stops_everywhere_within_seconds(interfaces: Interfaces) -> None:
    token = made(interfaces, STATE, "read", "requests", "webhooks")
    given, one = token["token"], f"/tokens/{token['token_id']}"
    uses = [
        ("intake", "POST", "/support-requests/check", request_body()),
        ("roster", "GET", "/support-offers/none", None),
        ("matching", "GET", "/matches/none", None),
        ("notifications", "GET", "/webhooks", None),
        ("gateway", "POST", "/graphql", {"query": "{ worklist { __typename } }"}),
    ]

    def lives(service: str, method: str, path: str, body: Any) -> bool:
        answer = asked(interfaces, given, service, method, path, body)
        if service == "gateway":
            return "errors" not in answer.json()
        assert answer.status_code in {200, 401, 404}, answer.text
        return answer.status_code != 401

    assert all(lives(*use) for use in uses)
    used = interfaces.call(STATE, "notifications", "GET", one).json()
    assert used["last_used_at"] is not None
    url = interfaces.addresses["gateway"].replace("http", "ws") + "/graphql"
    async with websockets.connect(url, subprotocols=WS) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {given}"}}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        began = time.monotonic()
        await asyncio.to_thread(interfaces.call, STATE, "notifications", "DELETE", one)

        async def over() -> bool:
            return not any([await asyncio.to_thread(lives, *use) for use in uses])

        await until(over, "the end of a revoked token", REMEMBERED_S + 10)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(socket.wait_closed(), 10)
        assert socket.close_code == 4403
    assert time.monotonic() - began < REMEMBERED_S + 15


def test_a_mistyped_token_is_refused_and_a_good_one_says_what_it_is(interfaces: Interfaces) -> None:
    token = made(interfaces, STATE, "requests")["token"]
    unknown = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert asked(interfaces, unknown, "intake", "POST", "/support-requests/check", request_body()).status_code == 401
    said = httpx.post(f"{interfaces.addresses['notifications']}/tokens/introspection", json={"token": token}).json()
    assert (said["active"], said["scope"], said["acsg_party"]) == (True, "requests", "iso3166:TCD")
    assert said["sub"].startswith("tcd-authority+")
    false = httpx.post(f"{interfaces.addresses['notifications']}/tokens/introspection", json={"token": unknown}).json()
    assert not false["active"]
