"""Every generated file of the chart, and the digest that says of which chart an answer of Helm was made."""

import hashlib
from pathlib import Path
from typing import Any

import yaml

from deploy.local.region import there_are
from tools.chart.bus import declared_topics, place_of, values
from tools.chart.processes import services
from tools.compose.world import ROOT
from tools.generated import stale as differing

CHART = ROOT / "deploy/chart"
RENDERED = ROOT / "tests/support/chart"
"""What Helm made of each profile the last time that `make chart` ran."""
PROFILES = {
    "region": ("values/wca.yaml", "examples/region.yaml"),
    "geneva": ("values/geneva.yaml", "examples/geneva.yaml"),
    "outside": ("values/europe.yaml", "examples/outside.yaml"),
}
"""Profile -> the values files it is rendered with, in order."""
_HEAD = "# Rendered by `make contracts`; do not edit.\n"


def text(said: Any) -> str:
    """As YAML; what has no parts below it stands on one line."""
    return _HEAD + yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)


def generated() -> dict[Path, str]:
    """Path -> text, of everything that our declarations say."""
    found = {
        CHART / "files/services.yaml": text(services()),
        CHART / "files/topics.yaml": text(declared_topics()),
        CHART / "files/roles.sh": (ROOT / "deploy/postgres/roles.sh").read_text("utf-8"),
    }
    return found | {CHART / f"values/{name}.yaml": text(values(place_of(name))) for name in there_are()}


def digest() -> str:
    """Of every file of the chart, by name: what Helm made is of this chart or of another."""
    made = hashlib.sha256()
    for path in sorted(one for one in CHART.rglob("*") if one.is_file()):
        made.update(f"{path.relative_to(CHART)}\0".encode() + path.read_bytes() + b"\0")
    return made.hexdigest()


def head(profile: str) -> str:
    """First lines of what is kept of a profile."""
    return f"# {profile}: made by `make chart`; do not edit.\n# chart {digest()}\n"


def stale() -> list[str]:
    """Every file that is not what it should be."""
    kept = {path.stem: path.read_text("utf-8") for path in RENDERED.glob("*.yaml")}
    old = [name for name in sorted({*PROFILES, *kept}) if not kept.get(name, "").startswith(head(name))]
    return differing(generated()) + [
        f"stale: {(RENDERED / name).relative_to(ROOT)}.yaml (run `make chart`)" for name in old
    ]
