"""Errors as problem documents (RFC 9457). The only place where a family of errors meets a status number."""

from math import ceil
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from shared.modalities.errors import (
    AlreadyMoved,
    Conflict,
    Elsewhere,
    Fault,
    Invalid,
    ModalityError,
    NotFound,
    NotPermitted,
    Refusal,
    Retryable,
    Stale,
    Unauthenticated,
    VersionNeeded,
)
from shared.runtime.http.languages import preferred
from shared.runtime.http.rates import TooMany
from shared.wording.problems import problem_texts, problem_words

STATUS: dict[type[ModalityError], int] = {
    Unauthenticated: 401,
    NotPermitted: 403,
    NotFound: 404,
    Stale: 412,
    Conflict: 409,
    Invalid: 422,
    VersionNeeded: 428,
    TooMany: 429,
    Retryable: 503,
}
ENGLISH = "en"
TITLES = {int(code[6:]): row[ENGLISH] for code, row in problem_texts().items() if code.startswith("title.")}


def status_of(error: ModalityError) -> int:
    """The status of an error by its nearest family; of another service's refusal its own."""
    if isinstance(error, Refusal):
        return error.status
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(
    status: int, code: str, detail: str, instance: str, language: str = ENGLISH, *, count: int = 0, **more: Any
) -> Response:
    """A problem document. In English the words are those of the refusal; in another language, those of its code, with the
    refusal's own beside them (``english``), which may say more.
    """
    detail, english = in_language(code, detail, language, count)
    body = {"type": f"urn:acsg:problem:{code}", "title": title_of(status, language), "status": status}
    more |= {"english": english}
    body |= {"detail": detail, "instance": instance, "code": code} | {k: v for k, v in more.items() if v is not None}
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(orjson.dumps(body), status, headers, "application/problem+json")


def title_of(status: int, language: str = ENGLISH) -> str:
    """What a status is called."""
    return problem_words(f"title.{status}", language, {}) or "Error"


def in_language(code: str, detail: str, language: str, count: int = 0) -> tuple[str, str | None]:
    """The words of a refusal in a language, and its own English ones where they may say more. ``count``: its faults."""
    words = None if language == ENGLISH else problem_words(code, language, {"count": count})
    return (detail, None) if words is None else (words, None if count or words == detail else detail)


def fault_in_language(fault: Fault, language: str) -> dict[str, str]:
    """``pointer``, ``message``, ``code``; ``english`` beside words that may say less."""
    words = None if language == ENGLISH else problem_words(fault.code, language, fault.parameters)
    said = {"pointer": fault.pointer, "message": words or fault.message, "code": fault.code}
    # What there is instead, and what comes near, stand in the words of who refused alone: they are not lost.
    return said if words is None or fault.parameters else said | {"english": fault.message}


def faults_in_language(error: ModalityError, language: str) -> list[dict[str, str]] | None:
    """Those of an error that has any to tell; None for another."""
    if isinstance(error, Invalid) or (isinstance(error, Refusal) and error.faults):
        return [fault_in_language(one, language) for one in error.faults]
    return None


def problem_of(error: ModalityError, instance: str, language: str = ENGLISH) -> Response:
    """The problem document of one of our errors."""
    errors = faults_in_language(error, language)
    paragraph = error.paragraph.number if error.paragraph else None
    owner = error.owner if isinstance(error, Elsewhere) else None
    moved = dict(error.moved) if isinstance(error, AlreadyMoved) else None
    read = error.read if isinstance(error, VersionNeeded) else None
    more = {"paragraph": paragraph, "errors": errors, "owner": owner, "moved": moved, "read": read}
    answer = problem(status_of(error), error.code, error.detail, instance, language, count=len(errors or ()), **more)
    if isinstance(error, Retryable | Refusal) and error.retry_after_s is not None:
        answer.headers["Retry-After"] = str(max(1, ceil(error.retry_after_s)))
    if isinstance(error, Unauthenticated):
        answer.headers["WWW-Authenticate"] = f'Bearer error="{error.code}"'
    return answer


def _methods(request: Request) -> set[str]:
    """Every method that the address takes: the router names those of the first route alone."""
    pending = list[Any](request.app.routes)
    found: dict[str, set[str]] = {}
    while pending:
        route = pending.pop()
        if (included := getattr(route, "original_router", None)) is not None:
            pending += included.routes
        elif isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found.setdefault(route.path, set()).update(route.methods or set())
    # An address that is spelled out comes before one with a parameter.
    return found.get(request.url.path) or set[str]().union(*found.values())


def install(app: FastAPI) -> None:
    """Every error leaves as a problem document; the unexpected ones without their insides."""

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, ModalityError)
        return problem_of(error, request.url.path, preferred(request) or ENGLISH)

    async def theirs(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = TITLES.get(error.status_code, "error").lower().replace(" ", "_")
        answer = problem(error.status_code, code, error.detail, request.url.path, preferred(request) or ENGLISH)
        answer.headers.update(error.headers or {})
        if error.status_code == 405:
            answer.headers["Allow"] = ", ".join(sorted(_methods(request)))
        return answer

    app.add_exception_handler(ModalityError, ours)
    app.add_exception_handler(HTTPException, theirs)
