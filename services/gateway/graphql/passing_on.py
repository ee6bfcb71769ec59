"""What routes beside /graphql share that pass files between a caller and an owner: who asks, and what of the owner's answer is its reader's."""

from collections.abc import Callable, Iterable

import httpx
from fastapi import Request, Response

from services.gateway.graphql.context import Context

OF_FILES = ("content-type", "content-disposition", "content-language", "vary")
"""Headers of an owner's answer with a file, that are its reader's too."""


def context_of(made: Callable[[], Context], request: Request) -> Context:
    """What is known of who asks, anew for each request."""
    context = made()
    context.request = request
    return context


def asked_language(request: Request) -> dict[str, str]:
    """The language that was asked for, as a parameter of the owner's address."""
    language = request.query_params.get("language")
    return {"language": language} if language else {}


def kept(answer: httpx.Response, names: Iterable[str] = OF_FILES) -> dict[str, str]:
    """Those of these headers that the owner's answer has."""
    return {name: answer.headers[name] for name in names if name in answer.headers}


def as_it_came(answer: httpx.Response) -> Response:
    """The owner's file, or why there is none."""
    return Response(answer.content, answer.status_code, kept(answer))


async def sent_on(
    context: Context, owner: str, path: str, request: Request, headers: dict[str, str], names: Iterable[str]
) -> Response:
    """A body passed on to its owner as it comes, with the query of the address; and what became of it."""
    where = f"{path}?{request.url.query}"
    answer = await context.owners.streamed(owner, "POST", where, context.forwarded(), request.stream(), headers)
    try:
        return Response(await answer.aread(), answer.status_code, kept(answer, names))
    finally:
        await answer.aclose()
