"""From a bearer token to an actor. Keys come from the issuer's published set alone, never from the token."""

import asyncio
import time
from collections import OrderedDict
from hashlib import sha256
from typing import Any, Protocol

import httpx
import jwt
from starlette.requests import HTTPConnection

from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.errors import ModalityError, Retryable
from shared.runtime.http.issued import Ask, IssuedTokens, introspection
from shared.runtime.http.rates import Limiter, caller_of
from shared.runtime.http.token_format import PREFIX
from shared.runtime.settings import RuntimeSettings

ALGORITHMS = ["EdDSA", "ES256", "RS256"]
TYPES = {"at+jwt", "application/at+jwt", "jwt"}
LEEWAY_S = 30
REFETCH_S = 60.0
CACHE = 2048
MAX_TOKEN = 8192


class Unauthenticated(ModalityError):
    """The token is missing where one is needed, or is not acceptable. Says no more than that."""


class Verifier(Protocol):
    """Turns a token into an actor. Raises Unauthenticated."""

    async def verify(self, token: str) -> Actor:
        """The actor a token speaks for."""
        ...


def _refused() -> Unauthenticated:
    return Unauthenticated("invalid_token", "The bearer token is not acceptable")


class TokenVerifier:
    """Verifies tokens of one OpenID Connect issuer, remembered until they expire, and those that were made here.

    ``ask`` says of the latter whom they speak for; without it notifications is asked, at the address that settings give.
    """

    def __init__(
        self, settings: RuntimeSettings, http: httpx.AsyncClient | None = None, ask: Ask | None = None
    ) -> None:
        self._settings = settings
        self._http = http or httpx.AsyncClient(timeout=5, follow_redirects=False)
        if ask is None and settings.notifications_url is not None:
            ask = introspection(settings.notifications_url, self._http)
        self._issued = IssuedTokens(ask) if ask is not None else None
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._fetching = asyncio.Lock()
        self._verified: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def verify(self, token: str) -> Actor:
        """The actor a token speaks for. Raises Unauthenticated, or Retryable while no key can be had at all."""
        if len(token) > MAX_TOKEN:
            raise _refused()
        if token.startswith(PREFIX):
            issued = await self._issued.find(token) if self._issued is not None else None
            if issued is None:
                raise _refused()
            return issued
        digest = sha256(token.encode("utf-8", "replace")).digest()
        known = self._verified.get(digest)
        if known is not None and known[0] > time.time():
            return known[1]
        claims = await self._claims(token)
        actor = _actor(claims)
        self._verified[digest] = (float(claims["exp"]), actor)
        if len(self._verified) > CACHE:
            self._verified.popitem(last=False)
        return actor

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as fault:
            raise _refused() from fault
        kid, kind = header.get("kid"), header.get("typ", "JWT")
        odd = {"crit", "jku", "jwk", "x5u", "x5c", "b64", "zip"} & set(header)
        if odd or not isinstance(kid, str) or not isinstance(kind, str) or kind.lower() not in TYPES:
            raise _refused()
        if header.get("alg") not in ALGORITHMS:
            raise _refused()
        key = await self._key(kid)
        if key is None or key.algorithm_name != header["alg"]:
            raise _refused()
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[header["alg"]],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "sub", "iss", "aud"], "strict_aud": False},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError) as fault:
            raise _refused() from fault

    async def _key(self, kid: str) -> "jwt.PyJWK | None":
        if kid not in self._keys:
            # Callers wait for a fetch under way: the first requests after a start must not be refused for it.
            async with self._fetching:
                pause = REFETCH_S if self._keys else 1.0
                if kid not in self._keys and time.monotonic() - self._fetched_at > pause:
                    await self._fetch()
            if not self._keys:
                raise Retryable("issuer_away", "The issuer's keys cannot be had just now")
        return self._keys.get(kid)

    async def _fetch(self) -> None:
        self._fetched_at = time.monotonic()
        try:
            url = self._settings.jwks_url or await self._discover()
            answer = (await self._http.get(url)).raise_for_status().json()
            found = {k.key_id: k for k in jwt.PyJWKSet.from_dict(answer).keys if k.key_id}
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, KeyError) as fault:
            if not self._keys:
                raise Retryable("issuer_away", "The issuer's keys cannot be had just now") from fault
            return
        self._keys = {kid: key for kid, key in found.items() if key.algorithm_name in ALGORITHMS}

    async def _discover(self) -> str:
        url = f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = (await self._http.get(url)).raise_for_status().json()
        if found["issuer"] != self._settings.issuer:
            raise ValueError("the discovery document names another issuer")
        return str(found["jwks_uri"])


def _actor(claims: dict[str, Any]) -> Actor:
    try:
        role = Role(claims["acsg_role"])
    except (KeyError, ValueError, TypeError) as fault:
        raise _refused() from fault
    texts = [claims.get("sub"), claims.get("acsg_party"), claims.get("acsg_region"), claims.get("acsg_lang", "en")]
    if not all(text is None or (isinstance(text, str) and 0 < len(text) <= 200) for text in texts):
        raise _refused()
    return Actor(texts[0] or "", role, texts[1], texts[2], texts[3] or "en")


async def actor_of(connection: HTTPConnection) -> Actor:
    """The actor of a request, found once; without a token it is the public. Raises Unauthenticated for one that fails."""
    state = connection.scope.setdefault("state", {})
    known: Actor | None = state.get("actor")
    if known is None:
        known = state["actor"] = await _verified(connection)
    return known


async def until_token_ends(connection: HTTPConnection, every_s: float) -> None:
    """Returns once the token of an answer that goes on is good no more, or speaks for somebody else; never without one.

    It is looked at every so many seconds; while nobody can say whether it holds, the answer goes on. Nothing of it is
    taken from the caller's quota.
    """
    began = await actor_of(connection)
    token = connection.headers.get("authorization", "").partition(" ")[2].strip()
    verifier: Verifier = connection.app.state.verifier
    while True:
        await asyncio.sleep(every_s)
        try:
            if token and await verifier.verify(token) != began:
                return
        except Unauthenticated:
            return
        except Retryable:
            continue


async def _verified(connection: HTTPConnection) -> Actor:
    header = connection.headers.get("authorization")
    scheme, _, token = (header or "").partition(" ")
    verifier: Verifier = connection.app.state.verifier
    try:
        if header is None:
            actor = PUBLIC
        elif scheme.lower() != "bearer" or not token:
            raise _refused()
        else:
            actor = await verifier.verify(token.strip())
    except Unauthenticated:
        # Guessing takes from the quota of the address.
        take(connection, PUBLIC)
        raise
    if actor.role is not Role.PUBLIC:
        recognise(connection)
    take(connection, actor)
    return actor


def recognise(connection: HTTPConnection) -> None:
    """Somebody known has spoken: the connection is not ended to make room for others."""
    if (line := connection.scope.get("state", {}).get("connection")) is not None:
        line.recognise()


def take(connection: HTTPConnection, actor: Actor, weight: int = 1) -> None:
    """Takes from the quota of a caller; what is left goes out with the answer. Raises TooMany."""
    limiter: Limiter = connection.app.state.limiter
    caller = caller_of(actor, connection.client.host if connection.client else "")
    if caller is not None and (left := limiter.take(caller, weight)) is not None:
        connection.scope.setdefault("state", {})["rate"] = limiter.headers(left)
