"""Where Prometheus and its tool are: those of the machine, or Debian's package where we may install it."""

import shutil
import subprocess
from pathlib import Path

from tools import debian

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
    if shutil.which("promtool") is None and debian.may_install():
        try:
            # Its maintainer's script would start a service; RUNLEVEL=1 is the documented way to be spared it.
            debian.install([PACKAGE], RUNLEVEL="1")
        except debian.NotInstalled as error:
            raise NoPrometheus(f"Prometheus could not be installed: {error}") from error
    found("promtool"), found("prometheus")


def promtool(*arguments: str | Path) -> str:
    """What the tool has against what it was given; empty when nothing. Raises NoPrometheus."""
    done = subprocess.run([found("promtool"), *map(str, arguments)], capture_output=True, text=True, timeout=SECONDS)
    return (done.stdout + done.stderr).strip() if done.returncode else ""
