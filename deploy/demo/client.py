"""Speaks to the services as an actor would: a bearer token, an idempotency key, JSON."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from deploy.demo.versions import on_the_present_version
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id

# A service answers 503 with Retry-After while its database is away; a client is expected to come back.
_ATTEMPTS = 5
PATIENCE_S = 120.0
"""How long the demo waits for anything before it says that it did not come; a slow machine takes its time."""


class Refused(Exception):
    """The service answered with a problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        faults = "; ".join(f"{f.get('pointer', '')}: {f.get('message', '')}" for f in problem.get("errors", []))
        super().__init__(f"{status} {problem.get('title', '')}: {problem.get('detail', '')} {faults}".strip())
        self.status = status
        self.problem = problem


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

        for attempt in range(1, _ATTEMPTS + 1):
            answer = await on_the_present_version(ask, method, path, headers)
            if answer.status_code != 503 or attempt == _ATTEMPTS:
                break
            await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
        if answer.is_success:
            return dict(answer.json()) if answer.content else {}
        raise Refused(answer.status_code, answer.json())

    async def graphql(self, actor: str | None, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """A GraphQL query; raises Refused when the answer carries errors."""
        answer = await self.call(actor, "POST", "gateway", "/graphql", {"query": query, "variables": variables or {}})
        if answer.get("errors"):
            raise Refused(200, {"title": "GraphQL errors", "detail": str(answer["errors"])})
        return dict(answer["data"])
