"""Each role of the database opens its own database alone, by a secret of its own, and the application's owns nothing."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest

from deploy.local.postgres import Postgres
from deploy.local.processes import port
from deploy.local.provision import address, provision
from tests.conftest import PRESENT
from tests.support.databases import environment

Door = tuple[str, str]
"""Address and role."""


async def opened(addresses: Sequence[str]) -> list[str]:
    """Those at which the server lets one in."""
    found = []
    for one in addresses:
        try:
            connection = await asyncpg.connect(one, timeout=5)
        except (asyncpg.InvalidPasswordError, asyncpg.InsufficientPrivilegeError):
            continue
        found.append(one)
        await connection.close()
    return found


def doors(own: str, roles: Sequence[str], databases: Sequence[str]) -> list[str]:
    """Every other role with the secret of one, and every other database as the role itself."""
    role, secret = own.partition("://")[2].partition("@")[0].split(":")
    mine = own.rpartition("/")[2]
    others = [address(own, one, secret, mine) for one in (*roles, "postgres") if one != role]
    return others + [address(own, role, secret, one) for one in (*databases, "postgres", "template1") if one != mine]


async def test_what_opens_one_database_opens_no_other(postgres: Postgres, tmp_path: Path) -> None:
    urls = {name: await provision(postgres.url, f"apart_{name}", tmp_path) for name in PRESENT}
    roles = [f"apart_{name}{what}" for name in PRESENT for what in ("", "_owner")]
    databases = [f"apart_{name}" for name in PRESENT]
    every = [one for pair in urls.values() for one in pair]
    assert await opened(every) == every
    assert len({one.partition("@")[0].rpartition(":")[2] for one in every}) == len(every)
    for one in every:
        assert await opened(doors(one, roles, databases)) == []


async def test_nobody_comes_in_without_a_secret(postgres: Postgres) -> None:
    assert await opened([f"postgresql://postgres@127.0.0.1:{postgres.port}/postgres"]) == []


@pytest.mark.control
async def test_a_shared_secret_and_an_open_database_are_found(postgres: Postgres, tmp_path: Path) -> None:
    own, _ = await provision(postgres.url, "apart_shared", tmp_path)
    secret = own.partition("@")[0].rpartition(":")[2]
    administrator = await asyncpg.connect(postgres.url)
    try:
        await administrator.execute(f"create role apart_twin login password '{secret}'")
        await administrator.execute("create database apart_open")  # its maker's default lets everybody in
        await administrator.execute("grant connect on database apart_shared to apart_twin")
    finally:
        await administrator.close()
    found = await opened(doors(own, ["apart_twin"], ["apart_open"]))
    assert [(one.partition("//")[2].partition(":")[0], one.rpartition("/")[2]) for one in found] == [
        ("apart_twin", "apart_shared"),
        ("apart_shared", "apart_open"),
    ]


OWNED = """select c.relname from pg_class c join pg_roles r on r.oid = c.relowner
where r.rolname = current_user union all
select p.proname from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = current_user"""
RIGHTS = "select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls from pg_roles where rolname = current_user"


@pytest.mark.parametrize("service", PRESENT)
async def test_the_role_that_works_owns_nothing(postgres: Postgres, tmp_path: Path, service: str) -> None:
    settings = await environment(postgres, tmp_path, service, f"owned_{service}")
    connection = await asyncpg.connect(settings["database_url"])
    try:
        assert [row["relname"] for row in await connection.fetch(OWNED)] == []
        assert await connection.fetchval(RIGHTS) is False
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create table planted ()")
    finally:
        await connection.close()


def test_data_of_an_earlier_release_is_closed_at_its_next_start(tmp_path: Path) -> None:
    server = Postgres(tmp_path, port(0, "PostgreSQL of an earlier release"))
    server._initialise()
    (server.data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 trust\n")
    server.start()
    try:
        bare = f"postgresql://postgres@127.0.0.1:{server.port}/postgres"
        assert asyncio.run(opened([bare, server.url])) == [server.url]
    finally:
        server.stop()
