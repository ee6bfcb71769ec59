"""In whose name a transaction runs: a reader, or a service that does its work. Said once, by ``Database``.

Whatever comes in over HTTP runs as the public until its caller is known (``http.middleware``, ``http.authentication``);
what no caller set off is a service's. A transaction in which nothing is said sees no row at all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.modalities.access.actor import PUBLIC, Actor
from shared.runtime.db.row_security.reach import reach


@dataclass(frozen=True, slots=True)
class ServiceAtWork:
    """A service at work: it sees every row of its own database. The name says which work, e.g. ``relay``."""

    name: str


Context = Actor | ServiceAtWork
_current: ContextVar[Context | None] = ContextVar("acsg_context", default=None)
_SAY = sa.text(
    "select set_config('acsg.service', :service, true), set_config('acsg.reach', :reach, true),"
    " set_config('acsg.actor', :actor, true), set_config('acsg.role', :role, true), set_config('acsg.party', :party, true)"
)


def act_as(context: Context) -> None:
    """From here on, in this task and those it starts."""
    _current.set(context)


@contextmanager
def as_nobody_yet() -> Iterator[None]:
    """What comes in from outside is the public's until its caller is known; whoever handed it in goes on as before."""
    before = _current.set(PUBLIC)
    try:
        yield
    finally:
        _current.reset(before)


def acting(otherwise: str) -> Context:
    """In whose name this task works; a service of that name when no caller set it off."""
    return _current.get() or ServiceAtWork(otherwise)


async def say(connection: AsyncConnection, context: Context, cause: Actor | None = None) -> None:
    """Tells an open transaction its context, until its end. ``cause``: on whose behalf a service works, for the audit."""
    await connection.execute(_SAY, values_of(context, cause))


def values_of(context: Context, cause: Actor | None) -> dict[str, str]:
    """What a transaction is told, by the names of its settings."""
    who = context if isinstance(context, Actor) else cause
    return {
        "service": context.name if isinstance(context, ServiceAtWork) else "",
        "reach": reach(context) if isinstance(context, Actor) else "",
        "actor": who.subject if who else "",
        "role": who.role.value if who else "system",
        "party": (who.party if who else None) or "",
    }


def speakers(actors: Iterable[Actor]) -> str:
    """For whom a transaction speaks that is several actors' at once: the database takes audit rows of theirs alone."""
    return orjson.dumps([[one.subject, one.role.value, one.party] for one in actors]).decode()


def settings_of(name: str) -> dict[str, str]:
    """Settings of a connection that is a service's for all its life: it needs no word in each transaction."""
    return {"acsg.service": name}
