"""The document of the working modalities, read into headings, paragraphs and criteria with their anchors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs/working-modalities.txt"
_NUMBERED = re.compile(r"^\s*(\d{1,2})\. (.*)")
_MARK = re.compile(r"^(i|ii|iii|iv|v|vi|vii)\.$")


@dataclass(frozen=True)
class Part:
    """``number`` as the document has it (``15.iii``); empty for a heading."""

    number: str
    text: str

    @property
    def anchor(self) -> str:
        """Where links lead to."""
        return anchor_of(self.number)


def anchor_of(number: str) -> str:
    """The anchor of a paragraph."""
    return "p" + number.replace(".", "-")


@cache
def parts() -> tuple[Part, ...]:
    """The document in its order."""
    return read([line.strip() for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.strip()])


def read(lines: Sequence[str]) -> tuple[Part, ...]:
    """A paragraph begins with its number; criteria are marked first and worded after, each from a new line; what stands
    before a number and ends no sentence is a heading."""
    found: list[tuple[str, list[str]]] = []
    marks: list[str] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        ended = not found or not found[-1][0] or found[-1][1][-1].endswith(".")
        if numbered := _NUMBERED.match(line):
            found.append((numbered[1], [numbered[2]]))
        elif mark := _MARK.match(line):
            marks.append(f"{found[-1][0]}.{mark[1]}")
        elif ended and not line.endswith(".") and (_NUMBERED.match(following) or not found):
            found.append(("", [line]))
        elif marks and (ended or found[-1][0] == marks[0].partition(".")[0]):
            found.append((marks.pop(0), [line]))
        else:
            found[-1][1].append(line)
    return tuple(Part(number, " ".join(words)) for number, words in found)
