"""A backup is whole or none; a region that is restored from one raises its epoch, and Geneva comes in line (WM 6)."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from deploy.backup.index import Damaged, Index, one_of, verify
from deploy.backup.restoring import NotRestored, epoch_after, restore
from deploy.backup.taking import DATABASES, KEPT, NotTaken, take
from deploy.local.postgres import Postgres, binaries, one_server
from deploy.local.processes import ROOT
from shared.runtime.backups import whole
from shared.runtime.clock import FixedClock
from tests.support.owners import Intake, Network, geneva_over

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STEPS = ("begun", "databases", "written")
KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from deploy.backup.taking import take
from deploy.local.postgres import binaries
def at(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(take(Path(sys.argv[1]), os.environ["ACSG_BACKUP_URL"], "wca", binaries(), reached=at))
"""


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Postgres]:
    """The region's own server, which will be lost."""
    with one_server(tmp_path / "server", "PostgreSQL of the region") as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def intake(region: Postgres, tmp_path: Path) -> AsyncIterator[Intake]:
    found = Intake(region, tmp_path, Network(), FixedClock(NOW))
    await found.start()
    yield found
    await found.stop()


def taken(region: Postgres, folder: Path, *keep: Path) -> Path:
    return asyncio.run(take(folder, region.url, "wca", binaries(), keep))


@pytest.mark.paragraph("6")
async def test_a_region_is_lost_and_restored_and_geneva_reconciles(
    region: Postgres, intake: Intake, postgres: Postgres, tmp_path: Path
) -> None:
    geneva = await geneva_over(postgres, tmp_path / "geneva", intake._network, intake.clock, compare_every_s=1e9)
    folder = tmp_path / "backups"
    kept, changed = [await intake.submit() for _ in range(3)], await intake.submit()
    records = await intake.published()
    made = await take(folder, region.url, "wca", binaries(), [region.folder / "secrets"])
    # What comes after the backup is heard at Geneva, and lost at home.
    await intake.revise(changed, "A version that the backup does not have")
    lost = await intake.submit()
    records += await intake.published()
    await geneva.told(records)
    await intake.stop()
    await asyncio.to_thread(region.kill)
    shutil.rmtree(region.data)
    index = await asyncio.to_thread(restore, made, region.data, tmp_path / "restored files")
    assert (index.deployment, index.epochs["owner_wca_intake"], epoch_after(index)) == ("wca", 1, 2)
    assert {p.name for p in (tmp_path / "restored files/secrets").iterdir()} == {
        p.name for p in (region.folder / "secrets").iterdir()
    }
    await asyncio.to_thread(region.start)
    await intake.start(epoch=epoch_after(index))
    async with intake.service.database.reading() as connection:
        rows = await connection.exec_driver_sql("select request_id::text from support_request")
        theirs = {row[0] for row in rows}
    assert theirs == {*kept, changed}
    # Nobody numbers twice: the next event is the first of the new epoch, and by it Geneva comes in line.
    await intake.revise(kept[0], "Something new")
    again = await intake.published()
    assert {str(dict(r.headers)["ce_epoch"]) for r in again} == {str(b"2")}
    await geneva.told(again)
    await geneva.mend()
    listed = await geneva.rows("select item_id, version, kept_version from vanished order by kept_version nulls last")
    assert {tuple(r) for r in listed} == {(changed, 2, 1), (lost, 1, None)}
    ours = await geneva.rows("select id from item where kind = 'request'")
    assert {row.id for row in ours} == theirs
    await geneva.close()


def test_all_databases_stand_at_one_point(region: Postgres, tmp_path: Path) -> None:
    """A writes, then B, while backups are taken: no restored B has what its A has not."""

    async def prepared() -> None:
        connection = await asyncpg.connect(region.url)
        for name in ("cause", "effect"):
            await connection.execute(f"create database {name}")
            inside = await asyncpg.connect(region.url, database=name)
            await inside.execute("create table written (n bigint primary key)")
            await inside.close()
        await connection.close()

    async def taken_under_load() -> Path:
        ends = asyncio.Event()

        async def writes() -> None:
            cause, effect = [await asyncpg.connect(region.url, database=name) for name in ("cause", "effect")]
            n = 0
            while not ends.is_set():
                n += 1
                await cause.execute("insert into written values ($1)", n)
                await effect.execute("insert into written values ($1)", n)
            await cause.close(), await effect.close()

        writing = asyncio.create_task(writes())
        made = await asyncio.to_thread(taken, region, tmp_path / "backups")
        ends.set()
        await writing
        return made

    async def stand(name: str) -> int:
        connection = await asyncpg.connect(region.url, database=name)
        found: int = await connection.fetchval("select coalesce(max(n), 0) from written")
        await connection.close()
        return found

    asyncio.run(prepared())
    made = asyncio.run(taken_under_load())
    after = asyncio.run(stand("effect"))
    region.stop()
    shutil.rmtree(region.data)
    restore(made, region.data)
    region.start()
    cause, effect = asyncio.run(stand("cause")), asyncio.run(stand("effect"))
    assert 0 < effect <= cause <= effect + 1
    assert cause < after


