"""Where Chromium is: the one of the machine, or Debian's package where we may install it."""

import os
import shutil
from collections.abc import Callable

from tools import debian

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-cjk")
"""The browser, and letters for Arabic and Chinese; the second and third only beside a browser that we install."""


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
    if found() is None and debian.may_install():
        try:
            debian.install(PACKAGES)
        except debian.NotInstalled as error:
            raise NoBrowser(f"Chromium could not be installed: {error}") from error
    return chromium()
