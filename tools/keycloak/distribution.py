"""Keycloak as its makers ship it: an archive in Maven's repository, of one version and one checksum."""

import hashlib
import shutil
import tomllib
import zipfile
from pathlib import Path

from jgo.maven import MavenContext

from tools.generated import ROOT

LOCK = Path(__file__).parent / "keycloak.lock.toml"
CACHE = ROOT / ".cache/keycloak"


class NoKeycloak(Exception):
    """It cannot be had, or is not what the lock says."""


def home() -> Path:
    """Its folder, fetched and unpacked where it is not there yet. Raises NoKeycloak."""
    wanted = tomllib.loads(LOCK.read_text("utf-8"))
    folder = CACHE / f"keycloak-{wanted['version']}"
    if not folder.is_dir():
        _unpack(_fetched(wanted), folder)
    return folder


def _fetched(wanted: dict[str, str]) -> Path:
    try:
        project = MavenContext(repo_cache=CACHE / "store", timeout=120).project(wanted["group"], wanted["artifact"])
        archive = project.at_version(wanted["version"]).artifact("", "zip").resolve()
    except Exception as fault:  # its client says what is wrong by errors of many kinds
        raise NoKeycloak(f"Keycloak {wanted['version']} could not be had: {fault}") from fault
    with archive.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != wanted["sha256"]:
            raise NoKeycloak(f"{archive.name} is not what the lock says")
    return Path(archive)


def _unpack(archive: Path, folder: Path) -> None:
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    with zipfile.ZipFile(archive) as content:
        content.extractall(half)
    (half / folder.name / "bin/kc.sh").chmod(0o755)
    # Whole or not at all: a run that is ended half way leaves nothing that counts as fetched.
    (half / folder.name).rename(folder)
    shutil.rmtree(half)
    shutil.rmtree(CACHE / "store", ignore_errors=True)
