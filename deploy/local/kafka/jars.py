"""The jars of Kafka, from the lock file with a checksum each, kept in .cache and used again."""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
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


@dataclass(frozen=True)
class JarSet:
    """Jars that a lock file beside this names, kept below ``.cache``."""

    name: str
    lock_folder: Path
    folder: Path

    def files(self) -> list[Path]:
        """The jars that are here."""
        return sorted(self.folder.glob("jars/*.jar")) + sorted(self.folder.glob("modules/*.jar"))

    def class_path(self) -> str:
        """All of them, for Java."""
        return f"{self.folder}/jars/*:{self.folder}/modules/*"

    def install(self) -> list[Path]:
        """Fetches what is missing and holds every jar against its checksum. Raises MixedJars, RuntimeError."""
        wanted = locked(self.lock_folder / "jgo.lock.toml")
        if len(self.files()) < len(wanted):
            self._fetch()
        self._verify(wanted)
        return self.files()

    def _fetch(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # What a run left that was ended half way counts as whole for the resolver; what it had loaded stands in its own store.
        for left in ("store", "jars", "modules"):
            shutil.rmtree(self.folder / left, ignore_errors=True)
        for name in ("jgo.toml", "jgo.lock.toml"):
            shutil.copy(self.lock_folder / name, self.folder / name)
        environment = os.environ | {"JGO_CACHE_DIR": str(self.folder / "store"), "XDG_RUNTIME_DIR": str(self.folder)}
        command = [str(Path(sys.executable).parent / "jgo"), "--class-path-only", "sync"]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise RuntimeError(f"the jars of {self.name} could not be had: {done.stderr[-2000:]}")
        for kind in ("jars", "modules"):
            if (self.folder / "store" / kind).is_dir():
                shutil.rmtree(self.folder / kind, ignore_errors=True)
                (self.folder / "store" / kind).rename(self.folder / kind)

    def _verify(self, wanted: dict[str, dict[str, str]]) -> None:
        found = {path.name: path for path in self.files()}
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


KAFKA = JarSet("Kafka", HERE, CACHE)
"""Broker, tools and MirrorMaker."""


def jar_files() -> list[Path]:
    """Kafka's jars that are here."""
    return KAFKA.files()


def install() -> list[Path]:
    """Kafka's jars, whole. Raises MixedJars, RuntimeError."""
    return KAFKA.install()


def class_path() -> str:
    """Class path of broker, tools and MirrorMaker."""
    return KAFKA.class_path()


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m deploy.local.kafka.jars", description="Fetches Kafka's jars.").parse_args()
    try:
        install()
    except (MixedJars, RuntimeError) as fault:
        sys.exit(f"[setup] {str(fault)[:300]}")
