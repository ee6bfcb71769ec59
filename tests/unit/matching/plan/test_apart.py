"""A plan is made in a process of its own: bounded in time, ended with who waits for it, without our secrets (WM 11)."""

import asyncio
import os
import sys
from datetime import date
from pathlib import Path

import orjson
import pytest

from services.matching.fit.planner import lacking
from services.matching.plan.apart import NoPlan, made_apart
from services.matching.storage.packing import unpacked
from tests.support.boards import offer, request
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("11")
FRAMED = "import sys, orjson\nsaid = orjson.dumps({0})\nsys.stdout.buffer.write(len(said).to_bytes(8, 'big') + said + bytes(16))"


def asked(seconds: float = 10) -> bytes:
    state, given = request(1), offer(11)
    need = [{"line_id": "1", "functional_area": "registration", "support_type": "technical", "unit": "packages",
             "asked": "1", "reserved": "0", "committed": "0", "open": "1"}]  # fmt: skip
    board = {
        "today": date(2026, 11, 29).isoformat(), "matches": [], "unconfirmed_days": None,
        "requests": [{"version": 1, "state": state.model_dump(mode="json"), "need_version": 1, "need": need, "worked": []}],
        "offers": [{"version": 1, "state": given.model_dump(mode="json")}],
    }  # fmt: skip
    return orjson.dumps({"seconds": seconds, "most_s": 60, "most": 30, "board": board})


def child(source: str) -> tuple[str, ...]:
    return sys.executable, "-c", source


async def test_a_plan_comes_back_with_its_lines() -> None:
    found = await made_apart(asked(), 60)
    assert found.said["reached"]["covered"] == 1  # type: ignore[index]
    assert unpacked(found.lines)["lines"][0]["parts"][0]["amount"] == "1"
    assert unpacked(found.kept)["problem"]["format"] == "plan-problem/1"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (FRAMED.format({"missing": "highspy"}), "no_planner"),
        (FRAMED.format({"faults": [{"pointer": "/locks/0", "code": "unknown_line", "message": "x"}]}), "unknown_line"),
        ("import sys; sys.exit(3)", "plan_failed"),
    ],
)
async def test_why_there_is_no_plan_is_said_by_a_code(source: str, code: str) -> None:
    with pytest.raises(NoPlan) as refused:
        await made_apart(b"{}", 60, child(source))
    assert [one.code for one in refused.value.faults] == [code]


def lingering(path: Path) -> tuple[str, ...]:
    """A planner that begins a process of its own, says which, and goes on for ever."""
    ends = "import time; time.sleep(600)"
    return child(
        "import subprocess, sys, time, pathlib\n"
        f"one = subprocess.Popen([sys.executable, '-c', {ends!r}])\n"
        f"pathlib.Path({str(path)!r}).write_text(str(one.pid))\ntime.sleep(600)"
    )


def runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_who_waits_no_more_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    waiting = asyncio.ensure_future(made_apart(b"{}", 60, lingering(path)))
    pid = int(await until(lambda: _read(path), "the planner"))
    assert runs(pid)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await until(lambda: _over(pid), "its end")


async def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    with pytest.raises(NoPlan) as refused:
        await made_apart(b"{}", 2, lingering(path))
    assert [one.code for one in refused.value.faults] == ["plan_took_too_long"]
    if path.exists() and (said := path.read_text()):
        await until(lambda: _over(int(said)), "its end")


async def test_no_setting_of_a_service_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACSG_DATABASE_URL", "postgresql://secret")
    source = "import os\nnamed = [one for one in os.environ if one.startswith('ACSG_')]\n" + FRAMED.format(
        "{'faults': [{'pointer': '', 'code': ','.join(named) or 'none', 'message': ''}]}"
    )
    with pytest.raises(NoPlan) as refused:
        await made_apart(b"{}", 60, child(source))
    assert [one.code for one in refused.value.faults] == ["none"]
    assert "ACSG_DATABASE_URL" in os.environ


def test_packages_that_are_missing_are_named() -> None:
    assert lacking(("orjson", "no_such_solver")) == ["no_such_solver"]


async def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


async def _over(pid: int) -> bool:
    return not runs(pid)
