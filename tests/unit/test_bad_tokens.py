"""Fifty bad tokens, all refused (S6); keys and what was verified with them grow old."""

import asyncio
import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.issuer import HOURS, Issuer, NotExchanged
from shared.modalities.access import actions as a
from shared.modalities.access.actor import PUBLIC
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING
from shared.modalities.access.resources import solicitation
from shared.modalities.errors import Retryable, Unauthenticated
from shared.runtime.db.row_security.reach import reach
from shared.runtime.http import authentication
from shared.runtime.http.authentication import TokenVerifier
from shared.runtime.settings import RuntimeSettings

ADDRESS = "http://issuer.example"
Claims = dict[str, Any]


class World:
    """An issuer, its set of keys as it is now, and a deployment that takes its tokens."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.issuer = Issuer(folder / "key", ADDRESS, "development")
        self.set: Any = self.issuer.keys()
        self.fetched, self.away = 0, False
        values = {"service": "x", "database_url": "postgresql://x", "issuer": ADDRESS} | settings
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.verifier = TokenVerifier(RuntimeSettings(**values), http)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away")
        if request.url.path != "/keys":
            return httpx.Response(200, json=self.issuer.discovery())
        self.fetched += 1
        return httpx.Response(200, json=self.set)

    def claims(self, name: str = "tcd-authority") -> Claims:
        found: Claims = jwt.decode(self.issuer.token(name), options={"verify_signature": False})
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def part(value: Any) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def said(name: str = "tcd-authority", /, **changes: Any) -> Callable[[World], str]:
    """A token that the issuer signs, with other claims; a claim that is ``...`` is left out."""

    def make(world: World) -> str:
        claims = world.claims(name) | changes
        return world.issuer.signed({k: v for k, v in claims.items() if v is not ...})

    return make


def headed(**header: Any) -> Callable[[World], str]:
    return lambda world: world.issuer.signed(world.claims(), **header)


def lasting(seconds: float, begun: float = 0) -> Callable[[World], str]:
    def make(world: World) -> str:
        now = time.time() + begun
        return world.issuer.signed(world.claims() | {"iat": int(now), "exp": int(now + seconds)})

    return make


def other_key(kind: Any, algorithm: str, kid: str = "development") -> Callable[[World], str]:
    return lambda world: jwt.encode(world.claims(), kind, algorithm, {"kid": kid, "typ": "at+jwt"})


def without_signature(alg: str) -> Callable[[World], str]:
    head = {"alg": alg, "kid": "development", "typ": "at+jwt"}
    return lambda world: f"{part(head)}.{part(world.claims())}."


def changed(where: int, how: Callable[[str], str]) -> Callable[[World], str]:
    def make(world: World) -> str:
        parts = world.issuer.token("tcd-authority").split(".")
        parts[where] = how(parts[where])
        return ".".join(parts)

    return make


def of_service(**changes: Any) -> Callable[[World], str]:
    return said("wca-service", **changes)


DAY = 24 * 3600
RSA = rsa.generate_private_key(65537, 2048)
BAD: dict[str, Callable[[World], str]] = {
    "empty": lambda _: "",
    "one word": lambda _: "token",
    "two dots": lambda _: "a.b.c",
    "five parts": lambda w: w.issuer.token("tcd-authority") + ".a.b",
    "too long": lambda w: w.issuer.token("tcd-authority") + "a" * 9000,
    "alg none": without_signature("none"),
    "alg None": without_signature("None"),
    "alg EdDSA unsigned": without_signature("EdDSA"),
    "HS256 with the public key": lambda w: jwt.encode(
        w.claims(), base64.urlsafe_b64decode(w.issuer.keys()["keys"][0]["x"] + "=="), "HS256",
        {"kid": "development", "typ": "at+jwt"},
    ),
    "another Ed25519 key": other_key(Ed25519PrivateKey.generate(), "EdDSA"),
    "an RSA key": other_key(RSA, "RS256"),
    "an EC key": other_key(ec.generate_private_key(ec.SECP256R1()), "ES256"),
    "PS256": other_key(RSA, "PS256"),
    "unknown key": other_key(Ed25519PrivateKey.generate(), "EdDSA", "another"),
    "signature cut": changed(2, lambda text: text[:-8]),
    "signature changed": changed(2, lambda text: "AAAA" + text[4:]),
    "claims changed": changed(1, lambda text: part(json.loads(base64.urlsafe_b64decode(text + "==")) | {"sub": "x"})),
    "claims no JSON": changed(1, lambda _: part(b"{")),
    "header no JSON": changed(0, lambda _: part(b"[]")),
    "typ JWT": headed(typ="JWT"),
    "no typ": headed(typ=None),
    "typ of a logout token": headed(typ="logout+jwt"),
    "typ a number": headed(typ=1),
    "no kid": lambda w: jwt.encode(w.claims(), w.issuer._key, "EdDSA", {"typ": "at+jwt"}),
    "a kid that is none": headed(kid="..."),
    "crit": headed(crit=["exp"]),
    "jku": headed(jku="https://evil.example/keys"),
    "jwk": lambda w: w.issuer.signed(w.claims(), jwk=w.issuer.keys()["keys"][0]),
    "x5u": headed(x5u="https://evil.example/chain"),
    "another issuer": said(iss="http://other.example"),
    "no issuer": said(iss=...),
    "the old audience": said(aud="acsg"),
    "another deployment's audience": said(aud="acsg:esa"),
    "another audience beside": said(aud=["acsg:wca", "acsg:esa"]),
    "no audience": said(aud=...),
    "an audience that only begins so": said(aud="acsg:wca-2"),
    "over": lasting(600, -700),
    "no exp": said(exp=...),
    "exp in words": said(exp="tomorrow"),
    "exp without end": lasting(100 * 365 * DAY),
    "a second longer than may be": lasting(HOURS * 3600 + 1),
    "exp before iat": lasting(-60, 3600),
    "not begun": lasting(600, 3600),
    "no iat": said(iat=...),
    "iat true": said(iat=True),
    "not before tomorrow": said(nbf=int(time.time()) + DAY),
    "no sub": said(sub=...),
    "empty sub": said(sub=""),
    "no role": said(acsg_role=...),
    "a role that is none": said(acsg_role="admin"),
    "the public": said(acsg_role="public"),
    "a State without party": said(acsg_party=...),
    "a State that is an organisation": said(acsg_party="org:unhcr"),
    "a bureau without region": said("wca-officer", acsg_region=...),
    "a service with a party": of_service(acsg_party="iso3166:TCD"),
    "a service of nowhere": of_service(acsg_region=...),
    "an office that is a State": said("tcd-office", acsg_party="iso3166:TCD"),
    "a stakeholder without party": said("euaa", acsg_party=...),
    "a party of 300 letters": said(acsg_party="iso3166:" + "A" * 300),
}  # fmt: skip


def test_there_are_fifty() -> None:
    assert len(BAD) >= 50


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_token_is_refused(world: World, name: str) -> None:
    with pytest.raises(Unauthenticated):
        await world.verifier.verify(BAD[name](world))


@pytest.mark.control
@pytest.mark.parametrize(
    "name", ["tcd-authority", "tcd-office", "euaa", "wca-officer", "geneva-officer", "wca-service"]
)
async def test_the_same_tokens_unchanged_are_good(world: World, name: str) -> None:
    assert (await world.verifier.verify(said(name)(world))).subject == name
    assert (await world.verifier.verify(headed()(world))).subject == "tcd-authority"
    assert (await world.verifier.verify(lasting(HOURS * 3600)(world))).subject == "tcd-authority"


@pytest.mark.parametrize(
    ("name", "words"),
    [("a bureau without region", "acsg_region"), ("a service with a party", "no party"), ("a State without party", "acsg_party"),
     ("exp without end", "43200"), ("another audience beside", "alone")],
)  # fmt: skip
async def test_what_a_token_lacks_is_said(world: World, name: str, words: str) -> None:
    with pytest.raises(Unauthenticated, match=words):
        await world.verifier.verify(BAD[name](world))


class Hours:
    """The steady clock of the verifier, moved by hand."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.passed, even = 0.0, time.monotonic
        patch.setattr(authentication, "time", SimpleNamespace(monotonic=lambda: even() + self.passed, time=time.time))


