"""Tokens that parties made for their programs (WM 3): asked of notifications, which keeps them, and remembered for seconds.

A revoked one stops when what was remembered of it ends (``REMEMBERED_S``), in every service alike. While notifications is
away nobody knows whether a token still holds, so that it is not taken.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256

import httpx
from pydantic import BaseModel, ValidationError

from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Retryable
from shared.runtime.token_format import parts

REMEMBERED_S = 5.0
MOST = 2048
PATH = "/tokens/introspection"

Ask = Callable[[str], Awaitable[Actor | None]]
"""From a token to whom it speaks for; None when it does not hold. Raises Retryable."""


class Introspected(BaseModel):
    """What the keeper says of a token (RFC 7662); nothing more than ``active`` when it does not hold."""

    active: bool
    sub: str = ""
    scope: str = ""
    acsg_role: Role = Role.PUBLIC
    acsg_party: str | None = None
    acsg_lang: str = "en"

    def actor(self) -> Actor | None:
        """Whom it speaks for."""
        if not self.active:
            return None
        scopes = frozenset(self.scope.split())
        return Actor(self.sub, self.acsg_role, self.acsg_party, None, self.acsg_lang, scopes)


def introspection(address: str, http: httpx.AsyncClient) -> Ask:
    """Asks the keeper at an address."""

    async def ask(token: str) -> Actor | None:
        try:
            answer = (await http.post(address.rstrip("/") + PATH, json={"token": token})).raise_for_status()
            return Introspected.model_validate_json(answer.content).actor()
        except (httpx.HTTPError, ValidationError) as away:
            raise Retryable("tokens_away", "Whether the token holds cannot be asked just now", 2) from away

    return ask


class IssuedTokens:
    """Answers of the keeper, kept for seconds."""

    def __init__(self, ask: Ask, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._monotonic = ask, monotonic
        self._known: OrderedDict[bytes, tuple[float, Actor | None]] = OrderedDict()

    async def find(self, token: str) -> Actor | None:
        """Whom a token speaks for; None when it does not hold. Raises Retryable."""
        if parts(token) is None:
            return None
        digest, now = sha256(token.encode()).digest(), self._monotonic()
        known = self._known.get(digest)
        if known is not None and now < known[0]:
            return known[1]
        found = await self._ask(token)
        # From when it was asked, not from when the answer came.
        self._known[digest] = now + REMEMBERED_S, found
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found
