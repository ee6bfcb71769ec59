"""The script that makes databases and roles, on a real PostgreSQL: once, again, and with another secret (deploy/postgres/roles.sh)."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from deploy.local.postgres import Postgres, binaries, one_server

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "console")
WHO = ("", "_owner", "_sealer")


def run(server: Postgres, mark: str) -> "subprocess.CompletedProcess[str]":
    """Runs it with secrets that carry a mark."""
    said = urlsplit(server.url)
    told = {"PGHOST": said.hostname or "", "PGPORT": str(said.port), "PGPASSWORD": said.password or "",
            "ACSG_SERVICES": " ".join(SERVICES), "ACSG_POSTGRES_ADMINISTRATOR": said.username or "postgres",
            "PATH": f"{binaries()}:{os.environ['PATH']}"}  # fmt: skip
    told |= {f"ACSG_{f'{one}{who}'.upper()}_PASSWORD": f"{mark}'{one}{who}" for one in SERVICES for who in WHO}
    return subprocess.run(
        ["sh", str(ROOT / "deploy/postgres/roles.sh")],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )


async def enter(server: Postgres, role: str, database: str, mark: str) -> asyncpg.Connection:
    """A connection of a role with its secret. Raises asyncpg's errors."""
    said = urlsplit(server.url)
    password = f"{mark}'{role.removeprefix('acsg_')}"
    return await asyncpg.connect(host=said.hostname, port=said.port, user=role, database=database, password=password)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Postgres]:
    """A server on which the script has not run."""
    with one_server(tmp_path / "postgres", "PostgreSQL of this test") as server:
        yield server


async def test_it_makes_what_is_missing_and_keeps_what_is_there(fresh: Postgres) -> None:
    first = run(fresh, "first")
    assert first.returncode == 0, first.stderr
    owner = await enter(fresh, "acsg_intake_owner", "acsg_intake", "first")
    await owner.execute("create table kept (what text); insert into kept values ('stays')")
    await owner.close()
    again = run(fresh, "second")
    assert again.returncode == 0, again.stderr
    own = await enter(fresh, "acsg_intake", "acsg_intake", "second")
    assert await own.fetchval("select what from kept") == "stays"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await own.execute("create table mine ()")
    await own.close()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await enter(fresh, "acsg_intake", "acsg_intake", "first")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await enter(fresh, "acsg_intake", "acsg_console", "second")


@pytest.mark.control
def test_without_a_secret_it_ends_with_a_fault(fresh: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.WHO", ("", "_owner"))
    assert run(fresh, "first").returncode != 0
