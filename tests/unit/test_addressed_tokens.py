"""Tokens for other deployments: each asked for once at a time, and none waits for another one's issuer."""

import asyncio
from urllib.parse import parse_qs

import httpx
import pytest

from shared.runtime.clock import SystemClock
from shared.runtime.federation.tokens import AddressedTokens
from shared.runtime.settings import RuntimeSettings


async def test_a_slow_exchange_holds_up_no_other_and_one_token_is_asked_for_once() -> None:
    goes_on, asked = asyncio.Event(), list[str]()

    async def answer(request: httpx.Request) -> httpx.Response:
        who = parse_qs(request.content.decode())["subject_token"][0]
        asked.append(who)
        if who == "slow":
            await goes_on.wait()
        return httpx.Response(200, json={"access_token": f"for {who}", "expires_in": 300})

    settings = RuntimeSettings.model_construct(
        token_url="https://issuer.example/token", service_client="gateway", client_secret=None, peer_scope=""
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        tokens = AddressedTokens(settings, SystemClock(), lambda: http)
        held = [asyncio.create_task(tokens.of_person("slow", "wca")) for _ in range(3)]
        async with asyncio.timeout(10):
            assert await tokens.of_person("quick", "wca") == "for quick"
        assert not any(one.done() for one in held)
        goes_on.set()
        assert await asyncio.gather(*held) == ["for slow"] * 3
        assert await tokens.of_person("slow", "wca") == "for slow"
    assert sorted(asked) == ["quick", "slow"]


@pytest.mark.parametrize(("peer_scope", "asked"), [("", None), ("acsg-to-{deployment}", "acsg-to-esa"), ("all", "all")])
async def test_an_own_token_is_asked_for_by_audience_and_by_the_scope_of_the_settings(
    peer_scope: str, asked: str | None
) -> None:
    forms: list[dict[str, list[str]]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        forms.append(parse_qs(request.content.decode()))
        return httpx.Response(200, json={"access_token": "t", "expires_in": 300})

    settings = RuntimeSettings.model_construct(
        token_url="https://issuer.example/token", client="acsg:wca", client_secret=None, peer_scope=peer_scope
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        await AddressedTokens(settings, SystemClock(), lambda: http).own("esa")
    assert forms[0]["audience"] == ["acsg:esa"]
    assert forms[0].get("scope") == (None if asked is None else [asked])
