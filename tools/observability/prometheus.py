"""Where Prometheus and its tool are: those of the machine, or Debian's package where we may install it."""

import os
import shutil
import subprocess
from pathlib import Path

PACKAGE = "prometheus"
SECONDS = 600


class NoPrometheus(Exception):
    """It is not there and may not be installed; says what to install."""


def found(name: str) -> str:
    """Path of ``prometheus`` or ``promtool``. Raises NoPrometheus."""
    if path := shutil.which(name):
        return path
    raise NoPrometheus(f"No {name} is on this machine: install it (apt-get install {PACKAGE})")


def install() -> None:
    """Debian's package where there is none and root may; it starts nothing. Raises NoPrometheus."""
    if shutil.which("promtool") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        # Its maintainer's script would start a service; RUNLEVEL=1 is the documented way to be spared it.
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for line in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", PACKAGE]):
            done = subprocess.run(
                ["apt-get", *line], env=environment, capture_output=True, text=True, timeout=SECONDS
            )  # fmt: skip
            if done.returncode:
                raise NoPrometheus(f"Prometheus could not be installed: apt-get said {done.stderr.strip()[-300:]}")
    found("promtool"), found("prometheus")


def promtool(*arguments: str | Path) -> str:
    """What the tool has against what it was given; empty when nothing. Raises NoPrometheus."""
    done = subprocess.run([found("promtool"), *map(str, arguments)], capture_output=True, text=True, timeout=SECONDS)
    return (done.stdout + done.stderr).strip() if done.returncode else ""
