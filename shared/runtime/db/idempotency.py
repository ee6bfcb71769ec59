"""The same key with the same request answers the same again; with another request it is refused."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError, NotFound, NotPermitted, Unauthenticated
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()


@dataclass(frozen=True)
class Answer:
    """What was answered: status, headers, body bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


def request_hash(method: str, path: str, body: bytes) -> bytes:
    """What makes two requests the same."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).digest()


def key_reused() -> Invalid:
    """The error for a key that came with another request before."""
    words = "this Idempotency-Key was used for another request"
    return Invalid((Fault("/headers/Idempotency-Key", words, "idempotency_key_reused"),), "idempotency_key_reused")


async def find(uow: UnitOfWork, party: str, key: str, digest: bytes) -> Answer | None:
    """The stored answer; None when the key is new, and then it is ours until the transaction ends.

    Raises Conflict while the same key is being worked on, Invalid when it was used for another request.
    """
    lock = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(f"{party}\0{key}".replace("\0", "\n"), 0))
    if not (await uow.connection.execute(sa.select(lock))).scalar_one():
        raise Conflict("idempotency_key_in_progress", "A request with this Idempotency-Key is being worked on")
    table = uow.tables.idempotency
    row = (
        await uow.connection.execute(sa.select(table).where(table.c.party == party, table.c.key == key))
    ).one_or_none()
    if row is None:
        return None
    if row.request_hash != digest:
        raise key_reused()
    return Answer(row.status, row.headers, row.body)


async def still_permitted(uow: UnitOfWork, work: Callable[[UnitOfWork], Awaitable[Any]], *, nothing_said: bool) -> None:
    """Raises what the work raises now for a caller who may not do it, or not see the thing, any more (NotPermitted,
    NotFound, Unauthenticated). The work is done again to ask it and undone whatever comes of it: what it would do, or
    what else stands against it by now, is no matter. ``nothing_said``: an answer without a body, as that of a deletion,
    is given though the thing is gone.
    """
    events, audits = list(uow.events), list(uow.audits)
    attempt = await uow.connection.begin_nested()
    try:
        await work(uow)
    except (NotPermitted, Unauthenticated):
        raise
    except NotFound:
        if not nothing_said:
            raise
    except ModalityError as other:
        log.info("repeat_answered", code=other.code)
    except sa.exc.IntegrityError:
        log.info("repeat_answered", code="done_already")
    finally:
        if attempt.is_active:
            await attempt.rollback()
        uow.events, uow.audits = events, audits


async def store(uow: UnitOfWork, party: str, key: str, digest: bytes, answer: Answer) -> None:
    """Remembers an answer in the command's own transaction."""
    values: dict[str, object] = {"party": party, "key": key, "request_hash": digest}
    values |= {"status": answer.status, "headers": answer.headers, "body": answer.body}
    await uow.connection.execute(sa.insert(uow.tables.idempotency), [values])


async def forget_old(uow: UnitOfWork, kept: timedelta) -> int:
    """Forgets answers after their time, with what they say of a request; how many. A key may be used anew then."""
    table = uow.tables.idempotency
    old = sa.delete(table).where(table.c.created_at < uow.clock.now() - kept)
    return (await uow.connection.execute(old)).rowcount
