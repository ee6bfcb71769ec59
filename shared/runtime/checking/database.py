"""The database: reachable, with the rights of each role and no more, at the revision of this release."""

import asyncio
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import asyncpg

from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.finding import CheckFinding, fault, good
from shared.runtime.checking.reached import STEP_S
from shared.runtime.db.tables import RuntimeTables

OFF_S = 5.0
"""How far our clock may be from the database's."""
NTP = "let both machines keep time by NTP"
MEND = "mend it, or let `prepare` give the rights anew"
_ROLE = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
_OWNS = "select count(*) from pg_tables where schemaname = 'public' and tableowner = current_user"
_WRITES = "select name from unnest($1::text[]) name where not has_any_column_privilege('public.' || name, 'insert')"
_TABLES = "select tablename from pg_tables where schemaname = 'public'"
_MISSING = "select name from unnest($1::text[]) name where to_regclass('public.' || name) is null"
_UNREAD = "select name from unnest($1::text[]) name where not has_table_privilege('public.' || name, 'select')"


def database(asked: CheckAsked) -> Iterator[CheckFinding]:
    """With the role that the service works with."""
    yield from asyncio.run(_with(asked, "database", asked.settings.database_url, _work))


def owner(asked: CheckAsked) -> Iterator[CheckFinding]:
    """With the role that migrates."""
    url = asked.settings.migration_url
    yield from _if_given(asked, "database, owner", "ACSG_MIGRATION_URL", url, ("prepare",), _own)


def sealer(asked: CheckAsked) -> Iterator[CheckFinding]:
    """With the role that seals the audit."""
    url = asked.settings.sealer_url
    yield from _if_given(asked, "database, sealer", "ACSG_SEALER_URL", url, ("worker", "serve"), _seal)


def clock(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Our clock, held against the database's."""
    found = asyncio.run(_with(asked, "clock", asked.settings.database_url, _time))
    yield found[0] if found[0].ok or found[0].do == NTP else fault("clock", "not looked at", "mend the database first")


def _if_given(
    asked: CheckAsked, what: str, variable: str, url: str | None, purposes: tuple[str, ...], look: Any
) -> Iterator[CheckFinding]:
    if url is not None:
        yield from asyncio.run(_with(asked, what, url, look))
    elif asked.is_for(*purposes):
        yield fault(what, f"{variable} is not set", f"{' and '.join(purposes)} cannot do without it")
    else:
        yield good(what, f"not set: only {' and '.join(purposes)} need{'' if len(purposes) > 1 else 's'} {variable}")


async def _with(asked: CheckAsked, what: str, url: str, look: Any) -> list[CheckFinding]:
    try:
        connection = await asyncpg.connect(url, timeout=STEP_S, command_timeout=STEP_S)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        return [fault(what, "it does not let this role in", "the name or the password in the address is wrong")]
    except asyncpg.InvalidCatalogNameError:
        return [fault(what, "there is no database of this name", "make it as deploy/postgres/roles.sh does")]
    except asyncpg.InsufficientPrivilegeError:
        return [fault(what, "this role may not connect to this database", "each role opens its own database alone")]
    except TimeoutError:
        return [fault(what, f"no answer within {STEP_S:g} s", "is the host right, and the way to it open?")]
    except OSError as away:
        said = (away.strerror or "").lower() or "it cannot be reached"
        return [fault(what, said, "does PostgreSQL run there, and is the port right?")]
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as odd:
        # What the driver says of an address holds the address.
        return [fault(what, f"it cannot be opened ({type(odd).__name__})", "postgresql://role:password@host:port/name")]
    try:
        return [one async for one in look(asked, connection)]
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as odd:
        return [fault(what, f"it let us in, and then: {type(odd).__name__}", "see PostgreSQL's log")]
    finally:
        connection.terminate()


async def _work(asked: CheckAsked, connection: Any) -> Any:
    what, prepared = "database", not asked.is_for("prepare")
    for name in ("fsync", "synchronous_commit"):
        if await connection.fetchval(f"show {name}") != "on":
            yield fault(what, f"{name} is off: what is acknowledged could be lost", f"set {name} to on")
    if await connection.fetchval(_ROLE):
        yield fault(what, "the role is bound by no row security", "give it neither superuser nor bypassrls")
    if await connection.fetchval(_OWNS):
        yield fault(what, "the role owns tables", "ACSG_DATABASE_URL is for the role that owns nothing")
    if prepared:
        async for one in _content(asked, connection):
            yield one
    else:
        yield good(what, "it lets us in; tables are `prepare`'s to make")


async def _content(asked: CheckAsked, connection: Any) -> Any:
    what, head = "database", import_module("shared.runtime.db.migrations").revisions(asked.name)[-1]
    if await connection.fetchval("select to_regclass('public.alembic_version')") is None:
        yield fault(what, "it is empty", f"python -m services.{asked.name} prepare")
        return
    if not await connection.fetchval("select has_table_privilege('public.alembic_version', 'select')"):
        yield fault(what, "the role may not read its tables", MEND)
        return
    stands = await connection.fetchval("select version_num from alembic_version")
    if stands != head:
        yield fault(what, f"it stands at {stands}, this release at {head}", f"python -m services.{asked.name} prepare")
        return
    plumbing = sorted(one.name for one in fields(RuntimeTables))
    missing = {row[0] for row in await connection.fetch(_MISSING, plumbing)}
    # The metadata also has tables that a later migration took away: those that are there are looked at.
    there = [row[0] for row in await connection.fetch(_TABLES)]
    unread = {row[0] for row in await connection.fetch(_UNREAD, there)}
    unwritten = {row[0] for row in await connection.fetch(_WRITES, sorted({"outbox", "inbox", "audit"} - missing))}
    for words, names in (("missing", missing), ("not to be read", unread), ("not to be written", unwritten - unread)):
        if names:
            yield fault(what, f"{words}: {', '.join(sorted(names))}", MEND)
    if not missing | unread | unwritten:
        yield good(what, f"{len(there)} tables, at {head}, with the rights of the role")


async def _own(asked: CheckAsked, connection: Any) -> Any:
    if await connection.fetchval("select has_schema_privilege('public', 'create')"):
        yield good("database, owner", "it may make tables")
    else:
        yield fault("database, owner", "the role may not make tables", "ACSG_MIGRATION_URL is for the database's owner")


async def _seal(asked: CheckAsked, connection: Any) -> Any:
    what = "database, sealer"
    if await connection.fetchval("select to_regclass('public.audit')") is None:
        yield fault(what, "there is no audit yet", f"python -m services.{asked.name} prepare")
    elif await connection.fetchval("select has_column_privilege('public.audit', 'sealed', 'update')"):
        yield good(what, "it may seal the audit")
    else:
        yield fault(what, "the role may not seal the audit", "ACSG_SEALER_URL is for the role acsg_<service>_sealer")


async def _time(asked: CheckAsked, connection: Any) -> Any:
    began = datetime.now(UTC)
    theirs = await connection.fetchval("select clock_timestamp()")
    ended = datetime.now(UTC)
    off = max((began - theirs).total_seconds(), (theirs - ended).total_seconds(), 0.0)
    if off > OFF_S:
        yield fault("clock", f"{off:.0f} s off the database's", NTP)
    else:
        yield good("clock", f"within {max(off, 0.1):.1f} s of the database's")
