"""Every part that images hold or that the project's files fetch, each from the file that pins it."""

import re
from dataclasses import dataclass
from pathlib import Path

from deploy.local.kafka.jars import locked
from tools.generated import ROOT
from tools.sbom.licences import FETCHED, SHIPPED, let_in, of_image, of_jar, of_package

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==(\S+)", re.M)
IMAGE = re.compile(r"(?:ACSG_[A-Z]+_IMAGE:-|ARG PYTHON_IMAGE=)([a-z0-9./_-]+):([A-Za-z0-9._-]+)")
IN_IMAGES, LOCAL, JARS, BESIDE = "in images", "local stack", "jars of Kafka", "images of others"


@dataclass(frozen=True)
class Part:
    """A part in one version. ``place`` says how it comes to whoever runs the system; ``sha256`` where one is pinned."""

    name: str
    version: str
    licence: str
    place: str
    purl: str
    sha256: str | None = None

    @property
    def may(self) -> bool:
        """Whether the list allows its licence in its place."""
        return let_in(self.licence, SHIPPED if self.place == IN_IMAGES else FETCHED)


def pinned(lock: Path) -> list[tuple[str, str]]:
    """Name and version of each line of a lock; twice where versions of Python differ."""
    return PINNED.findall(lock.read_text("utf-8"))


def _packages(root: Path) -> list[Part]:
    inside = pinned(root / "requirements/plan.lock")
    beside = [one for one in pinned(root / "requirements/demo.lock") if one not in inside]
    return [
        Part(name, version, of_package(name), place, f"pkg:pypi/{name}@{version}")
        for place, found in ((IN_IMAGES, inside), (LOCAL, beside))
        for name, version in found
    ]


def _jars() -> list[Part]:
    return [
        Part(f"{one['groupId']}:{artifact}", one["version"], of_jar(one["groupId"]), JARS,
             f"pkg:maven/{one['groupId']}/{artifact}@{one['version']}", one["sha256"])
        for artifact, one in locked().items()
    ]  # fmt: skip


def _images(root: Path) -> list[Part]:
    texts = [path.read_text("utf-8") for path in (root / "deploy/compose.yml", root / "deploy/Dockerfile")]
    found = {match for text in texts for match in IMAGE.findall(text)}
    return [
        Part(name, version, of_image(name), BESIDE, f"pkg:docker/{name}@{version}") for name, version in sorted(found)
    ]


def parts(root: Path = ROOT) -> list[Part]:
    """All of them, by place and name. Raises licences.Unclear."""
    order = [IN_IMAGES, LOCAL, JARS, BESIDE]
    found = [*_packages(root), *_jars(), *_images(root)]
    return sorted(found, key=lambda one: (order.index(one.place), one.name, one.version))


def refused(found: list[Part]) -> list[str]:
    """A line for each part whose licence the list does not let in."""
    return [f"{one.name} {one.version} ({one.place}): {one.licence} is not let in" for one in found if not one.may]
