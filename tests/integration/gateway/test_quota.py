"""Quotas of GraphQL: by cost, over HTTP and over a WebSocket alike, refused as an error that says when to come back."""

import json
from collections.abc import Iterator
from typing import Any

import websockets
from graphql import parse

from services.gateway.graphql.documents import COST_OF_A_REQUEST
from services.gateway.graphql.limits import cost_of
from tests.integration.gateway.test_sockets import PROTOCOL, heard, hello, subscribe
from tests.support.gateway import gateway, served

CHEAP = "{ freshness { region } }"
_ALL = " ".join(
    f"page{n}: supportRequests(first: 1) {{ edges {{ node {{ id reference region status version }} }} }}"
    for n in range(5)
)
DEAR = f"{{ {_ALL} }}"
WEIGHT = 1 + int(cost_of(parse(DEAR)) / COST_OF_A_REQUEST)


def left(header: str) -> int:
    return int(header.partition(";r=")[2].partition(";")[0])


async def test_an_operation_takes_what_it_costs(filled: str) -> None:
    async with gateway(filled, rate_quota=1000, rate_window_s=360_000) as one:
        before = 1000
        for query, weight in ((CHEAP, 1), (DEAR, WEIGHT), (CHEAP, 1), (DEAR, WEIGHT)):
            answer = await one.send("wca-officer", query)
            assert "errors" not in answer.json(), answer.text
            now = left(answer.headers["ratelimit"])
            assert before - now == weight
            before = now
    assert WEIGHT > 1


async def test_a_quota_that_is_used_up_is_an_error_that_says_when_to_come_back(filled: str) -> None:
    async with gateway(filled, rate_quota=2, rate_window_s=600) as one:
        errors: list[Any] = []
        for _ in range(4):
            errors += (await one.send("wca-officer", CHEAP)).json().get("errors", [])
        assert [(e["extensions"]["code"], e["extensions"]["status"]) for e in errors] == [
            ("too_many_requests", 429)
        ] * 2
        assert errors[0]["extensions"]["retryAfter"] > 200
        assert "errors" not in (await one.send("esa-officer", CHEAP)).json()


async def test_a_socket_takes_from_the_same_quota(filled: str) -> None:
    async with (
        served(filled, rate_quota=3, rate_window_s=600) as (url, _),
        websockets.connect(url, subprotocols=PROTOCOL) as socket,
    ):
        await hello(socket, "wca-officer")
        assert (await heard(socket))["type"] == "connection_ack"
        seen: Iterator[str] = iter("abcd")
        kinds = []
        for name in seen:
            await subscribe(socket, name, CHEAP)
            answer = await heard(socket)
            kinds.append("errors" in json.dumps(answer["payload"]))
            assert (await heard(socket))["type"] == "complete"
        assert kinds == [False, False, False, True]
