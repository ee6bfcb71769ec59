"""A command over HTTP: who, idempotency, one transaction, the answer remembered for a repeat."""

from collections.abc import Awaitable, Callable

import orjson
import structlog
from fastapi import Request, Response

from shared.runtime.db import idempotency
from shared.runtime.db.answers import Answer, Key, request_hash
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.routes import cause_of, idempotency_key
from shared.runtime.http.versions import held
from shared.runtime.kafka.fitting import TooLarge

REPLAYED = "Idempotency-Replayed"
log = structlog.get_logger()


def replay(answer: Answer) -> Response:
    """The remembered answer, marked as a repeat."""
    return Response(answer.body, answer.status, answer.headers | {REPLAYED: "true"}, "application/json")


async def command(
    request: Request,
    database: Database,
    work: Callable[[UnitOfWork], Awaitable[Response]],
    *,
    shown_once: str | None = None,
) -> Response:
    """Runs work in a unit of work under the caller's Idempotency-Key; errors store nothing.

    ``shown_once``: a field of the answer that is a secret; it is null in what is remembered, and so in a repeat.
    A repeat is authorised anew before the remembered answer is given.
    A route that changes a thing holds its version (``versions``); one that did not is undone with a LookupError.
    Raises what the work raises, TooLarge with pointers into the body; Invalid when the key was used for another
    request, Conflict while it is in progress.
    """
    cause = await cause_of(request)
    digest = request_hash(request.method, request.url.path, await request.body())
    key = Key(cause.actor.subject, idempotency_key(request), digest)
    async with database.unit_of_work(cause, key=key) as uow:
        if (known := uow.known) is not None:
            await idempotency.still_permitted(uow, work, nothing_said=not known.body)
            return replay(known)
        try:
            answer = await work(uow)
        except TooLarge as error:
            raise error.placed(await request.body()) from None
        held(request)
        kept = {name: value for name, value in answer.headers.items() if name.lower() in {"etag", "location"}}
        uow.remember(key, Answer(answer.status_code, kept, _without(answer, shown_once)))
    return answer


def _without(answer: Response, secret: str | None) -> bytes:
    body = bytes(answer.body)
    return body if secret is None else orjson.dumps(orjson.loads(body) | {secret: None})
