"""The jars of Kafka, from the lock file with a checksum each, kept in .cache and used again."""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from deploy.local.processes import ROOT

HERE = Path(__file__).parent
CACHE = ROOT / ".cache/kafka"


class MixedJars(Exception):
    """The jars are not one consistent set; names each offender."""


def locked(lock: Path = HERE / "jgo.lock.toml") -> dict[str, dict[str, str]]:
    """artifact -> its entry in the lock."""
    entries = tomllib.loads(lock.read_text())["dependencies"]
    return {entry["artifactId"]: entry for entry in entries}


def kafka_versions(names: list[str]) -> dict[str, str]:
    """Kafka's own jars among file names -> version."""
    ours = re.compile(r"^((?:kafka|connect)[a-z0-9_.-]*?)-(\d+\.\d+\.\d+)\.jar$")
    return {found.group(1): found.group(2) for name in names if (found := ours.match(name))}


def refuse_mixed(names: list[str]) -> str:
    """The one version of Kafka's jars. Raises MixedJars for several: such a broker dies at its first call."""
    versions = kafka_versions(names)
    if len(set(versions.values())) != 1:
        raise MixedJars(f"Kafka's jars are of several versions: {versions}")
    return next(iter(versions.values()))


def jar_files() -> list[Path]:
    """The jars that are here."""
    return sorted(CACHE.glob("jars/*.jar")) + sorted(CACHE.glob("modules/*.jar"))


def install() -> list[Path]:
    """Fetches what is missing and holds every jar against its checksum. Raises MixedJars, RuntimeError."""
    wanted = locked()
    if len(jar_files()) < len(wanted):
        CACHE.mkdir(parents=True, exist_ok=True)
        # What a run left that was ended half way counts as whole for the resolver; what it had loaded stands in its own store.
        for left in ("store", "jars", "modules"):
            shutil.rmtree(CACHE / left, ignore_errors=True)
        for name in ("jgo.toml", "jgo.lock.toml"):
            shutil.copy(HERE / name, CACHE / name)
        environment = os.environ | {"JGO_CACHE_DIR": str(CACHE / "store"), "XDG_RUNTIME_DIR": str(CACHE)}
        command = [str(Path(sys.executable).parent / "jgo"), "--class-path-only", "sync"]
        done = subprocess.run(command, cwd=CACHE, env=environment, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise RuntimeError(f"the jars of Kafka could not be had: {done.stderr[-2000:]}")
        for kind in ("jars", "modules"):
            if (CACHE / "store" / kind).is_dir():
                shutil.rmtree(CACHE / kind, ignore_errors=True)
                (CACHE / "store" / kind).rename(CACHE / kind)
    _verify(wanted)
    return jar_files()


def _verify(wanted: dict[str, dict[str, str]]) -> None:
    found = {path.name: path for path in jar_files()}
    faults = []
    for artifact, entry in wanted.items():
        path = found.get(f"{artifact}-{entry['version']}.jar")
        if path is None:
            faults.append(f"{artifact} {entry['version']}: missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            faults.append(f"{path.name}: not what the lock says")
    if faults:
        raise MixedJars("; ".join(faults))
    refuse_mixed(list(found))


def class_path() -> str:
    """Class path of broker, tools and MirrorMaker."""
    return f"{CACHE}/jars/*:{CACHE}/modules/*"


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m deploy.local.kafka.jars", description="Fetches Kafka's jars.").parse_args()
    try:
        install()
    except (MixedJars, RuntimeError) as fault:
        sys.exit(f"[setup] {str(fault)[:300]}")
