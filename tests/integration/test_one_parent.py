"""One parent imports, its children are processes of their own: what they have, how they end, and what a fork never tears."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from deploy.local import parent as asking
from deploy.local.parent import DESK, Parent, begin
from deploy.local.processes import ROOT, Child, NotYet, start
from shared.runtime.forking.role import ForkedRole, NotSettings
from shared.runtime.forking.standing import settings_of

pytestmark = pytest.mark.long

MODULE = "tests.support.forked"
PLANTED = {"thread": "thread ", "loop": "eventpoll", "connection": "socket:", "file": "planted_file.py"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Parent, Child]]:
    one = Parent(
        ["dialogue"], tmp_path_factory.mktemp("parent") / "parent.log", {}, (DESK, "tests.support.planted_chance")
    )
    process = one.launch()
    one.await_ready()
    yield one, process
    process.terminate()
    assert process.wait(30) == 0


def heard(log: Path, lines: int = 1) -> list[Any]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = log.read_text().splitlines() if log.exists() else []
        if len(found) >= lines:
            return [json.loads(line) if line.startswith("{") else line for line in found]
        time.sleep(0.02)
    raise AssertionError(f"{log} has not {lines} line(s)")


def runs(pid: int) -> bool:
    """Whether it does; what nobody has reaped yet does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_children_are_processes_of_their_own(running: tuple[Parent, Child], tmp_path: Path) -> None:
    parent, process = running
    before = time.time()
    given = [{"ACSG_DEPLOYMENT": name, "PYTEST_ONLY": "not a setting"} for name in ("wca", "europe")]
    children = [parent.fork(MODULE, ["stay"], one, tmp_path / f"{n}.log") for n, one in enumerate(given)]
    try:
        found = [heard(tmp_path / f"{n}.log")[0] for n in range(2)]
    finally:
        for child in children:
            child.terminate()
    assert [child.wait(10) for child in children] == [-signal.SIGTERM] * 2
    assert [one["settings"] for one in found] == [{"ACSG_DEPLOYMENT": "wca"}, {"ACSG_DEPLOYMENT": "europe"}]
    for one, child in zip(found, children, strict=True):
        assert one["pid"] == one["group"] == child.pid
        assert one["parent"] == process.pid
        assert (one["open"], one["threads"], one["blocked"]) == ([], [], [])
        assert one["signals"]["SIGTERM"] == one["signals"]["SIGCHLD"] == str(signal.SIG_DFL)
        assert "default_int_handler" in one["signals"]["SIGINT"]
        assert one["published"] == 1.0
        assert before <= one["created"] <= one["began"]
        assert one["name"] == "forked stay"
    chances = [one["chances"] for one in found]
    assert not set(chances[0]) & set(chances[1])


@pytest.mark.parametrize(("word", "code"), [("3", 3), ("0", 0), ("words", 1)])
def test_an_exit_status_is_told(running: tuple[Parent, Child], tmp_path: Path, word: str, code: int) -> None:
    assert running[0].fork(MODULE, [word], {}, tmp_path / "log").wait(30) == code


def test_a_killed_child_is_told_from_one_that_ended(running: tuple[Parent, Child], tmp_path: Path) -> None:
    child = running[0].fork(MODULE, ["stay"], {}, tmp_path / "log")
    heard(tmp_path / "log")
    assert child.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.05)
    child.kill()
    assert child.wait(10) == child.poll() == -signal.SIGKILL
    child.kill()


def test_what_is_no_setting_gets_an_interpreter_of_its_own(running: tuple[Parent, Child], tmp_path: Path) -> None:
    parent, process = running
    said = {"TZ": "Asia/Tokyo", "ACSG_DEPLOYMENT": "wca"}
    assert not parent.takes(said)
    assert parent.takes({"ACSG_DEPLOYMENT": "wca", "PYTHONUNBUFFERED": "1"})
    child = begin(parent, MODULE, ["stay"], os.environ | said, tmp_path / "log", said)
    assert heard(tmp_path / "log")[0]["parent"] == os.getpid() != process.pid
    child.kill()
    child.wait(10)
    with pytest.raises(NotSettings, match="TZ"):
        ForkedRole(MODULE, (), said)


def test_children_end_when_their_parent_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "DRAIN_S", 1.0)
    parent = Parent(["dialogue"], tmp_path / "parent.log", {})
    process = parent.launch()
    parent.await_ready()
    children = [parent.fork(MODULE, [word], {}, tmp_path / word) for word in ("stay", "stubborn")]
    heard(tmp_path / "stay"), heard(tmp_path / "stubborn", 2)
    process.kill()
    process.wait()
    assert children[0].wait(10) == -signal.SIGTERM
    # One that is deaf to it keeps its port from no successor.
    assert children[1].wait(30) is not None
    assert not runs(children[1].pid)
    with pytest.raises(NotYet):
        parent.fork(MODULE, ["stay"], {}, tmp_path / "log")


def test_a_parent_ends_with_whoever_asks_it(tmp_path: Path) -> None:
    parent = Parent(["dialogue"], tmp_path / "parent.log", {})
    process = parent.launch()
    parent.await_ready()
    child = parent.fork(MODULE, ["stay"], {}, tmp_path / "log")
    heard(tmp_path / "log")
    assert parent._connection is not None
    parent._connection._line.close()
    assert process.wait(30) == 0
    assert not runs(child.pid)


@pytest.mark.control
@pytest.mark.parametrize("kind", PLANTED)
def test_nothing_is_forked_beside_what_an_import_left_alive(tmp_path: Path, kind: str) -> None:
    command = [sys.executable, "-m", "services", "all", "--also", f"tests.support.planted_{kind}"]
    process = start(command, tmp_path / "log", os.environ | {"ACSG_SERVICES": "dialogue", "PYTHONPATH": str(ROOT)})
    assert process.wait(60) == 1
    words = (tmp_path / "log").read_text()
    assert "NotAlone: no child can be forked beside " in words
    assert PLANTED[kind] in words.splitlines()[-1]


def test_a_service_has_settings_of_its_own() -> None:
    said = {"ACSG_MODE": "development", "ACSG_INTAKE_URL": "http://intake", "ACSG_INTAKE__DATABASE_URL": "one",
            "ACSG_ROSTER__DATABASE_URL": "two", "ACSG_ROSTER__MODE": "production", "PATH": "x"}  # fmt: skip
    common = {"ACSG_MODE": "development", "ACSG_INTAKE_URL": "http://intake"}
    assert settings_of("intake", said) == common | {"ACSG_DATABASE_URL": "one"}
    assert settings_of("roster", said) == common | {"ACSG_DATABASE_URL": "two", "ACSG_MODE": "production"}
