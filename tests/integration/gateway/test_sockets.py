"""WebSockets: one protocol, said who at once, good as long as the token is, so many operations and no more."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from services.gateway.settings import GatewaySettings
from tests.support.gateway import served

CHANGES = 'subscription { itemChanged(key: "request-000004") { status version } }'
PROTOCOL: Any = ["graphql-transport-ws"]


async def hello(socket: ClientConnection, who: str | None) -> None:
    payload = {} if who is None else {"Authorization": f"Bearer {who}"}
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))


async def subscribe(socket: ClientConnection, name: str, query: str = CHANGES) -> None:
    await socket.send(json.dumps({"id": name, "type": "subscribe", "payload": {"query": query}}))


async def heard(socket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 20))
    return found


async def end(socket: ClientConnection) -> int | None:
    """The code with which the other side closes."""
    try:
        while True:
            await heard(socket)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def test_what_a_gateway_has_by_default() -> None:
    fields = GatewaySettings.model_fields
    assert fields["socket_init_s"].default <= 10
    assert fields["token_recheck_s"].default + 30 <= 60  # thirty seconds of leeway for clocks
    assert fields["socket_subscriptions"].default <= 100


async def test_another_protocol_is_refused(filled: str) -> None:
    legacy: Any = ["graphql-ws"]
    async with served(filled) as (url, _), websockets.connect(url, subprotocols=legacy) as socket:
        assert socket.subprotocol is None
        assert await end(socket) == 4406


async def test_a_page_of_another_origin_is_refused(filled: str) -> None:
    async with served(filled) as (url, _):
        with pytest.raises(InvalidStatus) as refused:
            await websockets.connect(url, subprotocols=PROTOCOL, origin="https://elsewhere.example")  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403


async def test_who_does_not_say_who_he_is_is_sent_away(filled: str) -> None:
    async with served(filled, socket_init_s=0.2) as (url, _):
        async with websockets.connect(url, subprotocols=PROTOCOL) as socket:
            assert await end(socket) == 4408
        async with websockets.connect(url, subprotocols=PROTOCOL) as socket:
            await subscribe(socket, "1")
            assert await end(socket) == 4401


async def test_a_bad_token_is_refused_at_once(filled: str) -> None:
    async with served(filled) as (url, _), websockets.connect(url, subprotocols=PROTOCOL) as socket:
        await hello(socket, "nobody-knows")
        assert await end(socket) == 4403


async def test_a_token_that_is_not_good_any_more_ends_the_connection(filled: str) -> None:
    async with (
        served(filled, token_recheck_s=0.2) as (url, names),
        websockets.connect(url, subprotocols=PROTOCOL) as socket,
        websockets.connect(url, subprotocols=PROTOCOL) as other,
    ):
        for connection, who in ((socket, "wca-officer"), (other, "bfa-authority")):
            await hello(connection, who)
            assert (await heard(connection))["type"] == "connection_ack"
            await subscribe(connection, "1")
            assert (await heard(connection))["payload"]["data"]["itemChanged"]["status"] == "in_line"
        names.revoked.add("wca-officer")
        assert await end(socket) == 4403
        await subscribe(other, "2")
        assert (await heard(other))["id"] == "2"


@pytest.mark.control
async def test_without_the_second_look_it_would_stay_open(filled: str) -> None:
    async with (
        served(filled, token_recheck_s=600) as (url, names),
        websockets.connect(url, subprotocols=PROTOCOL) as socket,
    ):
        await hello(socket, "wca-officer")
        await heard(socket)
        names.revoked.add("wca-officer")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 1)


async def test_a_hundred_subscriptions_and_no_more(filled: str) -> None:
    async with served(filled) as (url, _), websockets.connect(url, subprotocols=PROTOCOL) as socket:
        await hello(socket, "wca-officer")
        await heard(socket)
        for number in range(101):
            await subscribe(socket, str(number))
        answers = [await heard(socket) for _ in range(101)]
        refused = [answer for answer in answers if answer["type"] == "error"]
        assert [(answer["id"], answer["payload"][0]["message"]) for answer in refused] == [
            ("100", "Subscription limit reached")
        ]


@pytest.mark.parametrize("message", ["5", "[]", "not JSON", '{"type": "start", "id": "1"}', '{"type": "subscribe"}'])
async def test_a_message_that_is_none_ends_the_connection(filled: str, message: str) -> None:
    async with served(filled) as (url, _), websockets.connect(url, subprotocols=PROTOCOL) as socket:
        await hello(socket, None)
        await heard(socket)
        await socket.send(message)
        assert await end(socket) == 4400


async def test_errors_of_a_subscription_say_their_code(filled: str) -> None:
    async with served(filled) as (url, _), websockets.connect(url, subprotocols=PROTOCOL) as socket:
        await hello(socket, None)
        await heard(socket)
        await subscribe(socket, "1")
        assert (await heard(socket))["payload"]["errors"][0]["extensions"]["code"] == "not_found"
        await subscribe(socket, "2", "subscription { " + " ".join(f"a{n}: x" for n in range(40)) + " }")
        while (found := await heard(socket))["id"] != "2":
            pass
        assert found["payload"][0]["extensions"]["code"] == "too_many_aliases"
