"""One service of another deployment, asked with our own token over HTTP."""

from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from shared.runtime.clock import Clock
from shared.runtime.federation.tokens import NoToken, ServiceToken
from shared.runtime.settings import RuntimeSettings

Answer = TypeVar("Answer", bound=BaseModel)


class PeerAway(Exception):
    """It gave no usable answer; ``code`` says why, for people who look after it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Neighbours:
    """Services of other deployments, by the setting ``peers``."""

    def __init__(self, settings: RuntimeSettings, clock: Clock, http: httpx.AsyncClient | None = None) -> None:
        self._settings, self._http = settings, http
        self._token = ServiceToken(settings, clock, lambda: self.http)

    @property
    def http(self) -> httpx.AsyncClient:
        """One client for all, made when it is first needed."""
        if self._http is None:
            seconds = self._settings.peer_timeout_s
            self._http = httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=False)
        return self._http

    def regions(self, service: str) -> list[str]:
        """Deployments whose service of this name we know the address of, if there is a way to a token."""
        known = self._settings.peers if self._settings.token_url is not None else {}
        return sorted(region for region, services in known.items() if service in services)

    async def ask(self, region: str, service: str, path: str, form: type[Answer], body: Any = None) -> Answer:
        """A question, or with a body something to be done that may be said twice. Raises PeerAway."""
        address = self._settings.peers.get(region, {}).get(service)
        if address is None:
            raise PeerAway("address_unknown")
        try:
            headers = {"Authorization": f"Bearer {await self._token.get()}"}
            method = "GET" if body is None else "POST"
            answer = await self.http.request(method, address.rstrip("/") + path, json=body, headers=headers)
        except NoToken as fault:
            raise PeerAway("no_token") from fault
        except httpx.HTTPError as fault:
            raise PeerAway(type(fault).__name__) from fault
        if answer.status_code != 200:
            raise PeerAway(f"status_{answer.status_code}")
        try:
            found = form.model_validate_json(answer.content)
        except ValidationError as fault:
            raise PeerAway("unreadable_answer") from fault
        if (getattr(found, "deployment", None), getattr(found, "service", None)) != (region, service):
            raise PeerAway("other_owner")
        return found
