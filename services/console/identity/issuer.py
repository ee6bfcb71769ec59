"""Signing in at an OpenID Connect issuer: code flow with PKCE, as a confidential client (RFC 6749, 7636, 9207)."""

import asyncio
import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
import jwt

from services.console.settings import ConsoleSettings
from shared.modalities.errors import Retryable
from shared.runtime.http.asking import asking
from shared.runtime.http.claims import ALGORITHMS, key_set

LEEWAY_S = 30
KNOWN_S = 300.0
BACK = "/sign-in/back"
ENDS = ("authorization_endpoint", "token_endpoint")


class SignInRefused(Exception):
    """The issuer refused, or what it said does not hold; ``code`` says which check failed, nothing else is told."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Tokens:
    """What the issuer gave. ``expires_at``: end of the access token, seconds of the epoch."""

    access: str
    refresh: str | None
    identity: str
    expires_at: float


@dataclass(frozen=True)
class Person:
    """Who signed in, by the ID token: subject, the issuer's name of the sign-in, when (seconds of the epoch)."""

    subject: str
    sid: str | None
    auth_time: int


@dataclass(frozen=True)
class Attempt:
    """One sign-in under way."""

    state: str
    nonce: str
    verifier: str


class Issuer(Protocol):
    """What the console needs of an issuer. Each raises SignInRefused, or Retryable while the issuer is away."""

    async def address(self, attempt: Attempt, language: str, fresh: bool, hint: str) -> str:
        """Where the browser goes to sign in; ``fresh``: the person shall sign in anew."""
        ...

    async def exchange(self, code: str, attempt: Attempt) -> tuple[Tokens, Person]:
        """Tokens for a code."""
        ...

    async def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens; the old refresh token is good no more."""
        ...

    async def farewell(self, tokens: Tokens) -> str | None:
        """Where a browser signs out at the issuer too; None: it has no such place."""
        ...


class OpenIdIssuer:
    """The issuer of the settings, found by discovery."""

    def __init__(self, settings: ConsoleSettings, http: httpx.AsyncClient | None = None) -> None:
        self._settings = settings
        self._http = http or asking(8)
        self._document: dict[str, Any] = {}
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def close(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    async def address(self, attempt: Attempt, language: str, fresh: bool, hint: str) -> str:
        """Where the browser goes to sign in."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        said = {
            "response_type": "code", "client_id": self._settings.console_client, "redirect_uri": self._back,
            "scope": self._settings.console_scope, "state": attempt.state, "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="), "code_challenge_method": "S256",
            "ui_locales": language,
        }  # fmt: skip
        said |= {"prompt": "login", "max_age": "0"} if fresh else {}
        said |= {"acr_values": self._settings.console_acr} if self._settings.console_acr else {}
        said |= {"login_hint": hint} if hint else {}
        to = str((await self._known())["authorization_endpoint"])
        return to + ("&" if "?" in to else "?") + urlencode(said)

    @property
    def _back(self) -> str:
        return self._settings.home + BACK

    async def exchange(self, code: str, attempt: Attempt) -> tuple[Tokens, Person]:
        """Tokens for a code, its ID token held against everything that was asked."""
        said = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back}
        answer = await self._ask(said | {"code_verifier": attempt.verifier})
        claims = await self._claims(answer)
        if claims.get("nonce") != attempt.nonce:
            raise SignInRefused("nonce")
        at = claims.get("auth_time", claims["iat"])
        if not isinstance(at, int) or isinstance(at, bool):
            raise SignInRefused("auth_time")
        sid = claims.get("sid")
        return _tokens(answer, answer["id_token"]), Person(claims["sub"], sid if isinstance(sid, str) else None, at)

    async def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens."""
        if tokens.refresh is None:
            raise SignInRefused("no_refresh")
        answer = await self._ask({"grant_type": "refresh_token", "refresh_token": tokens.refresh})
        fresh = _tokens(answer, str(answer.get("id_token") or tokens.identity))
        return fresh if fresh.refresh else Tokens(fresh.access, tokens.refresh, fresh.identity, fresh.expires_at)

    async def farewell(self, tokens: Tokens) -> str | None:
        """Where a browser signs out at the issuer too."""
        end = (await self._known()).get("end_session_endpoint")
        home = self._settings.home + "/sign-in"
        said = {"id_token_hint": tokens.identity, "client_id": self._settings.console_client}
        return f"{end}?{urlencode(said | {'post_logout_redirect_uri': home})}" if end else None

    async def _ask(self, said: Mapping[str, str]) -> dict[str, Any]:
        secret, known = self._settings.console_client_secret, await self._known()
        form = dict(said) | {"client_id": self._settings.console_client}
        try:
            if secret is None:
                answer = await self._http.post(known["token_endpoint"], data=form)
            else:
                client = (self._settings.console_client, secret.get_secret_value())
                answer = await self._http.post(known["token_endpoint"], data=form, auth=client)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as away:
            raise _away() from away
        if answer.status_code >= 500:
            raise _away()
        if not answer.is_success or not isinstance(body, dict) or not isinstance(body.get("access_token"), str):
            raise SignInRefused("token")
        return body

    async def _claims(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        token = answer.get("id_token")
        try:
            header = jwt.get_unverified_header(str(token))
            key = await self._key(header.get("kid"))
            if key is None or key.algorithm_name != header.get("alg"):
                raise SignInRefused("key")
            claims: dict[str, Any] = jwt.decode(
                str(token), key, algorithms=ALGORITHMS, audience=self._settings.console_client,
                issuer=self._settings.issuer, leeway=LEEWAY_S, options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError, TypeError) as fault:
            raise SignInRefused("id_token") from fault
        return claims

    async def _key(self, kid: object) -> "jwt.PyJWK | None":
        await self._known()
        if kid not in self._keys:
            self._read_at = min(self._read_at, time.monotonic() - KNOWN_S)
            await self._known()
        return self._keys.get(str(kid))

    async def _known(self) -> dict[str, Any]:
        """The discovery document, with the keys beside it. Raises Retryable."""
        async with self._reading:
            if time.monotonic() - self._read_at > KNOWN_S:
                await self._read()
        return self._document

    async def _read(self) -> None:
        base = self._settings.issuer.rstrip("/")
        try:
            found = (await self._http.get(f"{base}/.well-known/openid-configuration")).raise_for_status().json()
            if found["issuer"] != self._settings.issuer or not all(isinstance(found[one], str) for one in ENDS):
                raise ValueError("the discovery document names another issuer, or no endpoints")
            url = self._settings.jwks_url or found["jwks_uri"]
            self._keys = key_set((await self._http.get(url)).raise_for_status().json())
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, KeyError, TypeError) as away:
            if self._document:
                return
            raise _away() from away
        self._document, self._read_at = found, time.monotonic()


def _tokens(answer: Mapping[str, Any], identity: str) -> Tokens:
    lives = answer.get("expires_in", 60)
    seconds = float(lives) if isinstance(lives, int | float) else 60.0
    refresh = answer.get("refresh_token")
    return Tokens(
        answer["access_token"], refresh if isinstance(refresh, str) else None, identity, time.time() + seconds
    )


def _away() -> Retryable:
    return Retryable("issuer_away", "The issuer does not answer just now")