async def test_a_key_that_is_gone_is_good_for_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clocks, token = Hours(monkeypatch), world.issuer.token("geneva-officer")
    assert await world.verifier.verify(token)
    world.set = {"keys": []}
    clocks.passed = authentication.FRESH_S + 1
    await world.verifier.verify(world.issuer.token("wca-officer"))
    await asyncio.sleep(0.05)
    for one in (token, world.issuer.token("geneva-officer")):
        with pytest.raises(Unauthenticated):
            await world.verifier.verify(one)
    assert world.fetched == 2


@pytest.mark.parametrize("hours", [1.1, 100_000 / 3600])
async def test_after_an_hour_of_silence_keys_are_fetched_before_they_are_used(
    world: World, monkeypatch: pytest.MonkeyPatch, hours: float
) -> None:
    clocks, token = Hours(monkeypatch), world.issuer.token("geneva-officer")
    assert await world.verifier.verify(token)
    world.set, clocks.passed = {"keys": []}, hours * 3600
    for one in (token, world.issuer.token("geneva-officer")):
        with pytest.raises(Unauthenticated):
            await world.verifier.verify(one)


async def test_while_the_issuer_is_away_its_keys_hold_for_hours_not_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks, token = Hours(monkeypatch), world.issuer.token("geneva-officer")
    assert await world.verifier.verify(token)
    world.away, clocks.passed = True, authentication.MOST_S - 60
    assert await world.verifier.verify(token)
    clocks.passed = authentication.MOST_S + 1
    with pytest.raises(Retryable):
        await world.verifier.verify(token)


