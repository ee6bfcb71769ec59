"""Commands and questions go to the service that owns the thing, with the caller's own token: the gateway speaks for nobody.

That token never leaves its deployment: for another one it is exchanged.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import httpx

from services.gateway.http.refusals import AWAY, problem_in, refusal, waits
from services.gateway.settings import GatewaySettings
from shared.modalities.errors import NotFound, NotPermitted, Retryable
from shared.runtime.clock import Clock
from shared.runtime.federation.tokens import ELSEWHERE, AddressedTokens, NoToken
from shared.runtime.http.asking import asking
from shared.runtime.token_format import PREFIX


@dataclass(frozen=True)
class CommandAnswer:
    """What the owner answered: a status, its JSON, the version of the thing after it, and when it may be asked again.

    ``away``: the owner gave no usable answer; what became of the command is not known.
    """

    status: int
    body: dict[str, Any]
    version: int | None = None
    retry_after_s: float | None = None
    away: bool = False


@dataclass(frozen=True)
class Forwarded:
    """What of a caller's request goes along with what the gateway asks for it: its token, its trace, the language it reads."""

    token: str | None
    correlation: str
    language: str | None = None

    def headers(self) -> dict[str, str]:
        """But for the token: which may be shown is decided by where it goes."""
        said = {"X-Correlation-ID": self.correlation}
        return said | ({"Accept-Language": self.language} if self.language else {})


