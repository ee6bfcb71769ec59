"""A repeat under the same key is authorised anew before it gets the answer that was remembered; answers are kept for a time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from shared.modalities.errors import ModalityError, NotFound, NotPermitted, Unauthenticated
from shared.runtime.db.unit_of_work import UnitOfWork

log = structlog.get_logger()


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


async def forget_old(uow: UnitOfWork, kept: timedelta) -> int:
    """Forgets answers after their time, with what they say of a request; how many. A key may be used anew then."""
    table = uow.tables.idempotency
    old = sa.delete(table).where(table.c.created_at < uow.clock.now() - kept)
    return (await uow.connection.execute(old)).rowcount