@pytest.mark.parametrize("step", STEPS)
def test_killed_in_the_middle_it_is_no_backup(region: Postgres, tmp_path: Path, step: str) -> None:
    folder = tmp_path / "backups"
    first = taken(region, folder)
    line = [sys.executable, "-c", KILLED, str(folder)]
    given = os.environ | {"ACSG_BACKUP_URL": region.url}
    assert subprocess.run([*line, step], cwd=ROOT, env=given).returncode == -signal.SIGKILL
    left = [path for path in folder.iterdir() if path.is_dir() and path != first]
    assert len(left) == 1
    assert whole(folder) == [first]
    assert one_of(folder, None) == first
    # The control: not killed, the same call makes one; and what was left is gone.
    assert subprocess.run([*line, "nowhere"], cwd=ROOT, env=given).returncode == 0
    assert len(whole(folder)) == 2
    assert not left[0].exists()
    assert verify(whole(folder)[-1]).deployment == "wca"


def test_nobody_else_reads_it_and_a_damaged_one_is_refused(region: Postgres, tmp_path: Path) -> None:
    secret = tmp_path / "console.key"
    secret.write_text("hush"), secret.chmod(0o644)
    made = taken(region, tmp_path / "backups", secret)
    others = [p for p in made.rglob("*") if stat.S_IMODE(p.stat().st_mode) & 0o077]
    assert (others, stat.S_IMODE(made.stat().st_mode)) == ([], 0o700)
    assert (made / KEPT / "console.key").read_text() == "hush"
    assert len(Index.of(made).files) > 500
    for damage, words in (
        (lambda: (made / DATABASES / "global/pg_control").open("r+b").write(b"x"), "pg_control is another one"),
        (lambda: (made / KEPT / "console.key").unlink(), "console.key is missing"),
        (lambda: (made / "more").write_text("x"), "more is in no index"),
        (lambda: (made / "index.json").write_text("{"), "index cannot be read"),
    ):
        damage()
        with pytest.raises(Damaged, match=words):
            restore(made, tmp_path / "data")
        assert not (tmp_path / "data").exists()


def test_what_stands_in_the_way_is_said(region: Postgres, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    made = taken(region, folder)
    with pytest.raises(NotRestored, match="is not empty"):
        restore(made, region.data)
    with pytest.raises(NotTaken, match="no-such cannot be kept"):
        taken(region, folder, tmp_path / "no-such")
    with pytest.raises(NotTaken, match="cannot be started"):
        asyncio.run(take(folder, region.url, "wca", tmp_path))
    assert whole(folder) == [made]
    assert [path for path in folder.iterdir() if path.name.endswith(".part")] == []
    line = [sys.executable, "-m", "deploy.backup", "take", "--folder", str(folder), "--binaries", str(binaries())]
    wrong = os.environ | {"ACSG_BACKUP_URL": region.url.replace("postgres:", "postgres:hush-", 1)}
    done = subprocess.run(line, cwd=ROOT, env=wrong, capture_output=True, text=True)
    assert (done.returncode, "hush" in done.stdout + done.stderr) == (2, False)
    again = subprocess.run(
        line, cwd=ROOT, env=os.environ | {"ACSG_BACKUP_URL": region.url}, capture_output=True, text=True
    )
    assert again.returncode == 0, again.stderr
    verified = subprocess.run([*line[:3], "verify", "--folder", str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert (verified.returncode, "are as they were taken" in verified.stdout) == (0, True)
    assert subprocess.run([*line[:3], "verify", "--folder", str(tmp_path)], cwd=ROOT).returncode == 1