class Owners:
    """One HTTP client for all owners."""

    def __init__(self, settings: GatewaySettings, clock: Clock, http: httpx.AsyncClient | None = None) -> None:
        self._addresses = {
            "intake": settings.intake_url,
            "roster": settings.roster_url,
            "matching": settings.matching_url,
            "dialogue": settings.dialogue_url,
            "delivery": settings.delivery_url,
            "notifications": settings.notifications_url or "",
        }
        self._peers = settings.peers
        self._here = settings.address_book[settings.deployment]
        self._http = http or asking(20)
        self._tokens = AddressedTokens(settings, clock, lambda: self._http)

    def runs(self, owner: str) -> bool:
        """Whether this deployment has the owner: where none was named it does not, as Geneva has no intake."""
        return not self._here or owner in self._here

    def knows(self, region: str, owner: str) -> bool:
        """Whether the address of an owner in another deployment is known here."""
        return owner in self._peers.get(region, {})

    async def command(
        self,
        owner: str,
        method: str,
        path: str,
        body: Any,
        caller: Forwarded,
        key: str,
        expected_version: int | None = None,
        region: str | None = None,
        scope: str | None = None,
    ) -> CommandAnswer:
        """Forwards one command; an owner that is away answers as a problem too.

        ``region``: to another deployment, with the token exchanged for one that is good there, for what ``scope`` holds.
        Key and version go along, so that a repeat after a cut is done once. Raises NotPermitted for a program's token.
        """
        where = self._addresses[owner] if region is None else self._peers[region][owner].rstrip("/")
        headers = caller.headers() | {"Idempotency-Key": key}
        if expected_version is not None:
            headers["If-Match"] = f'"{expected_version}"'
        try:
            if (token := caller.token) is not None:
                shown = token if region is None or scope is None else await self._for(token, region, scope)
                headers["Authorization"] = f"Bearer {shown}"
            answer = await self._http.request(method, where + path, json=body, headers=headers)
        except (httpx.HTTPError, Retryable):
            return _away(owner)
        if answer.is_success:
            tag = answer.headers.get("ETag", "").strip('"')
            return _done(answer, int(tag) if tag.isdigit() else None) or _away(owner)
        problem = problem_in(answer)
        return CommandAnswer(answer.status_code, problem, retry_after_s=waits(answer)) if problem else _away(owner)

    async def ask(
        self,
        owner: str,
        path: str,
        parameters: Mapping[str, Any],
        caller: Forwarded,
        region: str | None = None,
        scope: str = ELSEWHERE,
    ) -> dict[str, Any]:
        """What an owner answers, here or in another region. Raises its refusal, Retryable when it is away."""
        asked = {name: value for name, value in parameters.items() if value is not None}
        answer = await self._asked(owner, path, caller, region, scope, params=asked)
        if (done := _done(answer)) is None:
            raise _not_now(owner)
        return done.body

    async def file(
        self,
        owner: str,
        path: str,
        caller: Forwarded,
        raw: bytes | None = None,
        media_type: str = "",
        region: str | None = None,
        scope: str = ELSEWHERE,
        **parameters: str,
    ) -> httpx.Response:
        """A file of an owner, or with ``raw`` what it says of one that is sent to it; the answer as it came.

        Raises its refusal, Retryable when it is away, NotFound for a region that is not known here.
        """
        sent = {} if raw is None else {"content": raw}
        return await self._asked(owner, path, caller, region, scope, media_type, params=parameters, **sent)

    async def streamed(
        self,
        owner: str,
        method: str,
        path: str,
        caller: Forwarded,
        pieces: AsyncIterator[bytes] | None = None,
        sent: Mapping[str, str] = MappingProxyType({}),
    ) -> httpx.Response:
        """An owner's answer here, not read yet: the caller closes it. ``pieces`` are sent as they come.

        Raises its refusal, Retryable when it is away.
        """
        headers = caller.headers() | dict(sent) | ({"Authorization": f"Bearer {caller.token}"} if caller.token else {})
        asked = self._http.build_request(
            method, self._addresses[owner].rstrip("/") + path, headers=headers, content=pieces
        )
        try:
            answer = await self._http.send(asked, stream=True)
            if not answer.is_success:
                await answer.aread()
        except httpx.HTTPError as away:
            raise _not_now(owner) from away
        return _success(owner, answer)

    async def _asked(
        self,
        owner: str,
        path: str,
        caller: Forwarded,
        region: str | None,
        scope: str,
        media_type: str = "",
        **more: Any,
    ) -> httpx.Response:
        """A success of an owner, as it came; with a ``content`` among what is sent, of what is told it."""
        known = self._peers.get(region, {}).get(owner) if region is not None else self._addresses[owner]
        if known is None:
            raise NotFound("unknown_region", f"No {owner} of '{region}' is known here")
        token, sends = caller.token, "content" in more
        token = await self._for(token, region, scope) if token is not None and region is not None else token
        headers = caller.headers() | ({"Authorization": f"Bearer {token}"} if token else {})
        headers |= {"Content-Type": media_type} if sends else {}
        try:
            answer = await self._http.request(
                "POST" if sends else "GET", known.rstrip("/") + path, headers=headers, **more
            )
        except httpx.HTTPError as away:
            raise _not_now(owner) from away
        return _success(owner, answer)

    async def _for(self, token: str, region: str, scope: str) -> str:
        """The caller's token as another deployment may see it: good there alone, for minutes, for a scope (RFC 8693).

        Raises NotPermitted for a token that a program was given here, Retryable when the issuer exchanges none.
        """
        if token.startswith(PREFIX):
            raise NotPermitted("not_permitted", "A program's token is good at the deployment that made it alone")
        try:
            return await self._tokens.of_person(token, region, scope)
        except NoToken as none:
            raise Retryable("owner_away", "No token for the other deployment can be had just now") from none

    async def close(self) -> None:
        """Closes connections."""
        await self._http.aclose()


def _away(owner: str) -> CommandAnswer:
    words = f"{owner} does not answer just now; the command may be repeated with the same key"
    return CommandAnswer(AWAY, {"detail": words, "code": "owner_away"}, retry_after_s=1, away=True)


def _success(owner: str, answer: httpx.Response) -> httpx.Response:
    """The answer itself. Raises its refusal, Retryable for one that is no answer of an owner."""
    if answer.is_success:
        return answer
    if (problem := problem_in(answer)) is None:
        raise _not_now(owner)
    raise refusal(answer.status_code, problem, waits(answer))


def _not_now(owner: str) -> Retryable:
    return Retryable("owner_away", f"{owner} does not answer just now")


def _done(answer: httpx.Response, version: int | None = None) -> CommandAnswer | None:
    """A success; None when it is not the JSON object that our services answer. Nothing may be all that there is to say."""
    try:
        body = answer.json() if answer.content else {}
    except ValueError:
        return None
    return CommandAnswer(answer.status_code, body, version) if isinstance(body, dict) else None
