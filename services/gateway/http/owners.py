"""Commands and questions go to the service that owns the thing, with the caller's own token: the gateway speaks for nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from services.gateway.settings import GatewaySettings
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError, NotFound, NotPermitted, Retryable
from shared.modalities.paragraphs import PARAGRAPHS
from shared.runtime.http.authentication import Unauthenticated


@dataclass(frozen=True)
class Answer:
    """What the owner answered: a status, its JSON, and the version of the thing after it."""

    status: int
    body: dict[str, Any]
    version: int | None = None


class Owners:
    """One HTTP client for all owners."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._addresses = {
            "intake": settings.intake_url,
            "roster": settings.roster_url,
            "matching": settings.matching_url,
            "dialogue": settings.dialogue_url,
            "notifications": settings.notifications_url or "",
        }
        self._peers = settings.peers
        self._http = httpx.AsyncClient(timeout=20, follow_redirects=False, trust_env=False)

    async def command(
        self,
        owner: str,
        method: str,
        path: str,
        body: Any,
        token: str | None,
        key: str,
        correlation: str,
        expected_version: int | None = None,
    ) -> Answer:
        """Forwards one command; an owner that is away answers as a problem too."""
        headers = {"Idempotency-Key": key, "X-Correlation-ID": correlation}
        if expected_version is not None:
            headers["If-Match"] = f'"{expected_version}"'
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            answer = await self._http.request(method, self._addresses[owner] + path, json=body, headers=headers)
            tag = answer.headers.get("ETag", "").strip('"')
            return Answer(answer.status_code, answer.json(), int(tag) if tag.isdigit() else None)
        except (httpx.HTTPError, ValueError):
            words = f"{owner} does not answer just now; the command may be repeated with the same key"
            return Answer(503, {"title": "Away for a moment", "detail": words, "code": "owner_away"})

    async def ask(
        self,
        owner: str,
        path: str,
        parameters: Mapping[str, Any],
        token: str | None,
        correlation: str,
        region: str | None = None,
    ) -> dict[str, Any]:
        """What an owner answers, here or in another region. Raises its refusal, Retryable when it is away."""
        headers = {"X-Correlation-ID": correlation} | ({"Authorization": f"Bearer {token}"} if token else {})
        known = self._peers.get(region, {}).get(owner) if region is not None else self._addresses[owner]
        if known is None:
            raise NotFound("unknown_region", f"No {owner} of '{region}' is known here")
        asked = {name: value for name, value in parameters.items() if value is not None}
        try:
            answer = await self._http.get(known.rstrip("/") + path, params=asked, headers=headers)
            body: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as away:
            raise Retryable("owner_away", f"{owner} does not answer just now") from away
        if answer.status_code >= 400:
            raise refusal(answer.status_code, body)
        return body

    async def close(self) -> None:
        """Closes connections."""
        await self._http.aclose()


def refusal(status: int, body: Mapping[str, Any]) -> ModalityError:
    """An owner's problem document as the error it was there."""
    code, detail = str(body.get("code", "error")), str(body.get("detail", ""))
    if status == 422:
        given = body.get("errors") or ()
        return Invalid(tuple(Fault(str(f["pointer"]), str(f["message"]), str(f["code"])) for f in given), code)
    families = {401: Unauthenticated, 403: NotPermitted, 404: NotFound, 409: Conflict}
    if status in families:
        rests_on = next((one for one in PARAGRAPHS if one.number == body.get("paragraph")), None)
        return families[status](code, detail, rests_on)
    return Retryable("owner_away", detail)
