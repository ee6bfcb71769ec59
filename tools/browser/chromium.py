"""Where Chromium is: the one of the machine, or Debian's package where we may install it."""

import os
import shutil
import subprocess
from collections.abc import Callable

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-cjk")
"""The browser, and letters for Arabic and Chinese; the second and third only beside a browser that we install."""
SECONDS = 900


class NoBrowser(Exception):
    """There is no Chromium and it may not be installed; says what to install."""


def found(which: Callable[[str], str | None] = shutil.which) -> str | None:
    """Path of a Chromium: ACSG_CHROMIUM, then PATH."""
    return os.environ.get("ACSG_CHROMIUM") or next((path for name in NAMES if (path := which(name))), None)


def chromium() -> str:
    """Path of a Chromium. Raises NoBrowser."""
    if path := found():
        return path
    raise NoBrowser(
        f"No Chromium is on this machine: install it (apt-get install {PACKAGES[0]}) or name it in ACSG_CHROMIUM"
    )


def install() -> str:
    """The Chromium of the machine; where there is none and root may, Debian's package. Raises NoBrowser."""
    if found() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for line in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
            done = subprocess.run(
                ["apt-get", *line], env=environment, capture_output=True, text=True, timeout=SECONDS
            )  # fmt: skip
            if done.returncode:
                raise NoBrowser(f"Chromium could not be installed: apt-get said {done.stderr.strip()[-300:]}")
    return chromium()
