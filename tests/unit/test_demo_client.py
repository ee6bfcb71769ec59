"""The demo's client comes back when it is told to, and not more often."""

import asyncio
from typing import Any

import httpx
import pytest

from deploy.demo.client import Client, Refused

DONE = httpx.Response(200, json={"data": {"worklist": []}})


def busy(**said: Any) -> httpx.Response:
    one = {"message": "At most 1200 requests in 60 s", "extensions": {"code": "too_many_requests"} | said}
    return httpx.Response(200, json={"data": None, "errors": [one]})


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return pauses


def asked(answers: list[httpx.Response], query: str) -> tuple[dict[str, Any] | str, int]:
    """What the client says of a query that is answered so, and how often it asked."""
    left = list(answers)

    async def ask() -> dict[str, Any] | str:
        transport = httpx.MockTransport(lambda _: left.pop(0))
        async with httpx.AsyncClient(transport=transport, base_url="http://demo.invalid") as http:
            one = Client({"gateway": "http://demo.invalid"}, http, {"officer": "token"})
            try:
                return await one.graphql("officer", query)
            except Refused as refused:
                return str(refused)

    return asyncio.run(ask()), len(answers) - len(left)


def test_a_quota_told_in_an_answer_is_waited_for(slept: list[float]) -> None:
    assert asked([busy(status=429, retryAfter=7), DONE], "{ worklist { id } }") == ({"worklist": []}, 2)
    assert slept == [7.0]


def test_a_quota_told_by_the_status_is_waited_for(slept: list[float]) -> None:
    first = httpx.Response(429, headers={"Retry-After": "3"}, json={"title": "Too many"})
    assert asked([first, DONE], "{ worklist { id } }") == ({"worklist": []}, 2)
    assert slept == [3.0]


@pytest.mark.parametrize("query", ["mutation { withdraw }", "  mutation Named { withdraw }"])
def test_what_changes_something_is_not_said_twice(slept: list[float], query: str) -> None:
    said, times = asked([busy(status=429, retryAfter=7), DONE], query)
    assert "At most 1200" in said
    assert times == 1
    assert slept == []


def test_another_fault_is_told_at_once_and_patience_ends(slept: list[float]) -> None:
    said, times = asked([busy(status=409, retryAfter=7), DONE], "{ worklist { id } }")
    assert "At most 1200" in said
    assert times == 1
    said, times = asked([busy(status=429, retryAfter=1)] * 6, "{ worklist { id } }")
    assert "At most 1200" in said
    assert times == 5
    assert slept == [1.0] * 4
