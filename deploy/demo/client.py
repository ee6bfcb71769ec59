"""Speaks to the services as an actor would: a bearer token, an idempotency key, JSON."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from deploy.demo.versions import on_the_present_version
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id

# A service answers 503 with Retry-After while its database is away, and 429 to who asks too often; a client is expected to come back.
_ATTEMPTS = 5
TOO_MANY, AWAY = 429, 503
PATIENCE_S = 120.0
"""How long the demo waits for anything before it says that it did not come; a slow machine takes its time."""


class Refused(Exception):
    """The service answered with a problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        faults = "; ".join(f"{f.get('pointer', '')}: {f.get('message', '')}" for f in problem.get("errors", []))
        super().__init__(f"{status} {problem.get('title', '')}: {problem.get('detail', '')} {faults}".strip())
        self.status = status
        self.problem = problem


Answer = TypeVar("Answer")


async def _patiently(ask: Callable[[], Awaitable[Answer]], waits: Callable[[Answer], float | None]) -> Answer:
    """The answer that is not to be asked for again, or the last one. ``waits``: after how many seconds to come back, if at all."""
    for _ in range(_ATTEMPTS - 1):
        answer = await ask()
        if (seconds := waits(answer)) is None:
            return answer
        await asyncio.sleep(seconds)
    return await ask()


def _said_by_status(answer: httpx.Response) -> float | None:
    again = answer.status_code in {TOO_MANY, AWAY}
    return float(answer.headers.get("Retry-After", "1")) if again else None


def _said_inside(answer: dict[str, Any]) -> float | None:
    """An operation is weighed once it is read: its quota is told inside the answer."""
    said = (one.get("extensions", {}) for one in answer.get("errors") or ())
    return max((float(one["retryAfter"]) for one in said if one.get("status") == TOO_MANY), default=None)


def _never(_: dict[str, Any]) -> None:
    """What changes something is not said twice."""


@dataclass
class Client:
    """One HTTP client for all services and actors. ``addresses`` maps a service's name to its base URL."""

    addresses: dict[str, str]
    http: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, actor: str) -> str:
        """A development token for a demo actor, asked once of the issuer."""
        if actor not in self.tokens:
            answer = await self.http.get(f"{self.addresses['issuer']}/token", params={"as": actor})
            answer.raise_for_status()
            self.tokens[actor] = answer.json()["access_token"]
        return self.tokens[actor]

    async def call(
        self, actor: str | None, method: str, service: str, path: str, body: Any = None, key: str | None = None
    ) -> dict[str, Any]:
        """One call. Raises Refused with the problem document when the answer is not a success."""
        headers = {"Idempotency-Key": key or new_id(SystemClock())} if method != "GET" else {}
        if actor is not None:
            headers["Authorization"] = f"Bearer {await self.token(actor)}"

        async def ask(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
            url = self.addresses[service].rstrip("/") + path
            return await self.http.request(method, url, json=None if method == "GET" else body, headers=headers)

        answer = await _patiently(lambda: on_the_present_version(ask, method, path, headers), _said_by_status)
        if answer.is_success:
            return dict(answer.json()) if answer.content else {}
        raise Refused(answer.status_code, answer.json())

    async def graphql(self, actor: str | None, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """A GraphQL query; raises Refused when the answer carries errors."""
        body = {"query": query, "variables": variables or {}}
        changes = query.lstrip().startswith("mutation")
        answer = await _patiently(
            lambda: self.call(actor, "POST", "gateway", "/graphql", body), _never if changes else _said_inside
        )
        if errors := answer.get("errors"):
            raise Refused(200, {"title": "GraphQL errors", "detail": str(errors)})
        return dict(answer["data"])
