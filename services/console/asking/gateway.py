"""The gateway as the console speaks to it: documents of ours over HTTP, with the token of the person who asks."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from services.console.asking.documents import document
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError, NotFound, NotPermitted, Retryable
from shared.modalities.errors import Unauthenticated as Unknown
from shared.runtime.http.asking import asking

LEAST_S, MOST_S = 1.0, 120.0
PIECE = 131_072


@dataclass(frozen=True)
class Caller:
    """For whom is asked: token, language, and the chain of what set it off."""

    token: str | None
    language: str
    correlation_id: str


@dataclass(frozen=True)
class SaidFault:
    """A fault in the reader's language; ``english``: its owner's own words, where they may say more."""

    pointer: str
    message: str
    code: str = "invalid"
    english: str | None = None


@dataclass(frozen=True)
class CommandProblem:
    """Why a command was refused, in the reader's language; ``english`` as of a fault."""

    status: int
    code: str
    detail: str
    paragraph: str | None
    faults: tuple[SaidFault, ...]
    owner: str | None
    english: str | None = None


@dataclass(frozen=True)
class CommandDone:
    """A command that was done: the state after it, and its version."""

    state: dict[str, Any]
    version: int | None


@dataclass(frozen=True)
class File:
    """A file as the gateway answers it; ``disposition`` names it."""

    content: bytes
    media_type: str
    disposition: str


class Pieces(Protocol):
    """A file that is read in pieces."""

    async def read(self, size: int = -1) -> bytes:
        """The next bytes; none at its end."""
        ...


async def _pieces(file: Pieces) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


class Gateway:
    """One gateway. Raises Retryable while it is away."""

    def __init__(self, address: str, seconds: float, http: httpx.AsyncClient | None = None) -> None:
        self._home = address.rstrip("/")
        self._address = self._home + "/graphql"
        self._http = http or asking(seconds)

    async def close(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    async def ask(self, caller: Caller, name: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a document. Raises what the gateway says of it, as one of our errors."""
        asked, headers = {"query": document(name), "variables": dict(variables)}, _headers(caller)
        try:
            answer = await self._http.post(self._address, json=asked, headers=headers)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as away:
            raise Retryable("gateway_away", "The gateway does not answer just now", 5) from away
        if not isinstance(said, dict) or said.get("errors") or not isinstance(said.get("data"), dict):
            raise _refusal(answer, said if isinstance(said, dict) else {})
        data: dict[str, Any] = said["data"]
        return data

    async def command(self, caller: Caller, name: str, variables: Mapping[str, Any]) -> CommandDone | CommandProblem:
        """What became of a command. Raises Retryable while its owner is away: the same key may be sent again."""
        (result,) = (await self.ask(caller, name, variables)).values()
        problem = result["problem"]
        if problem is None:
            return CommandDone(result["state"] or {}, result["version"])
        if problem["status"] in {429, 502, 503, 504}:
            raise Retryable(problem["code"], problem["detail"], _seconds(problem.get("retryAfter")))
        return CommandProblem(
            problem["status"], problem["code"], problem["detail"], problem["paragraph"], said_faults(problem["faults"]),
            problem["owner"], problem["english"],
        )  # fmt: skip

    async def file(self, caller: Caller, path: str) -> File:
        """A file in the caller's language. Raises what the gateway says of it, as one of our errors."""
        answer = await self._sent("GET", path, _headers(caller))
        return File(answer.content, answer.headers["content-type"], answer.headers.get("content-disposition", ""))

    async def read(self, caller: Caller, path: str, raw: bytes, media_type: str) -> dict[str, Any]:
        """What is said of a file that somebody sends. Raises likewise."""
        answer = await self._sent("POST", path, _headers(caller) | {"Content-Type": media_type}, raw)
        said: dict[str, Any] = answer.json()
        return said

    async def pass_on(
        self, caller: Caller, path: str, said: Mapping[str, str | list[str]], file: Pieces, media_type: str, key: str
    ) -> dict[str, Any]:
        """What becomes of a file that is sent as it is read. Raises likewise."""
        headers = _headers(caller) | {"Content-Type": media_type, "Idempotency-Key": key}
        asked = self._http.build_request(
            "POST", self._home + path, params=dict(said), headers=headers, content=_pieces(file)
        )
        return dict((await self._answered(asked)).json())

    async def pass_back(self, caller: Caller, path: str) -> tuple[AsyncIterator[bytes], str, str]:
        """Pieces of a file, its media type and what names it. Raises likewise."""
        answer = await self._answered(
            self._http.build_request("GET", self._home + path, headers=_headers(caller)), whole=False
        )

        async def pieces() -> AsyncIterator[bytes]:
            try:
                async for piece in answer.aiter_bytes():
                    yield piece
            finally:
                await answer.aclose()

        return pieces(), answer.headers["content-type"], answer.headers.get("content-disposition", "attachment")

    async def _answered(self, asked: httpx.Request, *, whole: bool = True) -> httpx.Response:
        try:
            answer = await self._http.send(asked, stream=True)
            if whole or not answer.is_success:
                await answer.aread()
            said = {} if answer.is_success else answer.json()
        except (httpx.HTTPError, ValueError) as away:
            raise Retryable("gateway_away", "The gateway does not answer just now", 5) from away
        if not answer.is_success:
            raise _refusal(answer, {**said, "retryAfter": answer.headers.get("retry-after")})
        return answer

    async def _sent(
        self, method: str, path: str, headers: Mapping[str, str], raw: bytes | None = None
    ) -> httpx.Response:
        return await self._answered(self._http.build_request(method, self._home + path, headers=headers, content=raw))


def said_faults(faults: Iterable[Mapping[str, Any]]) -> tuple[SaidFault, ...]:
    """Faults as the gateway and a problem document say them."""
    return tuple(
        SaidFault(str(f.get("pointer", "")), str(f.get("message", "")), str(f.get("code", "invalid")), f.get("english"))
        for f in faults
    )


def _headers(caller: Caller) -> dict[str, str]:
    found = {"X-Correlation-ID": caller.correlation_id, "Accept-Language": caller.language}
    return found | ({"Authorization": f"Bearer {caller.token}"} if caller.token is not None else {})


def _seconds(value: object) -> float:
    return min(max(float(value), LEAST_S), MOST_S) if isinstance(value, int | float) else LEAST_S


def _refusal(answer: httpx.Response, said: Mapping[str, Any]) -> ModalityError:
    first: Mapping[str, Any] = next(iter(said.get("errors") or []), {})
    more = first.get("extensions") or said
    status, code = more.get("status", answer.status_code), str(more.get("code", "error"))
    words = str(first.get("message", said.get("english") or said.get("detail", "")))
    if status == 401:
        return Unknown(code, words)
    if status == 403:
        return NotPermitted(code, words)
    if status == 404:
        return NotFound(code, words)
    if status == 409:
        return Conflict(code, words)
    if status == 422:
        faults = more.get("faults") or more.get("errors") or [{"pointer": "", "message": words, "code": code}]
        # Its owner's own words: who shows them says them by their code.
        return Invalid(tuple(Fault(f["pointer"], f.get("english") or f["message"], f["code"]) for f in faults))
    return Retryable(code, words, _seconds(more.get("retryAfter", 5)))
