"""docs/security.md: every requirement once, every test that it names is there (S20)."""

import re
from collections import Counter

import pytest

from deploy.local.processes import ROOT

DOCUMENT = (ROOT / "docs/security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ANSWERS = ("Reason:", "Open:")


def requirements() -> list[str]:
    lines = (ROOT / "tests/data/asvs_level_2.txt").read_text().splitlines()
    return [number for line in lines if not line.startswith("#") for number in line.split()]


def rows(document: str) -> list[tuple[list[str], str]]:
    """Numbers of requirements, and what holds them."""
    found = []
    for line in document.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.fullmatch(r"(\d+\.\d+\.\d+ ?)+", cells[0]):
            found.append((cells[0].split(), cells[2]))
    return found


def faults(document: str, wanted: list[str]) -> list[str]:
    """What is wrong with the document."""
    said = rows(document)
    counted = Counter(number for numbers, _ in said for number in numbers)
    found = [f"{number} stands {counted[number]} times" for number in wanted if counted[number] != 1]
    found += [f"{number} is no requirement" for number in counted if number not in wanted]
    found += [
        f"{numbers} say nothing" for numbers, held in said if not (NAMED.search(held) or held.startswith(ANSWERS))
    ]
    for path, test in NAMED.findall(document):
        text = (ROOT / path).read_text() if (ROOT / path).exists() else ""
        if not text or (test and not re.search(rf"def {test}\(", text)):
            found.append(f"{path}::{test} is not there")
    return found


def test_every_requirement_has_its_row_and_every_test_is_there() -> None:
    assert faults(DOCUMENT, requirements()) == []
    assert {number.partition(".")[0] for number in requirements()} == {str(chapter) for chapter in range(1, 18)}


@pytest.mark.control
@pytest.mark.parametrize(("was", "becomes", "word"), [
    ("| 2.3.4 |", "| 2.3.3 |", "2.3.4 stands 0 times"),
    ("tests/integration/test_racing_officers.py", "tests/integration/test_racing_horses.py", "racing_horses"),
    ("::test_metrics_are_not_for_anybody", "::test_metrics_are_for_all", "test_metrics_are_for_all is not there"),
    ("`tests/integration/test_crash_points.py`", "somehow", "say nothing"),
])  # fmt: skip
def test_what_is_missing_is_found(was: str, becomes: str, word: str) -> None:
    assert any(word in fault for fault in faults(DOCUMENT.replace(was, becomes), requirements()))
