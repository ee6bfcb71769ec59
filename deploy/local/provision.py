"""One database per service with two roles: its owner for migrations, and a non-owner the service works with."""

import secrets
from pathlib import Path

import asyncpg


def _password(folder: Path) -> str:
    """One password for the roles of a local deployment, kept in a file that only we read."""
    path = folder / "roles.password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def address(administrator: str, role: str, password: str, database: str) -> str:
    """The address of a role's database on the administrator's server."""
    host = administrator.rpartition("@")[2].partition("/")[0]
    return f"postgresql://{role}:{password}@{host}/{database}"


async def provision(administrator: str, database: str, folder: Path) -> tuple[str, str]:
    """Makes roles and database where missing; answers (address of the service's role, address of the owner)."""
    password = _password(folder)
    owner = f"{database}_owner"
    connection = await asyncpg.connect(administrator, timeout=10)
    try:
        for role in (owner, database):
            known = await connection.fetchval("select 1 from pg_roles where rolname = $1", role)
            rights = "login nosuperuser nocreatedb nocreaterole nobypassrls"
            verb = "alter" if known else "create"
            await connection.execute(f"{verb} role \"{role}\" {rights} password '{password}'")
        if not await connection.fetchval("select 1 from pg_database where datname = $1", database):
            await connection.execute(f'create database "{database}" owner "{owner}"')
        await connection.execute(f'revoke connect on database "{database}" from public')
        await connection.execute(f'grant connect on database "{database}" to "{database}"')
    finally:
        await connection.close()
    inside = await asyncpg.connect(administrator.rpartition("/")[0] + f"/{database}", timeout=10)
    try:
        defaults = f'alter default privileges for role "{owner}" in schema public grant'
        await inside.execute(f'grant usage on schema public to "{database}"')
        await inside.execute(f'{defaults} select, insert, update, delete on tables to "{database}"')
        await inside.execute(f'{defaults} usage, select on sequences to "{database}"')
    finally:
        await inside.close()
    return address(administrator, database, password, database), address(administrator, owner, password, database)


async def drop(administrator: str, database: str) -> None:
    """Forgets a database; its roles stay."""
    connection = await asyncpg.connect(administrator, timeout=10)
    try:
        await connection.execute(f'drop database if exists "{database}" with (force)')
    finally:
        await connection.close()
