"""docs/architecture.md and the services' READMEs name the services, topics and files that there are, and no others."""

import re
from collections.abc import Set
from pathlib import Path

import pytest

from deploy.local.region import there_are
from shared.contracts.catalogue import topics
from shared.runtime.roles import ROLES
from tools.contracts.blocks import BlockMissing, filled, named

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
README = {service: (ROOT / "services" / service / "README.md") for service in ROLES}
DECLARED = {topic.name: topic.owner for topic in topics()}
_FILE = re.compile(r"\b(?:services|shared|deploy|tests)/[\w./-]*\w")


def _column(text: str, block: str, cell: int) -> list[str]:
    rows = [line for line in named(text)[block].splitlines() if line.startswith("|")][2:]
    return [row.strip("|").split("|")[cell].strip(" `") for row in rows]


def faults(text: str, services: Set[str] = frozenset(ROLES), known: dict[str, str] = DECLARED) -> list[str]:
    """Services, topics, owners, deployments and files in which the page and the code differ."""
    listed = {found for cell in _column(text, "services", 0) for found in re.findall(r"\[(\w+)\]", cell)}
    found = [f"service {one}" for one in sorted(listed ^ services)]
    said = dict(zip(_column(text, "topics", 0), _column(text, "topics", 1), strict=True))
    found += [f"topic {name}" for name, _ in sorted(said.items() ^ known.items())]
    readers = {one for cell in (3, 4) for cells in _column(text, "topics", cell) for one in cells.split(", ")}
    found += [f"reader {one}" for one in sorted(readers - services - {"nobody"})]
    drawn = set(re.findall(r"^  ([\w-]+)\[\"", named(text)["deployments"], re.MULTILINE))
    found += [f"deployment {one}" for one in sorted(drawn ^ set(there_are()))]
    paths = {one for one in _FILE.findall(text) if not (ROOT / one).exists()}
    return found + [f"file {one}" for one in sorted(paths)]


def test_the_page_names_what_there_is() -> None:
    assert len(DECLARED) > 20
    assert len(_FILE.findall(PAGE)) > 20
    assert faults(PAGE) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("| [roster]", "| [rooster]", ["service roster", "service rooster"]),
        ("| `acsg.matching.open-need` |", "| `acsg.matching.need` |", ["topic acsg.matching.need", "topic acsg.matching.open-need"]),
        ("| `acsg.public.match` | matching |", "| `acsg.public.match` | roster |", ["topic acsg.public.match"] * 2),
        ("| internal | matching, gateway |", "| internal | matching, gatekeeper |", ["reader gatekeeper"]),
        ('  wca["', '  moon["', ["deployment moon", "deployment wca"]),
        ("services/matching/fit", "services/matching/rank", ["file services/matching/rank"]),
    ],
)  # fmt: skip
@pytest.mark.control
def test_a_planted_difference_is_found(before: str, after: str, fault: list[str]) -> None:
    assert before in PAGE
    assert sorted(faults(PAGE.replace(before, after))) == sorted(fault)


@pytest.mark.control
def test_a_planted_service_and_topic_without_a_row_are_found() -> None:
    assert faults(PAGE, services=frozenset({*ROLES, "planted"})) == ["service planted"]
    assert faults(PAGE, known=DECLARED | {"acsg.planted.thing": "planted"}) == ["topic acsg.planted.thing"]


@pytest.mark.parametrize("service", sorted(ROLES))
def test_each_service_has_words_of_its_own_and_its_lists(service: str) -> None:
    text = README[service].read_text(encoding="utf-8")
    words = text.replace(named(text)["service"], "")
    assert len(words.split()) > 20
    said = named(text)["service"]
    assert [name for name, owner in DECLARED.items() if owner == service and f"`{name}`" not in said] == []
    assert "**Paragraphs**: WM" in said
    assert f"python -m services.{service} prepare" in said


@pytest.mark.control
def test_a_document_without_the_place_for_its_list_is_refused() -> None:
    with pytest.raises(BlockMissing, match="service"):
        filled("# words alone\n", {"service": "- one"})
    with pytest.raises(BlockMissing, match="other"):
        filled("<!-- rendered: other -->\n<!-- end -->\n", {})
    kept = filled("before\n<!-- rendered: service -->\nold\n<!-- end -->\nafter\n", {"service": "new"})
    assert kept == "before\n<!-- rendered: service -->\nnew\n<!-- end -->\nafter\n"
