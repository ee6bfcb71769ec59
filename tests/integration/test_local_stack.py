"""The local stack owns what it starts: whatever becomes of it, nothing stays behind and nobody else's process is touched."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from deploy.local import record
from deploy.local.processes import ROOT, start, stop
from tests.support.leftovers import gone, living

SCRIPT = """
import signal, sys
from pathlib import Path
from deploy.local.stack import Stack
# Also where the tests were started in the background, and so with interrupts ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
with Stack("wca", services=("roster",), root=Path(sys.argv[1]), say=lambda words: print(words, flush=True)):
    print("READY", flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
"""


@contextmanager
def up(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A parent of a small stack, with its words to be read."""
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as parent:
        try:
            yield parent
        finally:
            parent.terminate()


def hear(parent: "subprocess.Popen[str]", words: str) -> None:
    assert parent.stdout is not None
    said = []
    for line in parent.stdout:
        said.append(line)
        if words in line:
            return
    raise AssertionError("".join(said))


@pytest.fixture
def parent(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    with up(tmp_path) as started:
        yield started


def test_a_parent_that_is_killed_leaves_no_orphan(parent: "subprocess.Popen[str]", tmp_path: Path) -> None:
    hear(parent, "READY")
    assert len(living(tmp_path)) > 4
    parent.kill()
    parent.wait()
    assert gone(tmp_path), living(tmp_path)
    # What it left written does not keep the next one from starting, on the data that is there.
    assert (tmp_path / "wca/stack.json").exists()
    with up(tmp_path) as again:
        hear(again, "READY")
    assert gone(tmp_path)


@pytest.mark.parametrize("moment", ["Kafka ...", "databases, migrations, topics ..."])
def test_an_interrupt_during_the_start_leaves_nothing(
    parent: "subprocess.Popen[str]", tmp_path: Path, moment: str
) -> None:
    hear(parent, moment)
    parent.send_signal(signal.SIGINT)
    parent.wait(40)
    assert gone(tmp_path), living(tmp_path)


@pytest.mark.control
def test_a_child_that_is_not_tied_outlives_its_parent(tmp_path: Path) -> None:
    child = "import time; time.sleep(60)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}, sys.argv[1]])"
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stderr=subprocess.DEVNULL) as parent:
        end = time.monotonic() + 20
        while len(living(tmp_path)) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        orphan = psutil.Process(parent.pid).children()[0]
        parent.kill()
    assert orphan.is_running()
    orphan.kill()


def test_a_number_that_was_given_to_another_program_is_left_alone(tmp_path: Path) -> None:
    stranger, ours = (start(["sleep", "60"], tmp_path / "log") for _ in range(2))
    try:
        mine = record.record_of("roster", "api", ours.pid, tmp_path / "log")
        reused = record.ProcessRecord("roster", "worker", stranger.pid, mine.created - 3600, "log")
        record.write(tmp_path / "stack.json", {}, [mine, reused])
        ended = record.end_left_over(record.read(tmp_path / "stack.json")[1])
        assert [one.pid for one in ended] == [ours.pid]
        assert ours.wait(10) != 0
        assert stranger.poll() is None
    finally:
        stop(stranger)


@pytest.mark.parametrize("content", ["", "not json", '{"processes": [{"pid": 1}]}'])
def test_a_record_that_cannot_be_read_is_no_record(tmp_path: Path, content: str) -> None:
    (tmp_path / "stack.json").write_text(content)
    assert record.read(tmp_path / "stack.json") == ({}, [])


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1]
        command = [sys.executable, "-m", "deploy.demo", "--smoke", "--folder", str(tmp_path)]
        wanted = os.environ | {"ACSG_PORT_BASE": str(number)}
        done = subprocess.run(command, cwd=ROOT, env=wanted, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {number}, wanted for postgres of wca, is taken: ")
    assert "make down" in done.stderr
    assert "Traceback" not in done.stderr
    assert gone(tmp_path)
