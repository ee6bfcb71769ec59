"""Tokens that are shown to other deployments: each is good at its addressee alone, and for minutes.

A service's own is its client credentials with the addressee as audience (RFC 6749 4.4, RFC 8707). A person's token never
leaves as it is: it is exchanged for one that is narrowed to the addressee and to a scope (RFC 8693).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import sha256
from weakref import WeakValueDictionary

import httpx

from shared.runtime.clock import Clock
from shared.runtime.settings import AUDIENCE, RuntimeSettings

EARLY_S = 60.0
MOST = 1024
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS = "urn:ietf:params:oauth:token-type:access_token"
ELSEWHERE = "read-elsewhere"
"""The scope of tokens that read (``shared/modalities/access/scopes.py``); those that act begin with ``ACTING``."""

_Which = tuple[str, str, bytes]
"""Addressee, scope, digest of the person's token."""


class NoToken(Exception):
    """The issuer gave none; says nothing of what was sent."""


class AddressedTokens:
    """Tokens by addressee, asked again a little before they end."""

    def __init__(self, settings: RuntimeSettings, clock: Clock, http: Callable[[], httpx.AsyncClient]) -> None:
        self._settings, self._clock, self._http = settings, clock, http
        self._known: OrderedDict[_Which, tuple[float, str]] = OrderedDict()
        self._asking = WeakValueDictionary[_Which, asyncio.Lock]()

    async def own(self, deployment: str) -> str:
        """This service's token for one deployment. Raises NoToken."""
        asked, scope = {"grant_type": "client_credentials"}, self._settings.peer_scope
        asked |= {"scope": scope.replace("{deployment}", deployment)} if scope else {}
        return await self._get((deployment, "", b""), asked)

    async def of_person(self, token: str, deployment: str, scope: str = ELSEWHERE) -> str:
        """A person's token, exchanged for one that does at another deployment what a scope holds. Raises NoToken."""
        asked = {"grant_type": EXCHANGE, "subject_token": token, "subject_token_type": ACCESS, "scope": scope}
        return await self._get((deployment, scope, sha256(token.encode()).digest()), asked)

    async def _get(self, which: _Which, asked: Mapping[str, str]) -> str:
        # Asked for once at a time, and not for one token while another one's answer is slow.
        async with self._asking.setdefault(which, asyncio.Lock()):
            known = self._known.get(which)
            if known is None or self._clock.monotonic() >= known[0]:
                known = self._known[which] = await self._ask(which[0], asked)
                if len(self._known) > MOST:
                    self._known.popitem(last=False)
            return known[1]

    async def _ask(self, deployment: str, asked: Mapping[str, str]) -> tuple[float, str]:
        settings = self._settings
        if settings.token_url is None:
            raise NoToken("ACSG_TOKEN_URL is not set")
        # The name of RFC 8693; an issuer that goes by RFC 8707 reads the other one.
        addressee = AUDIENCE + deployment
        form = {"client_id": settings.service_client, "audience": addressee, "resource": addressee, **asked}
        if settings.client_secret is not None:
            form["client_secret"] = settings.client_secret.get_secret_value()
        try:
            answer = (await self._http().post(settings.token_url, data=form)).raise_for_status().json()
            lives = float(answer.get("expires_in", 300))
            return self._clock.monotonic() + max(1.0, lives - EARLY_S), str(answer["access_token"])
        except (httpx.HTTPError, ValueError, KeyError) as fault:
            raise NoToken(type(fault).__name__) from fault
