"""``python -m services all`` as an operator runs it: prepared, ready, a killed role back, ended in order by Ctrl-C."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import ROOT, port, start
from deploy.local.provision import provision, sealing
from deploy.local.stack import Stack
from deploy.local.status import answering
from tests.support.poll import until

SERVICES = ("roster", "dialogue")


@pytest.fixture(scope="module")
def given(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Settings of two services beside a broker and a database."""
    with Stack("wca", services=(), root=tmp_path_factory.mktemp("all")) as ground:
        said = {"ACSG_SERVICES": ",".join(SERVICES), "ACSG_MODE": "development", "ACSG_KAFKA_BOOTSTRAP": ground.addresses["kafka"],
                "ACSG_ISSUER": ground.issuer[0]}  # fmt: skip
        for name in SERVICES:
            own, owner = asyncio.run(provision(ground.addresses["postgres"], f"acsg_all_{name}", ground.folder))
            said |= {f"ACSG_{name.upper()}__DATABASE_URL": own, f"ACSG_{name.upper()}__MIGRATION_URL": owner}
            said[f"ACSG_{name.upper()}__SEALER_URL"] = sealing(
                ground.addresses["postgres"], f"acsg_all_{name}", ground.folder
            )
            said[f"ACSG_{name.upper()}__HTTP_PORT"] = str(port(0, name))
        yield said


def children(pid: int) -> dict[str, int]:
    return {one.name(): one.pid for one in psutil.Process(pid).children() if one.status() != psutil.STATUS_ZOMBIE}


async def test_all_services_run_from_one_parent(given: dict[str, str], tmp_path: Path) -> None:
    line = [sys.executable, "-m", "services"]
    done = await asyncio.to_thread(
        subprocess.run, [*line, "prepare"], cwd=ROOT, env=os.environ | given, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"migrated"') == 2
    parent = start([*line, "all"], tmp_path / "log", os.environ | given)
    ready = [f"http://127.0.0.1:{given[f'ACSG_{name.upper()}__HTTP_PORT']}/health/ready" for name in SERVICES]

    async def whole() -> bool:
        return all([await asyncio.to_thread(answering, url) for url in ready])

    assert await until(whole, "both services ready", 120)
    before = children(parent.pid)
    assert set(before) == {"roster serve", "dialogue serve"}
    os.kill(before["roster serve"], signal.SIGKILL)

    async def back() -> bool:
        return children(parent.pid).get("roster serve") not in {None, before["roster serve"]} and await whole()

    assert await until(back, "the killed one", 120)
    assert children(parent.pid)["dialogue serve"] == before["dialogue serve"]
    last = children(parent.pid).values()
    parent.send_signal(signal.SIGINT)
    assert parent.wait(60) == 0
    assert not any(psutil.pid_exists(pid) for pid in last)
    words = (tmp_path / "log").read_text()
    assert re.search(r"roster serve ended with -9, 1 in a row; started again in 0.25 s", words)
    assert words.count('"draining"') == 2


def test_a_service_that_is_none_and_settings_that_lack_are_said(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "services"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    done = subprocess.run(
        [*line, "all"], cwd=ROOT, env=plain | {"ACSG_SERVICES": "rooster"}, capture_output=True, text=True
    )
    assert (done.returncode, "there is no rooster" in done.stderr) == (2, True)
    done = subprocess.run(
        [*line, "prepare"], cwd=ROOT, env=plain | {"ACSG_SERVICES": "dialogue"}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "ACSG_DATABASE_URL: is needed" in done.stderr
