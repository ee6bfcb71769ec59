"""Documents of threads over HTTP: taken and given as streams, always as files to be kept, to the circle alone (WM 8)."""

from collections.abc import AsyncIterator, Mapping

import orjson
from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from services.dialogue import actions
from services.dialogue.actions.add_document import DocumentGiven, DocumentWords
from services.dialogue.http.threads import ONE, ThreadSeen
from services.dialogue.keeping.contents import Contents
from services.dialogue.keeping.receiving import looked_at, received
from services.dialogue.queries import read_threads as query
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, HttpOrder, answered
from shared.application.runner import Runner
from shared.contracts.body import fitting
from shared.contracts.documents import MEDIA_TYPES, MOST_BYTES
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError, Retryable
from shared.modalities.paragraphs import P8
from shared.runtime.db.answers import request_hash
from shared.runtime.http.attached import GIVEN
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import REPLAYED
from shared.runtime.http.routes import cause_of, door_of, id_in_path, idempotency_key, route
from shared.runtime.identifiers import new_id

ALL = ONE + "/documents"
DOCUMENT = ALL + "/{document_id}"
LARGER: Mapping[str, int] = {ALL: MOST_BYTES}
"""Addresses that take a file (``create_app``)."""
FILE = "application/pdf"
"""The first of ``MEDIA_TYPES``; the interface names it for all of them."""
ADD = At("POST", ALL, actions.ADD_DOCUMENT, ThreadSeen, "Give the circle of a thread a document", made="")
SAFE = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Download-Options": "noopen"}
"""Whatever is in it, no page of ours is opened from it."""


def routes(runner: Runner[DialogueSettings], contents: Contents | None) -> APIRouter:
    """Both routes; without a store no document is taken."""
    router, database, settings = APIRouter(tags=["threads"]), runner.database, runner.context

    def kept() -> Contents:
        if contents is None:
            raise Conflict("no_documents_here", "This deployment keeps no documents: no folder is set for them", P8)
        return contents

    @route(router, "POST", ALL, a.ADD_DOCUMENT, body=FILE, answer=ThreadSeen, parameters=GIVEN, status=201, most=MOST_BYTES,
           summary=ADD.summary)  # fmt: skip
    async def add_document(request: Request) -> Response:
        cause, key, which = (
            await cause_of(request),
            idempotency_key(request),
            id_in_path(request, "thread_id", "thread"),
        )
        said, media_type = _said(request), _media_type(request)
        await query.may_add(database, cause.actor, which)
        store, document_id = kept(), new_id(database.clock)
        came = await received(store, document_id, request.stream())
        document = await looked_at(store, settings, document_id, said.title, media_type, came)
        told = request_hash("POST", f"{request.url.path}?{request.url.query} {media_type}", came.sha256.encode())
        order = HttpOrder(request, ADD, cause, key, told, b"", DocumentGiven(**said.model_dump(), document=document))
        try:
            answer = await answered(runner, ADD, order)
        except ModalityError as refused:
            # Refused, so that there is no row. While the database is away there may be one: what has none is swept away later.
            if not isinstance(refused, Retryable):
                await store.remove(document_id)
            raise
        if REPLAYED in answer.headers:
            await store.remove(document_id)
        return answer

    @route(router, "GET", DOCUMENT, a.READ_THREAD, summary="The content of a document, as a file", answer=FILE)
    async def read_document(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "thread_id", "thread")
        thread, message = await query.read_document(
            database, actor, which, id_in_path(request, "document_id", "document")
        )
        document, chunks = message["document"], kept().read(message["document"]["document_id"])
        first = await anext(chunks)
        name = f"{thread['about']['reference']}-{message['number']}.{MEDIA_TYPES.get(document['media_type'], 'bin')}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(document["size"]),
        } | SAFE

        async def all_of_it() -> AsyncIterator[bytes]:
            yield first
            async for chunk in chunks:
                yield chunk

        return StreamingResponse(all_of_it(), 200, headers, document["media_type"])

    return router


def _said(request: Request) -> DocumentWords:
    """What stands beside the content. Raises Invalid naming every fault."""
    asked = request.query_params
    given = {name: asked[name] for name in ("title", "language", "post") if asked.get(name)}
    try:
        return fitting(orjson.dumps(given), DocumentWords, door_of(request))
    except Invalid as error:
        faults = (Fault(f"/parameters{one.pointer}", one.message, one.code) for one in error.faults)
        raise Invalid(tuple(faults), "invalid_parameters") from None


def _media_type(request: Request) -> str:
    """The kind of file. Raises Invalid for one that a thread does not take."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in MEDIA_TYPES:
        raise Invalid((Fault("/headers/Content-Type", "is no kind of file that a thread takes", "unknown_media_type"),))
    return given