async def test_an_older_audience_and_type_are_taken_by_a_setting(tmp_path: Path) -> None:
    old = World(tmp_path, audience_before="acsg", token_type_jwt=True, mode="development")
    assert await old.verifier.verify(BAD["the old audience"](old))
    assert await old.verifier.verify(BAD["typ JWT"](old))
    with pytest.raises(ValueError, match="audience_before"):
        World(tmp_path, audience_before="acsg", mode="production")


async def test_a_persons_token_for_another_deployment_reads_there_and_nowhere_else(tmp_path: Path) -> None:
    wca, esa = World(tmp_path), World(tmp_path, deployment="esa")
    token = wca.issuer.token("geneva-officer")
    with pytest.raises(Unauthenticated):
        await esa.verifier.verify(token)
    given = wca.issuer.exchanged("wca-service", token, "acsg:esa", "read-elsewhere")
    with pytest.raises(Unauthenticated):
        await wca.verifier.verify(given)
    there = await esa.verifier.verify(given)
    may = {name for name, action in a.ACTIONS.items() if decide(there, action, ANYTHING).allowed}
    whole = await wca.verifier.verify(token)
    assert {a.READ_HANDOVER.name, a.READ_NOTICE.name, a.READ_DELIVERY.name} <= may
    assert not {a.ORDER_HANDOVER.name, a.READ_REQUEST.name, a.DECIDE_REQUEST.name, a.CONFIRM_MATCH.name} & may
    assert decide(whole, a.READ_REQUEST, ANYTHING).allowed
    for client, one in (("esa-service", token), ("esa-service", given), ("wca-service", given), ("wca-service", "x")):
        with pytest.raises(NotExchanged):
            wca.issuer.exchanged(client, one, "acsg:mena", "read-elsewhere")


async def test_a_services_token_is_good_at_its_addressee_alone(tmp_path: Path) -> None:
    wca, esa = World(tmp_path), World(tmp_path, deployment="esa")
    given = wca.issuer.for_peer("wca-service", "acsg:esa")
    assert (await esa.verifier.verify(given)).region == "wca"
    with pytest.raises(Unauthenticated):
        await wca.verifier.verify(given)


