"""Quotas: evenly refilled, for each token apart, told in the header fields; who guesses pays by address."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Request, Response
from hypothesis import given
from hypothesis import strategies as st

from shared.modalities.access.actions import READ_ANNOUNCEMENT, READ_MATCH
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.runtime.clock import FixedClock
from shared.runtime.http import rates
from shared.runtime.http.app import create_app
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.rates import LeftOfQuota, Limiter, TooMany, caller_of, network_of
from shared.runtime.http.routes import route
from shared.runtime.settings import RuntimeSettings
from tests.support.gateway import ByName
from tests.unit.test_edge import nothing

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_quota_is_used_up_at_once_and_comes_back_evenly() -> None:
    clock = FixedClock(NOON)
    limiter = Limiter(6, 60, clock)
    assert [limiter.take("a") for _ in range(6)][-1] == LeftOfQuota(0, 61)
    with pytest.raises(TooMany) as refused:
        limiter.take("a")
    assert 9 < refused.value.retry_after_s <= 10
    assert limiter.take("b") == LeftOfQuota(5, 11)
    clock.advance(seconds=10)
    assert limiter.take("a") == LeftOfQuota(0, 61)
    clock.advance(seconds=3600)
    assert limiter.take("a") == LeftOfQuota(5, 11)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 4)), max_size=60))
def test_nobody_gets_more_than_a_quota_in_a_window_beyond_the_refill(steps: list[tuple[float, int]]) -> None:
    clock, taken = FixedClock(NOON), list[tuple[float, int]]()
    limiter = Limiter(10, 20, clock)
    for wait, weight in steps:
        clock.advance(seconds=wait)
        try:
            limiter.take("a", weight)
        except TooMany:
            continue
        taken.append((clock.monotonic(), weight))
    for n, (start, _) in enumerate(taken):
        for end in range(n, len(taken)):
            granted = sum(weight for _, weight in taken[n : end + 1])
            assert granted <= 10 + (taken[end][0] - start) * 10 / 20 + 1e-3


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_CALLERS", 20)
    clock = FixedClock(NOON)
    limiter = Limiter(5, 10, clock)
    for n in range(100):
        limiter.take(str(n))
    assert len(limiter._used_until) <= 20
    clock.advance(seconds=10)
    limiter.take("last")
    limiter.take("one more")
    assert len(limiter._used_until) <= 21


def test_whose_quota_it_is() -> None:
    assert caller_of(Actor("wca-officer", Role.BUREAU_OFFICER, None, "wca"), "127.0.0.1") == "wca-officer"
    tokens = {caller_of(Actor(f"token-{n}", Role.STATE_AUTHORITY, "iso3166:TCD"), f"192.0.2.{n}") for n in range(20)}
    assert tokens == {"party:iso3166:TCD"}
    assert caller_of(Actor("wca-service", Role.SERVICE), "127.0.0.1") is None
    assert caller_of(PUBLIC, "192.0.2.7") == "address:192.0.2.7"
    assert network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2"


def app(clock: FixedClock, **settings: Any) -> httpx.AsyncClient:
    router = APIRouter()
    for action, path in ((READ_MATCH, "/matches"), (READ_ANNOUNCEMENT, "/announcements")):

        @route(router, "GET", path, action, summary="Says nothing", answer="text/plain")
        async def read(request: Request) -> Response:
            await actor_of(request)
            return Response("nothing", media_type="text/plain")

    made = create_app(
        RuntimeSettings.model_validate({"service": "test", "database_url": "-"} | settings),
        title="T", routers=[router], verifier=ByName(), clock=clock, ready={}, close=nothing,
    )  # fmt: skip
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=made), base_url="http://test")


def as_(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"}


async def test_an_answer_says_what_is_left_and_a_refusal_when_to_come_back() -> None:
    async with app(FixedClock(NOON), rate_quota=2, rate_window_s=60) as http:
        first = await http.get("/matches", headers=as_("tcd-authority"))
        assert first.status_code == 200
        assert (first.headers["ratelimit-policy"], first.headers["ratelimit"]) == (
            '"default";q=2;w=60',
            '"default";r=1;t=31',
        )
        assert (await http.get("/matches", headers=as_("tcd-authority"))).headers["ratelimit"] == '"default";r=0;t=61'
        refused = await http.get("/matches", headers=as_("tcd-authority"))
        assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
        assert (refused.json()["code"], refused.headers["retry-after"]) == ("too_many_requests", "30")
        assert (await http.get("/matches", headers=as_("fra-authority"))).status_code == 200
        assert (await http.get("/announcements")).status_code == 200
        assert "ratelimit" not in (await http.get("/matches", headers=as_("wca-service"))).headers
        assert "ratelimit" not in (await http.get("/health/live")).headers


async def test_who_guesses_tokens_pays_by_address() -> None:
    async with app(FixedClock(NOON), rate_quota=3) as http:
        answers = [(await http.get("/matches", headers=as_(f"guess-{n}"))).status_code for n in range(5)]
        assert answers == [401, 401, 401, 429, 429]
        assert (await http.get("/matches", headers=as_("tcd-authority"))).status_code == 200


async def test_zero_sets_no_limit() -> None:
    async with app(FixedClock(NOON), rate_quota=0) as http:
        for _ in range(50):
            answer = await http.get("/matches", headers=as_("tcd-authority"))
            assert (answer.status_code, "ratelimit" in answer.headers) == (200, False)
