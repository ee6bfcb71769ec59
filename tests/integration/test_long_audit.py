"""A long audit is verified row by row: memory does not follow its length (1,000,000 rows: 100 MB, 60 s)."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local.postgres import Postgres
from deploy.local.processes import ROOT
from tests.support.databases import environment
from tests.support.long_chain import fill

MANY = 60_000
MOST_MB = 100


def peak_of(command: list[str], said: dict[str, str]) -> tuple[str, float]:
    """What a process says, and the most memory it had resident, in MB."""
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ | said, stdout=subprocess.PIPE, text=True)
    peak, status = 0.0, Path(f"/proc/{running.pid}/status")
    while running.poll() is None:
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                peak = max(peak, int(line.split()[1]) / 1024)
        time.sleep(0.01)
    assert running.stdout is not None
    with running.stdout as heard:
        return heard.read().strip(), peak


async def long_one(postgres: Postgres, folder: Path) -> dict[str, str]:
    """A database with a long chain; what a process that reads it is told."""
    settings = await environment(postgres, folder, "dialogue", "long_audit")
    await fill(postgres.url.rpartition("/")[0] + "/long_audit", MANY)
    return {"ACSG_DATABASE_URL": settings["database_url"]}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
async def test_a_long_chain_is_verified_in_little_memory(postgres: Postgres, tmp_path: Path) -> None:
    told = await long_one(postgres, tmp_path)
    said, peak = await asyncio.to_thread(peak_of, [sys.executable, "-m", "services.dialogue", "verify-audit"], told)
    assert said == "the audit chain holds"
    assert 20 < peak < MOST_MB
    whole = "import asyncpg,asyncio,os\nasync def go():\n c=await asyncpg.connect(os.environ['ACSG_DATABASE_URL'],"
    whole += (
        "server_settings={'acsg.service':'x'})\n print(len(await c.fetch('select * from audit')))\nasyncio.run(go())"
    )
    # Held at once the rows alone would take more: the bound can be missed.
    said, peak_of_all = await asyncio.to_thread(peak_of, [sys.executable, "-c", whole], told)
    assert said == str(MANY)
    assert peak_of_all > peak