async def test_a_person_acts_at_another_deployment_on_the_things_of_one_collection(tmp_path: Path) -> None:
    wca, europe = World(tmp_path), World(tmp_path, deployment="europe")
    issuer = Issuer(tmp_path / "key", ADDRESS, "development", "europe")
    token = issuer.token("fra-authority")
    given = issuer.exchanged("europe-service", token, "acsg:wca", "act-elsewhere:calls-for-offers")
    there = await wca.verifier.verify(given)
    assert (there.subject, there.party, there.via) == ("fra-authority", "iso3166:FRA", "europe-service")
    # Reading asks a cache what an actor reaches.
    assert json.loads(reach(there))
    asked = solicitation("wca", ["iso3166:FRA", "iso3166:DEU"])
    assert decide(there, a.ANSWER_CALL, asked.only("iso3166:FRA")).allowed
    assert not decide(there, a.ANSWER_CALL, asked.only("iso3166:DEU")).allowed
    may = {one.name for one in a.ACTIONS.values() if decide(there, one, asked).allowed}
    public = {one.name for one in a.ACTIONS.values() if decide(PUBLIC, one, asked).allowed}
    assert may - public == {a.READ_SOLICITATION.name, a.SEE_CALL.name, a.ANSWER_CALL.name}
    # It is good nowhere else, and whoever shows it further gets nothing for it.
    with pytest.raises(Unauthenticated):
        await europe.verifier.verify(given)
    for client in ("wca-service", "europe-service"):
        with pytest.raises(NotExchanged):
            issuer.exchanged(client, given, "acsg:esa", "act-elsewhere:calls-for-offers")


@pytest.mark.parametrize("act", ["europe-service", {}, {"sub": ""}, {"sub": 7}, {"sub": "x" * 201}, None, []])
async def test_who_had_a_token_exchanged_is_named_or_it_is_none(tmp_path: Path, act: object) -> None:
    wca = World(tmp_path)
    claims = jwt.decode(wca.issuer.token("tcd-authority"), options={"verify_signature": False})
    with pytest.raises(Unauthenticated):
        await wca.verifier.verify(wca.issuer.signed(claims | {"act": act, "scope": "read-elsewhere"}))


async def test_an_exchanged_token_without_a_known_scope_does_nothing(tmp_path: Path) -> None:
    """A role is never widened by what the sender writes beside it."""
    wca = World(tmp_path)
    claims = jwt.decode(wca.issuer.token("geneva-officer"), options={"verify_signature": False})
    for scope in ("", "act-elsewhere", "act-elsewhere:*", "act-elsewhere:everything", "read", "offers webhooks"):
        there = await wca.verifier.verify(wca.issuer.signed(claims | {"act": {"sub": "esa-service"}, "scope": scope}))
        assert {one for one in a.ACTIONS.values() if decide(there, one, ANYTHING).allowed} == {
            one for one in a.ACTIONS.values() if decide(PUBLIC, one, ANYTHING).allowed
        }, scope


async def test_an_issuer_that_writes_no_act_names_by_azp_who_exchanged(tmp_path: Path) -> None:
    wca = World(tmp_path)
    claims = jwt.decode(wca.issuer.token("tcd-authority"), options={"verify_signature": False})
    for scope, scopes in (("read-elsewhere", {"read-elsewhere"}), ("openid", set()), ("", set())):
        there = await wca.verifier.verify(wca.issuer.signed(claims | {"azp": "acsg:esa", "scope": scope}))
        assert (there.via, there.scopes) == ("acsg:esa", frozenset(scopes))
    own = await wca.verifier.verify(wca.issuer.signed(claims | {"azp": "acsg-console-wca", "scope": "openid"}))
    assert (own.via, own.scopes) == (None, None)
    with pytest.raises(Unauthenticated):
        await wca.verifier.verify(wca.issuer.signed(claims | {"azp": "acsg:" + "x" * 200}))
    service = jwt.decode(wca.issuer.token("esa-service"), options={"verify_signature": False})
    of_its_own = await wca.verifier.verify(wca.issuer.signed(service | {"azp": "acsg:esa"}))
    assert (of_its_own.via, of_its_own.scopes) == (None, None)
