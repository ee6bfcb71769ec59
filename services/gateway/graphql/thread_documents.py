"""Documents of threads on their way between whoever reads a thread and dialogue: passed on piece by piece, nothing is kept (WM 6, 8).

Threads stay at home, so they are those of this deployment.
"""

from collections.abc import AsyncIterator, Callable

import httpx
from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from services.gateway.graphql.context import Context
from services.gateway.graphql.passing_on import context_of, kept, sent_on
from shared.contracts.documents import MOST_BYTES
from shared.modalities.access import actions as a
from shared.runtime.http.attached import GIVEN
from shared.runtime.http.routes import id_in_path, idempotency_key, route

OWNER, ALL, CASE = "dialogue", "/threads/{thread_id}/documents", "/case-files/{about}"
LARGER = {ALL: MOST_BYTES}
"""Addresses that take a file (``create_app``)."""
FILE = "application/pdf"
PASSED_ON = ("content-type", "content-disposition", "content-length", "content-security-policy", "etag")
"""Headers of the owner's answer that are its reader's too."""


def document_routes(made: Callable[[], Context]) -> APIRouter:
    """Routes of dialogue, for those who reach the gateway alone; ``made``: what is known of a caller, anew for each."""
    router = APIRouter(tags=["threads"])

    async def passed_back(request: Request, path: str) -> Response:
        context = context_of(made, request)
        answer = await context.owners.streamed(OWNER, "GET", path, context.forwarded())
        return StreamingResponse(_pieces(answer), 200, kept(answer, PASSED_ON))

    @route(router, "POST", ALL, a.ADD_DOCUMENT, body=FILE, answer="application/json", parameters=GIVEN, status=201,
           most=MOST_BYTES, summary="Give the circle of a thread a document")  # fmt: skip
    async def pass_document_on(request: Request) -> Response:
        context, key = context_of(made, request), idempotency_key(request)
        sent = {"Content-Type": request.headers.get("content-type", ""), "Idempotency-Key": key}
        path = f"/threads/{id_in_path(request, 'thread_id', 'thread')}/documents"
        return await sent_on(context, OWNER, path, request, sent, PASSED_ON)

    @route(router, "GET", ALL + "/{document_id}", a.READ_THREAD, answer=FILE,
           summary="The content of a document, as a file")  # fmt: skip
    async def pass_document_back(request: Request) -> Response:
        one, which = id_in_path(request, "thread_id", "thread"), id_in_path(request, "document_id", "document")
        return await passed_back(request, f"/threads/{one}/documents/{which}")

    @route(router, "GET", CASE, a.READ_THREAD, answer="application/zip",
           summary="All that one may read of the threads of a thing, documents included, as a ZIP archive")  # fmt: skip
    async def pass_case_file_back(request: Request) -> Response:
        return await passed_back(request, f"/case-files/{id_in_path(request, 'about', 'case')}")

    return router


async def _pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_raw():
            yield piece
    finally:
        await answer.aclose()
