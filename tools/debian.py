"""Debian's packages of programs that tests run beside us, where there is none and root may install them."""

import os
import shutil
import subprocess
from collections.abc import Sequence

SECONDS = 900


class NotInstalled(Exception):
    """The packages could not be had; says what apt-get said."""


def may_install() -> bool:
    """Whether this machine has Debian's packages and we may take them."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str], **more: str) -> None:
    """Installs them without what they recommend; ``more`` is added to the environment. Raises NotInstalled."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"} | more
    for line in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *line], env=environment, capture_output=True, text=True, timeout=SECONDS)
        if done.returncode:
            raise NotInstalled(f"apt-get said {done.stderr.strip()[-300:]}")
