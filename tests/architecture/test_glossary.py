"""The glossary says what the code says: each class it names exists, and nothing that the contracts declare lacks its row."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from shared.contracts.catalogue import topics
from shared.contracts.filter_values import STATUSES
from shared.contracts.shapes.engagement import Stage
from shared.modalities.access.actor import Role

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
CLASS = re.compile(r"`(\w+)` in `([\w/.]+\.py)`")
MOST_OF_OURS = 15


def rows(text: str, heading: str) -> list[list[str]]:
    """Cells of the rows of the table under a heading."""
    part = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def words(text: str, *headings: str) -> set[str]:
    """First cells of the tables under some headings."""
    return {row[0] for heading in headings for row in rows(text, heading)}


def declared(path: Path) -> set[str]:
    """Classes and named values at the top of a file."""
    top = ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []
    found = {node.name for node in top if isinstance(node, ast.ClassDef)}
    for node in top:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def plain(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")


def faults(text: str) -> list[str]:
    """What the glossary names and is not there, and what is there and lacks its row."""
    found = [f"{path} declares no {name}" for name, path in CLASS.findall(text) if name not in declared(ROOT / path)]
    things = ("The document's words", "The field's words", "Ours")
    for heading in things:
        found += [f"{row[0]}: names no class" for row in rows(text, heading) if not CLASS.fullmatch(row[-1])]
    aggregates = {topic.aggregate for topic in topics() if not topic.compacted}
    known = words(text, *things)
    found += [f"aggregate {one} has no row" for one in sorted(aggregates) if plain(one) not in known]
    found += [f"role {one.value} has no row" for one in Role if plain(one.value) not in words(text, "Roles")]
    stages = words(text, "Stages of an engagement")
    found += [f"stage {one} has no row" for one in get_args(Stage) if plain(one) not in stages]
    there = {(kind, row[1]) for row in rows(text, "Statuses of other things") for kind in row[0].split(", ")}
    needed = {(plain(kind), plain(one)) for kind, all_of in STATUSES.items() if kind != "engagement" for one in all_of}
    found += [f"status {one} of {kind} has no row" for kind, one in sorted(needed - there)]
    return found + [f"there is no status {one} of {kind}" for kind, one in sorted(there - needed)]


def test_the_glossary_says_what_the_code_says() -> None:
    assert len(CLASS.findall(GLOSSARY)) > 30
    assert faults(GLOSSARY) == []


def test_our_own_words_stay_few_and_no_word_stands_twice() -> None:
    assert 0 < len(rows(GLOSSARY, "Ours")) <= MOST_OF_OURS
    said = [
        row[0] for heading in ("The document's words", "The field's words", "Ours") for row in rows(GLOSSARY, heading)
    ]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| open need |", "aggregate open-need has no row"),
        ("| bureau officer |", "role bureau_officer has no row"),
        ("| paused |", "stage paused has no row"),
        ("| request | in line |", "status in line of request has no row"),
    ],
)
@pytest.mark.control
def test_a_planted_gap_is_found(row: str, fault: str) -> None:
    without = "\n".join(line for line in GLOSSARY.splitlines() if not line.startswith(row))
    assert faults(without) == [fault]


@pytest.mark.control
def test_a_planted_class_that_there_is_not_is_found() -> None:
    planted = GLOSSARY.replace("`CompetentAuthority`", "`CompetentBody`")
    assert faults(planted) == ["shared/contracts/shapes/support_request.py declares no CompetentBody"]


@pytest.mark.control
def test_a_planted_status_that_there_is_not_is_found() -> None:
    planted = GLOSSARY.replace("| request | revised |", "| request | revised |  |\n| request | mislaid |")
    assert faults(planted) == ["there is no status mislaid of request"]
