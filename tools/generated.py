"""Files that are made from our declarations: written, or held against what they should be."""

from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def stale(files: Mapping[Path, str], kept: Iterable[Path] = ()) -> list[str]:
    """A line for each file that is not what it should be, and for each of ``kept`` that no longer is made."""
    old = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
    return [f"stale: {path.relative_to(ROOT)} (run `make contracts`)" for path in [*old, *sorted({*kept} - {*files})]]


def write(files: Mapping[Path, str], kept: Iterable[Path] = ()) -> None:
    """Writes them; what of ``kept`` no longer is made goes."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in {*kept} - {*files}:
        path.unlink()


def told(found: Iterable[str]) -> int:
    """Prints the lines of what is stale; exit status 1 when there are any."""
    lines = list(found)
    print(*lines, sep="\n", end="\n" if lines else "")
    return 1 if lines else 0
