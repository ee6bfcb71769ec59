"""Services of other deployments, asked with our own token over HTTP."""

from collections.abc import Mapping
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from shared.runtime.clock import Clock
from shared.runtime.federation.tokens import AddressedTokens, NoToken
from shared.runtime.http.asking import asking
from shared.runtime.settings import RuntimeSettings

Answer = TypeVar("Answer", bound=BaseModel)
Book = Mapping[str, Mapping[str, str]]
"""Deployment -> service -> address."""


class PeerAway(Exception):
    """It gave no usable answer; ``code`` says why, for people who look after it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Peers:
    """Every service we know the address of: the setting ``peers``, unless another book is given."""

    def __init__(
        self, settings: RuntimeSettings, clock: Clock, http: httpx.AsyncClient | None = None, book: Book | None = None
    ) -> None:
        self._seconds, self._http = settings.peer_timeout_s, http
        given = settings.peers if book is None else book
        # Without a way to a token nobody would answer us.
        self.book: Book = given if settings.token_url is not None else {}
        self._tokens = AddressedTokens(settings, clock, lambda: self.http)

    @property
    def http(self) -> httpx.AsyncClient:
        """One client for all, made when it is first needed."""
        if self._http is None:
            self._http = asking(self._seconds)
        return self._http

    async def close(self) -> None:
        """Closes connections."""
        if self._http is not None:
            await self._http.aclose()

    def regions(self, service: str) -> list[str]:
        """Deployments whose service of this name we know the address of."""
        return sorted(region for region, services in self.book.items() if service in services)

    async def _sent(self, method: str, url: str, **given: Any) -> httpx.Response:
        """Sent once more when the owner closed an idle connection just then: what is asked may be said twice."""
        try:
            return await self.http.request(method, url, **given)
        except httpx.RemoteProtocolError:
            return await self.http.request(method, url, **given)

    async def ask(
        self, region: str, service: str, path: str, form: type[Answer], body: Any = None, **parameters: Any
    ) -> Answer:
        """A question, or with a body something to be done that may be said twice. Raises PeerAway."""
        address = self.book.get(region, {}).get(service)
        if address is None:
            raise PeerAway("address_unknown")
        method, url = "GET" if body is None else "POST", address.rstrip("/") + path
        try:
            headers = {"Authorization": f"Bearer {await self._tokens.own(region)}"}
            answer = await self._sent(method, url, json=body, params=parameters, headers=headers)
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
