"""The last release as it was: its code, taken out of the history into a folder of its own."""

import re
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from deploy.local.processes import ROOT

_HEADING = re.compile(r"^## (\d+\.\d+\.\d+) - ", re.MULTILINE)


def last_release() -> str:
    """The version that CHANGELOG names last."""
    found = _HEADING.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert found, "CHANGELOG names no release"
    return found.group(1)


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True).stdout


def lacks_history() -> bool:
    """Whether this is a copy without its history, or with the last part of it alone."""
    return not (ROOT / ".git").exists() or _git("rev-parse", "--is-shallow-repository").strip() == b"true"


def taken_out(version: str, into: Path) -> Path:
    """The code of a release in a folder. Raises AssertionError when the history knows no such release."""
    heading = f"## {version} - "
    commits = _git("log", "--format=%H", "--reverse", f"-S{heading}", "--", "CHANGELOG.md").decode().split()
    assert commits, f"the history holds no release {version}"
    with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", commits[0]))) as packed:
        packed.extractall(into, filter="data")
    return into
