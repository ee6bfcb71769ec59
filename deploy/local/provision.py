"""One database per service with three roles: its owner for migrations, a non-owner the service works with, the audit's sealer."""

import secrets
from pathlib import Path

import asyncpg

from deploy.local.made_once import made_once

RIGHTS = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls"


def secret(folder: Path, role: str) -> str:
    """The secret of one role of a local deployment, kept in a file of its own that only we read."""
    return made_once(folder / "secrets" / role, lambda: secrets.token_urlsafe(24).encode()).decode()


def address(administrator: str, role: str, password: str, database: str) -> str:
    """The address of a role's database on the administrator's server."""
    host = administrator.rpartition("@")[2].partition("/")[0]
    return f"postgresql://{role}:{password}@{host}/{database}"


def sealing(administrator: str, database: str, folder: Path) -> str:
    """The address for the role that seals the audit of a database, once that is provided."""
    return address(administrator, f"{database}_sealer", secret(folder, f"{database}_sealer"), database)


def working(address: str, name: str = "operator") -> str:
    """The address for somebody who works on the rows of all: row security shows nothing to a session that says nothing."""
    return f"{address}?acsg.service={name}"


async def provision(administrator: str, database: str, folder: Path) -> tuple[str, str]:
    """Makes roles and database where missing; answers (address of the service's role, address of the owner).

    Each role has a secret of its own and may connect to its own database alone; the service's role owns nothing.
    """
    owner, sealer = f"{database}_owner", f"{database}_sealer"
    passwords = {role: secret(folder, role) for role in (owner, database, sealer)}
    connection = await asyncpg.connect(administrator, timeout=10)
    try:
        for role, password in passwords.items():
            known = await connection.fetchval("select 1 from pg_roles where rolname = $1", role)
            verb = "alter" if known else "create"
            await connection.execute(f"{verb} role \"{role}\" {RIGHTS} password '{password}'")
        if not await connection.fetchval("select 1 from pg_database where datname = $1", database):
            await connection.execute(f'create database "{database}" owner "{owner}"')
        # A database that nobody uses is a door too: the maintenance databases are the administrator's alone.
        for closed in ("postgres", "template1", database):
            await connection.execute(f'revoke connect, temporary on database "{closed}" from public')
        await connection.execute(f'grant connect on database "{database}" to "{database}", "{sealer}"')
    finally:
        await connection.close()
    await _grant(administrator.rpartition("/")[0] + f"/{database}", database, owner)
    own, owners = (address(administrator, role, passwords[role], database) for role in (database, owner))
    return own, owners


async def _grant(inside: str, role: str, owner: str) -> None:
    connection = await asyncpg.connect(inside, timeout=10)
    try:
        defaults = f'alter default privileges for role "{owner}" in schema public grant'
        await connection.execute(f'grant usage on schema public to "{role}"')
        await connection.execute(f'{defaults} select, insert, update, delete on tables to "{role}"')
        await connection.execute(f'{defaults} usage, select on sequences to "{role}"')
    finally:
        await connection.close()


async def drop(administrator: str, database: str) -> None:
    """Forgets a database; its roles stay."""
    connection = await asyncpg.connect(administrator, timeout=10)
    try:
        await connection.execute(f'drop database if exists "{database}" with (force)')
    finally:
        await connection.close()
