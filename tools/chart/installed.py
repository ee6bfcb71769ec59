"""What `make chart` needs, below ``.cache/chart``: Helm and kubeconform built from their Go modules (``go/go.sum`` has the sums), the
API descriptions of Kubernetes from its module, Strimzi's model by the lock beside it. Raises Lacking where one cannot be had."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.compose.world import ROOT

HERE, CACHE = Path(__file__).parent, ROOT / ".cache/chart"
KUBERNETES = ("k8s.io/kubernetes", "v1.37.2", "h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE=")
"""Module, version and sum: of it only ``api/openapi-spec/v3`` is read."""
PROGRAMS = {"helm": "helm.sh/helm/v4/cmd/helm", "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform"}
TIME = 1500
"""Seconds that a build may take: five minutes on two cores that nothing else uses."""


class Lacking(Exception):
    """Something cannot be had here; says what in one sentence."""


def run(command: list[str], where: Path = ROOT, **more: str) -> str:
    """What a program prints. Raises Lacking when it is not there or fails."""
    try:
        done = subprocess.run(
            command, cwd=where, env=os.environ | more, capture_output=True, text=True, timeout=TIME, check=False
        )
    except OSError as fault:
        raise Lacking(f"`make chart` needs {Path(command[0]).name}: {fault.strerror}.") from fault
    except subprocess.TimeoutExpired as fault:
        raise Lacking(f"{Path(command[0]).name} was not done after {TIME} s.") from fault
    if done.returncode:
        raise Lacking(f"{Path(command[0]).name} failed: {(done.stdout + done.stderr).strip()[-1500:]}")
    return done.stdout


def programs() -> dict[str, Path]:
    """Helm and kubeconform, built when the sums have changed or they are not there."""
    stamp, wanted = CACHE / "go.stamp", hashlib.sha256((HERE / "go/go.sum").read_bytes()).hexdigest()
    found = {name: CACHE / "bin" / name for name in PROGRAMS}
    if not stamp.exists() or stamp.read_text() != wanted or not all(one.exists() for one in found.values()):
        (CACHE / "bin").mkdir(parents=True, exist_ok=True)
        print("[chart] builds Helm and kubeconform, once (some minutes)", file=sys.stderr)
        run(["go", "build", "-mod=readonly", "-trimpath", "-o", f"{CACHE}/bin/", *PROGRAMS.values()], HERE / "go")
        stamp.write_text(wanted)
    return found


def kubernetes() -> Path:
    """Folder of the API descriptions (OpenAPI 3). Raises Lacking when the module is not the one that is pinned."""
    module, version, wanted = KUBERNETES
    kept = CACHE / f"kubernetes-{version}"
    if not kept.exists():
        said = json.loads(run(["go", "mod", "download", "-json", f"{module}@{version}"], HERE / "go"))
        if said["Sum"] != wanted:
            raise Lacking(f"{module} {version} is not the one that is pinned: {said['Sum']}.")
        shutil.copytree(
            Path(said["Dir"]) / "api/openapi-spec/v3", half := kept.with_suffix(".half"), dirs_exist_ok=True
        )
        half.rename(kept)
    return kept


def strimzi() -> Path:
    """Folder of the jars of Strimzi's model, each held against the lock."""
    entries = tomllib.loads((HERE / "strimzi/jgo.lock.toml").read_text("utf-8"))["dependencies"]
    wanted = {f"{one['artifactId']}-{one['version']}.jar": one["sha256"] for one in entries}
    folder = CACHE / "strimzi"
    if not folder.exists():
        shutil.rmtree(half := CACHE / "strimzi.half", ignore_errors=True)
        half.mkdir(parents=True)
        for name in ("jgo.toml", "jgo.lock.toml"):
            shutil.copy(HERE / "strimzi" / name, half / name)
        jgo = str(Path(sys.executable).parent / "jgo")
        run([jgo, "--class-path-only", "sync"], half, JGO_CACHE_DIR=str(half / "store"), XDG_RUNTIME_DIR=str(half))
        jars = half / "jars-all"
        jars.mkdir()
        for jar in half.glob("store/*/*.jar"):
            if jar.parent.name in {"jars", "modules"} and jar.name in wanted:
                jar.rename(jars / jar.name)
        jars.rename(folder)
    for name, digest in wanted.items():
        if not (folder / name).exists() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise Lacking(f"{name} is not what tools/chart/strimzi/jgo.lock.toml says: remove {folder} and try again.")
    return folder
