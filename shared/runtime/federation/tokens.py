"""A service's own token, by which it reads from owners of other deployments: the client credentials of a service (RFC 6749 4.4)."""

import asyncio
from collections.abc import Callable

import httpx

from shared.runtime.clock import Clock
from shared.runtime.settings import RuntimeSettings

EARLY_S = 60.0


class NoToken(Exception):
    """The issuer gave none; says nothing of what was sent."""


class ServiceToken:
    """One token, asked again a little before it ends."""

    def __init__(self, settings: RuntimeSettings, clock: Clock, http: Callable[[], httpx.AsyncClient]) -> None:
        self._settings, self._clock, self._http = settings, clock, http
        self._token, self._until = "", float("-inf")
        self._asking = asyncio.Lock()

    async def get(self) -> str:
        """A token that is good for a while. Raises NoToken."""
        async with self._asking:
            if self._clock.monotonic() >= self._until:
                await self._ask()
            return self._token

    async def _ask(self) -> None:
        settings = self._settings
        if settings.token_url is None:
            raise NoToken("ACSG_TOKEN_URL is not set")
        asked = {"grant_type": "client_credentials", "client_id": settings.service_client}
        if settings.client_secret is not None:
            asked["client_secret"] = settings.client_secret.get_secret_value()
        try:
            answer = (await self._http().post(settings.token_url, data=asked)).raise_for_status().json()
            self._token = str(answer["access_token"])
            self._until = self._clock.monotonic() + max(1.0, float(answer.get("expires_in", 300)) - EARLY_S)
        except (httpx.HTTPError, ValueError, KeyError) as fault:
            raise NoToken(type(fault).__name__) from fault
