"""Holds a lock against the database of known vulnerabilities, and tells what was found from that nothing was asked."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.processes import ROOT

LOCKS = ("requirements/runtime.lock", "requirements/develop.lock")
SERVICE = "https://api.osv.dev/v1/query"


class DidNotRun(RuntimeError):
    """The database could not be asked, or the auditor could not read the lock: nothing is known about any package."""


@dataclass(frozen=True)
class Known:
    """A package with a known vulnerability, and the releases that mend it."""

    package: str
    version: str
    name: str
    mended: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.name}, mended in {', '.join(self.mended) or 'no release'}"


def audited(lock: Path, service: str = SERVICE, seconds: int = 15) -> tuple[int, list[Known]]:
    """How many packages of a lock were looked at, and what is known of them. ``service``: address of an OSV query.

    Raises DidNotRun with the auditor's own words.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        # The auditor ends with 1 when it found something and when it could not ask: only a report says which.
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip"]
        command += ["--vulnerability-service", "osv", "--osv-url", service, "--timeout", str(seconds), "--strict"]
        command += ["--format", "json", "--desc", "off", "--progress-spinner", "off", "--output", str(report)]
        command += ["--cache-dir", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not report.exists():
            raise DidNotRun((done.stderr.strip().splitlines() or ["the auditor said nothing"])[-1])
        found = json.loads(report.read_text())["dependencies"]
    if not found:
        raise DidNotRun(f"{lock} names no package")
    return len(found), known(found)


def known(dependencies: Sequence[dict[str, object]]) -> list[Known]:
    """The vulnerabilities in a report of the auditor. Raises DidNotRun for a package that it left out."""
    made: list[Known] = []
    for one in dependencies:
        if "skip_reason" in one:
            raise DidNotRun(f"{one['name']} was left out: {one['skip_reason']}")
        vulnerabilities = one["vulns"]
        assert isinstance(vulnerabilities, list)
        for each in vulnerabilities:
            made.append(Known(str(one["name"]), str(one["version"]), each["id"], tuple(each["fix_versions"])))
    return made
