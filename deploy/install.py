"""``python3 deploy/install.py demo|develop|browser|mutants|docs``: the virtual environment from a lock, Kafka's jars beside it. Standard library alone.

What installs comes first (uv and the resolver of jars: requirements/install.lock). Then uv installs packages while jars are
fetched; both mostly wait for the network. Where uv is on the machine, Python needs neither ``venv`` nor ``ensurepip``.
What agrees with no other package (mutmut and MkDocs ask for a newer ``click`` than Faust allows) has an environment of its own.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMPS = {"demo": [".demo"], "develop": [".demo", ".installed"], "browser": [".browser"]}
APART = {"mutants": ROOT / ".cache/mutmut", "docs": ROOT / ".cache/docs"}
"""Kinds with an environment of their own."""
OLDEST = (3, 11)


class Lacking(Exception):
    """The machine lacks something; says in one line what to install."""


def environment(told: dict[str, str], pip: dict[str, str]) -> dict[str, str]:
    """What uv is told: it reads none of pip's settings, which say where packages come from and who is trusted."""
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    known = {names[name]: value for name, value in pip.items() if name in names}
    return {"UV_HTTP_TIMEOUT": "180", "UV_LINK_MODE": "copy"} | known | told


def settings_of_pip(said: str) -> dict[str, str]:
    """``pip config list`` as name -> value, the environment's own last."""
    found: dict[str, str] = {}
    for line in sorted(said.splitlines(), key=lambda line: line.startswith(":env:")):
        name, separator, value = line.partition("=")
        if separator:
            found[name.rpartition(".")[2]] = value.strip("'\"")
    return found


def makers(uv: str | None, has: Sequence[str]) -> list[str]:
    """The command that makes the environment. Raises Lacking."""
    if uv:
        return [uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(VENV)]
    lacks = [name for name in ("venv", "ensurepip") if name not in has]
    if lacks:
        version = "{}.{}".format(*sys.version_info[:2])
        raise Lacking(
            f"This Python has no {' and no '.join(lacks)}: install python{version}-venv (or python3-venv), or uv, then try again"
        )
    return [sys.executable, "-m", "venv", str(VENV)]


def _prepare(uv: str | None) -> None:
    """An environment with uv and the resolver of jars in it."""
    first = ROOT / "requirements/install.lock"
    if not PYTHON.exists():
        subprocess.run(
            makers(uv, [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name)]), check=True
        )
    if uv:
        _uv([uv], first)
    elif not (VENV / "bin/uv").exists() or not (VENV / "bin/jgo").exists():
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile"]
        subprocess.run([*pip, "--require-hashes", "-r", str(first)], check=True)


def _uv(command: Sequence[str], lock: Path, python: Path = PYTHON) -> None:
    said = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    given = environment(dict(os.environ), settings_of_pip(said))
    line = [*command, "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(lock)]
    subprocess.run(line, env=given, check=True)


def install_apart(kind: str) -> None:
    """Makes the environment of a kind that stands apart, from its lock. Raises Lacking, CalledProcessError."""
    place = APART[kind]
    _prepare(shutil.which("uv"))
    uv = str(VENV / "bin/uv") if (VENV / "bin/uv").exists() else "uv"
    subprocess.run([uv, "venv", "-q", "--clear", "--python", str(PYTHON), str(place)], check=True)
    _uv([uv], ROOT / f"requirements/{kind}.lock", place / "bin/python")
    (place / ".installed").touch()


def install(kind: str) -> None:
    """Installs from the lock of that kind. Raises Lacking, CalledProcessError."""
    began = time.monotonic()
    lock = ROOT / f"requirements/{kind}.lock"
    print(f"[setup] Python packages from {lock.relative_to(ROOT)}, Kafka's jars beside them", flush=True)
    _prepare(shutil.which("uv"))
    jars = subprocess.Popen([str(PYTHON), "-m", "deploy.local.kafka.jars"], cwd=ROOT)
    try:
        _uv([str(VENV / "bin/uv")], lock)
    finally:
        status = jars.wait()
    if status:
        print("[setup] Kafka's jars could not be had yet; the next step tries again", flush=True)
    for name in STAMPS[kind]:
        (VENV / name).touch()
    print(f"[setup] installed after {time.monotonic() - began:.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    """Exit status 2 for what the person can mend. Raises SystemExit for arguments that are none, and for ``--help``."""
    if sys.version_info < OLDEST:
        print(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(prog="python3 deploy/install.py", description="Installs from requirements/*.lock.")
    parser.add_argument(
        "kind",
        choices=[*STAMPS, *APART],
        help="what runs the demo; that and what the tests need; what drives a browser, beside the second; what changes code to try the tests, and what makes the documents a site, each apart",
    )
    kind = parser.parse_args(arguments).kind
    try:
        install_apart(kind) if kind in APART else install(kind)
    except Lacking as fault:
        print(fault, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as fault:
        print(f"{Path(fault.cmd[0]).name} failed with {fault.returncode}: see above", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
