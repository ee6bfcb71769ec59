"""Tokens: what is refused, and the first requests after a start."""

import asyncio
import base64
import json
import time
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from deploy.local.issuer import Issuer, RefusesProduction
from shared.modalities.access.actor import Role
from shared.modalities.errors import Retryable, Unauthenticated
from shared.runtime.http.authentication import TokenVerifier
from shared.runtime.settings import RuntimeSettings

ADDRESS = "http://issuer.example"


def verifier(issuer: Issuer, *, away: bool = False) -> TokenVerifier:
    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.02)
        if away:
            raise httpx.ConnectError("away")
        return httpx.Response(200, json=issuer.keys() if request.url.path == "/keys" else issuer.discovery())

    settings = RuntimeSettings(service="x", database_url="postgresql://x", issuer=ADDRESS)  # type: ignore[call-arg]
    return TokenVerifier(settings, httpx.AsyncClient(transport=httpx.MockTransport(answer)))


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path / "key", ADDRESS, "development")


async def test_the_first_requests_at_once_are_all_accepted(issuer: Issuer) -> None:
    check = verifier(issuer)
    tokens = [issuer.token(name) for name in ("tcd-authority", "fra-authority", "wca-officer", "geneva-officer")]
    actors = await asyncio.gather(*(check.verify(token) for token in tokens))
    assert [a.role for a in actors][:2] == [Role.STATE_AUTHORITY] * 2


async def test_an_issuer_that_is_away_is_not_the_callers_fault(issuer: Issuer) -> None:
    check = verifier(issuer, away=True)
    for _ in range(2):
        with pytest.raises(Retryable):
            await check.verify(issuer.token("tcd-authority"))


def forged(issuer: Issuer, **changes: Any) -> str:
    """A token with other claims, signed by somebody else's key."""
    claims = jwt.decode(issuer.token("tcd-authority"), options={"verify_signature": False}) | changes
    return jwt.encode(claims, "x" * 32, "HS256", {"kid": "development"})


def unsigned(issuer: Issuer) -> str:
    head, body, _ = issuer.token("tcd-authority").split(".")
    said = json.loads(base64.urlsafe_b64decode(head + "=="))
    none = base64.urlsafe_b64encode(json.dumps(said | {"alg": "none"}).encode()).decode().rstrip("=")
    return f"{none}.{body}."


async def test_what_is_not_signed_by_the_issuer_is_refused(issuer: Issuer, tmp_path: Path) -> None:
    check = verifier(issuer)
    good = issuer.token("tcd-authority")
    assert (await check.verify(good)).party == "iso3166:TCD"
    head, body, signature = good.split(".")
    other = Issuer(tmp_path / "other", ADDRESS, "development").token("tcd-authority")
    elsewhere = Issuer(tmp_path / "key", "http://other.example", "development").token("tcd-authority")
    old = issuer.token("tcd-authority", now=time.time() - 100 * 3600)
    bad = [unsigned(issuer), forged(issuer), other, elsewhere, old, f"{head}.{body}.AAAA{signature[4:]}", "x", "a.b.c"]
    for token in bad:
        with pytest.raises(Unauthenticated):
            await check.verify(token)


def test_the_development_issuer_refuses_production(tmp_path: Path) -> None:
    with pytest.raises(RefusesProduction):
        Issuer(tmp_path / "key", ADDRESS, "production")
