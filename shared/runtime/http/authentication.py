"""From a bearer token to an actor. Keys come from the issuer's published set alone, never from the token."""

import asyncio
import time
from collections import OrderedDict
from hashlib import sha256
from typing import Any, Protocol

import httpx
import jwt
import structlog
from starlette.requests import HTTPConnection

from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.errors import Retryable, Unauthenticated
from shared.runtime.db.row_security.context import act_as
from shared.runtime.http.asking import asking
from shared.runtime.http.claims import ALGORITHMS, actor_from, hold_to_limits, key_set, refused
from shared.runtime.http.issued import Ask, IssuedTokens, introspection
from shared.runtime.http.rates import Limiter, caller_of
from shared.runtime.settings import RuntimeSettings
from shared.runtime.token_format import PREFIX

log = structlog.get_logger()
TYPES = {"at+jwt", "application/at+jwt"}
LEEWAY_S = 30
REFETCH_S = 60.0
FRESH_S = 300.0
"""Keys older than this are fetched again in the background."""
OLD_S = 3600.0
"""Keys older than this are fetched again before they are used; while their issuer is away they are good for longer."""
MOST_S = 4 * 3600.0
"""Keys that could not be fetched again for so long are good for nothing any more."""
REMEMBERED_S = 60.0
"""How long a verified token is known without looking at its key again."""
CACHE = 2048
MAX_TOKEN = 8192


class Verifier(Protocol):
    """Turns a token into an actor. Raises Unauthenticated."""

    async def verify(self, token: str) -> Actor:
        """The actor a token speaks for."""
        ...


class TokenVerifier:
    """Verifies tokens of one OpenID Connect issuer for this deployment alone, and those that were made here.

    Nothing of the issuer is believed for long: its keys are fetched again, dropped when they are gone, and a token that
    was verified is looked at again after a minute.

    ``ask`` says of the latter whom they speak for; without it notifications is asked, at the address that settings give.
    """

    def __init__(
        self, settings: RuntimeSettings, http: httpx.AsyncClient | None = None, ask: Ask | None = None
    ) -> None:
        self._settings = settings
        self._http = http or asking(5, trust_env=True)
        if ask is None and settings.notifications_url is not None:
            ask = introspection(settings.notifications_url, self._http)
        self._issued = IssuedTokens(ask) if ask is not None else None
        self._keys: dict[str, jwt.PyJWK] = {}
        self._tried_at = self._fetched_at = float("-inf")
        self._background: asyncio.Task[None] | None = None
        self._fetching = asyncio.Lock()
        self._verified: OrderedDict[bytes, tuple[float, float, Actor]] = OrderedDict()

    async def verify(self, token: str) -> Actor:
        """The actor a token speaks for. Raises Unauthenticated, or Retryable while no key can be had at all."""
        if len(token) > MAX_TOKEN:
            raise refused()
        if token.startswith(PREFIX):
            issued = await self._issued.find(token) if self._issued is not None else None
            if issued is None:
                raise refused()
            return issued
        digest = sha256(token.encode("utf-8", "replace")).digest()
        known = self._verified.get(digest)
        if known is not None and known[0] > time.time() and known[1] > time.monotonic():
            return known[2]
        claims = await self._claims(token)
        actor = actor_from(claims)
        self._verified[digest] = (float(claims["exp"]), time.monotonic() + REMEMBERED_S, actor)
        if len(self._verified) > CACHE:
            self._verified.popitem(last=False)
        return actor

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as fault:
            raise refused() from fault
        kid, kind = header.get("kid"), header.get("typ")
        types = TYPES | ({"jwt"} if self._settings.token_type_jwt else set())
        odd = {"crit", "jku", "jwk", "x5u", "x5c", "b64", "zip"} & set(header)
        if odd or not isinstance(kid, str) or not isinstance(kind, str) or kind.lower() not in types:
            raise refused()
        if header.get("alg") not in ALGORITHMS:
            raise refused()
        key = await self._key(kid)
        if key is None or key.algorithm_name != header["alg"]:
            raise refused()
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[header["alg"]],
                audience=self._settings.audiences,
                issuer=self._settings.issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "sub", "iss", "aud"], "strict_aud": False},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError) as fault:
            raise refused() from fault
        hold_to_limits(claims, self._settings)
        return claims

    def _age(self) -> float:
        return time.monotonic() - self._fetched_at

    async def _key(self, kid: str) -> "jwt.PyJWK | None":
        if kid not in self._keys or self._age() > OLD_S:
            # Callers wait for a fetch under way: the first requests after a start must not be refused for it.
            async with self._fetching:
                pause = REFETCH_S if self._age() < float("inf") else 1.0
                due = kid not in self._keys or self._age() > OLD_S
                if due and time.monotonic() - self._tried_at > pause:
                    await self._fetch()
        elif self._age() > FRESH_S and time.monotonic() - self._tried_at > REFETCH_S:
            self._tried_at = time.monotonic()
            self._background = asyncio.create_task(self._fetch())
        if self._age() > MOST_S:
            raise Retryable("issuer_away", "The issuer's keys cannot be had just now")
        return self._keys.get(kid)

    async def _fetch(self) -> None:
        """Takes the keys there are now; while the issuer is away those that were fetched stay, and grow older."""
        self._tried_at = time.monotonic()
        try:
            found = await published_keys(self._http, self._settings)
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as fault:
            log.warning("issuer_away", error=type(fault).__name__)
            return
        if found.keys() != self._keys.keys():
            # What was verified with a key that is gone is verified no more.
            self._verified.clear()
        self._keys, self._fetched_at = found, time.monotonic()


async def published_keys(http: httpx.AsyncClient, settings: RuntimeSettings) -> dict[str, jwt.PyJWK]:
    """The keys that an issuer shows now, found by discovery where no address was given. Raises httpx.HTTPError, PyJWTError,
    and ValueError, KeyError, TypeError or AttributeError for what is no set of keys.
    """
    url = settings.jwks_url or await _discovered(http, settings.issuer)
    return key_set((await http.get(url)).raise_for_status().json())


async def _discovered(http: httpx.AsyncClient, issuer: str) -> str:
    found = (await http.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")).raise_for_status().json()
    if found["issuer"] != issuer:
        raise ValueError("the discovery document names another issuer")
    return str(found["jwks_uri"])


async def actor_of(connection: HTTPConnection) -> Actor:
    """The actor of a request, found once; without a token it is the public. Raises Unauthenticated for one that fails."""
    state = connection.scope.setdefault("state", {})
    known: Actor | None = state.get("actor")
    if known is None:
        known = state["actor"] = await _verified(connection)
    act_as(known)
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
            raise refused()
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
