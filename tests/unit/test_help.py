"""``--help`` of every command and subcommand says what there is, needs no settings and does nothing."""

import os
import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import ROOT
from shared.runtime import usage

FOLDERS = ("services", "deploy", "tools", "examples")
ELSEWHERE = {"tools.mutants.changes"}
"""Started by a tool alone, with the interpreter of another environment."""
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/__main__.py"))


def entries(root: Path) -> Iterator[str]:
    """Modules that can be started as ``python -m``."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            if path.name == "__main__.py" or 'if __name__ == "__main__":' in path.read_text(encoding="utf-8"):
                yield ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__main__")


def everything() -> list[str]:
    """These, and what `make` starts beside."""
    made = re.findall(r"\$\(PY\) -m ([a-z_.]+)", (ROOT / "Makefile").read_text())
    return sorted({*entries(ROOT), *made} - {"pip", "pytest"} - ELSEWHERE)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("ACSG_")]:
        monkeypatch.delenv(name)


def helped(module: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    """How the process would end."""
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(module, run_name="__main__")
    return ended.value.code


def test_there_are_entries() -> None:
    found = set(everything())
    assert {
        "deploy.demo",
        "deploy.demo.world",
        "deploy.local",
        "deploy.sandbox",
        "tools.bench",
        "tools.contracts",
    } <= found
    assert {f"services.{name}" for name in SERVICES} <= found


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("module", everything())
def test_every_entry_says_how_it_is_used(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert helped(module, ["--help"], monkeypatch) in {0, None}
    said = capsys.readouterr()
    assert (said.out.startswith("usage: "), said.err) == (True, "")


SUBCOMMANDS = [(service, command) for service in SERVICES for command in usage.commands_of(service)]


@pytest.mark.parametrize(("service", "command"), SUBCOMMANDS)
def test_every_subcommand_says_how_it_is_used(
    service: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert helped(f"services.{service}", [command, "--help"], monkeypatch) == 0
    said = capsys.readouterr()
    assert (said.out.startswith("usage: "), command in said.out, said.err) == (True, True, "")


def test_help_of_a_command_that_there_is_not_lists_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert helped("services.roster", ["nonsense", "--help"], monkeypatch) == 2
    assert "dead-letters" in capsys.readouterr().out


@pytest.mark.control
def test_an_entry_that_needs_settings_to_say_so_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = tmp_path / "tools/planted_entry.py"
    planted.parent.mkdir()
    planted.write_text(
        'import os, sys\nif __name__ == "__main__":\n    sys.exit(f"needs {os.environ.get(\'ACSG_X\')}")\n'
    )
    assert list(entries(tmp_path)) == ["tools.planted_entry"]
    monkeypatch.syspath_prepend(str(planted.parent))
    assert helped("planted_entry", ["--help"], monkeypatch) not in {0, None}
    assert not capsys.readouterr().out.startswith("usage: ")
