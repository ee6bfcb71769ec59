"""Commands and questions go to the service that owns the thing, with the caller's own token: the gateway speaks for nobody.

That token never leaves its deployment: for another one it is exchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from services.gateway.settings import GatewaySettings
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError, NotFound, NotPermitted, Retryable
from shared.modalities.paragraphs import PARAGRAPHS
from shared.runtime.clock import Clock
from shared.runtime.federation.tokens import AddressedTokens, NoToken
from shared.runtime.http.authentication import Unauthenticated
from shared.runtime.http.token_format import PREFIX


@dataclass(frozen=True)
class Answer:
    """What the owner answered: a status, its JSON, and the version of the thing after it."""

    status: int
    body: dict[str, Any]
    version: int | None = None


class Owners:
    """One HTTP client for all owners."""

    def __init__(self, settings: GatewaySettings, clock: Clock, http: httpx.AsyncClient | None = None) -> None:
        self._addresses = {
            "intake": settings.intake_url,
            "roster": settings.roster_url,
            "matching": settings.matching_url,
            "dialogue": settings.dialogue_url,
            "notifications": settings.notifications_url or "",
        }
        self._peers = settings.peers
        self._here = settings.address_book[settings.deployment]
        self._http = http or httpx.AsyncClient(timeout=20, follow_redirects=False, trust_env=False)
        self._tokens = AddressedTokens(settings, clock, lambda: self._http)

    def runs(self, owner: str) -> bool:
        """Whether this deployment has the owner: where none was named it does not, as Geneva has no intake."""
        return not self._here or owner in self._here

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
        known = self._peers.get(region, {}).get(owner) if region is not None else self._addresses[owner]
        if known is None:
            raise NotFound("unknown_region", f"No {owner} of '{region}' is known here")
        token = await self._for(token, region) if token is not None and region is not None else token
        headers = {"X-Correlation-ID": correlation} | ({"Authorization": f"Bearer {token}"} if token else {})
        asked = {name: value for name, value in parameters.items() if value is not None}
        try:
            answer = await self._http.get(known.rstrip("/") + path, params=asked, headers=headers)
            body: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as away:
            raise Retryable("owner_away", f"{owner} does not answer just now") from away
        if answer.status_code >= 400:
            raise refusal(answer.status_code, body)
        return body

    async def _for(self, token: str, region: str) -> str:
        """The caller's token as another deployment may see it: good there alone, for minutes, to read (RFC 8693).

        Raises NotPermitted for a token that a program was given here, Retryable when the issuer exchanges none.
        """
        if token.startswith(PREFIX):
            raise NotPermitted("not_permitted", "A program's token is good at the deployment that made it alone")
        try:
            return await self._tokens.of_person(token, region)
        except NoToken as none:
            raise Retryable("owner_away", "No token for the other deployment can be had just now") from none

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
