"""Commands go to the service that owns the thing, with the caller's own token: the gateway speaks for nobody."""

from dataclasses import dataclass
from typing import Any

import httpx

from services.gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Answer:
    """What the owner answered: a status and its JSON."""

    status: int
    body: dict[str, Any]


class Owners:
    """One HTTP client for all owners."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._addresses = {
            "intake": settings.intake_url,
            "roster": settings.roster_url,
            "matching": settings.matching_url,
        }
        self._http = httpx.AsyncClient(timeout=20, follow_redirects=False, trust_env=False)

    async def command(
        self, owner: str, method: str, path: str, body: Any, token: str | None, key: str, correlation: str
    ) -> Answer:
        """Forwards one command; an owner that is away answers as a problem too."""
        headers = {"Idempotency-Key": key, "X-Correlation-ID": correlation}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            answer = await self._http.request(method, self._addresses[owner] + path, json=body, headers=headers)
            return Answer(answer.status_code, answer.json())
        except (httpx.HTTPError, ValueError):
            words = f"{owner} does not answer just now; the command may be repeated with the same key"
            return Answer(503, {"title": "Away for a moment", "detail": words, "code": "owner_away"})

    async def close(self) -> None:
        """Closes connections."""
        await self._http.aclose()
