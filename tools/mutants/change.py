"""A small change to one function, and the making of all of them by mutmut's own environment, kept by the file's contents."""

import hashlib
import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.mutants.rooms import ROOT

KEPT = ROOT / ".cache/mutants"
MUTMUT = ROOT / ".cache/mutmut/bin/python"
MAKES = Path(__file__).with_name("changes.py")


@dataclass(frozen=True)
class Change:
    """Where, what is changed into what (``a < b -> a <= b``), in which line, and the file's text with the change in it.

    ``nth`` tells changes apart that read the same: the second ``1 -> 2`` of a line.
    """

    path: str
    function: str
    line: int
    text: str
    change: str
    nth: int
    source: str

    @property
    def name(self) -> str:
        """The same for the same change, as long as its line stays as it is."""
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.path} {self.function}: {self.text}: {self.change}{again}"


def changes(paths: Sequence[str]) -> list[Change]:
    """Every change to these files. Raises CalledProcessError."""
    KEPT.mkdir(parents=True, exist_ok=True)
    ways = MAKES.read_bytes()
    places = {path: KEPT / f"{hashlib.sha256(ways + (ROOT / path).read_bytes()).hexdigest()}.jsonl" for path in paths}
    missing = [path for path, place in places.items() if not place.exists()]
    if missing:
        made = subprocess.run([MUTMUT, MAKES, *missing], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        by_path: dict[str, list[str]] = {path: [] for path in missing}
        for line in made.splitlines():
            by_path[json.loads(line)["path"]].append(line)
        for path, lines in by_path.items():
            places[path].write_text("\n".join(lines), encoding="utf-8")
    return [one for path, place in places.items() for one in _read(path, place.read_text("utf-8").splitlines())]


def _read(path: str, lines: Iterable[str]) -> Iterable[Change]:
    texts = (ROOT / path).read_text("utf-8").split("\n")
    seen: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        given = json.loads(line)
        text = texts[given["line"] - 1].strip()
        seen[(given["function"], text, given["change"])] += 1
        nth = seen[(given["function"], text, given["change"])]
        yield Change(path, given["function"], given["line"], text, given["change"], nth, given["source"])
