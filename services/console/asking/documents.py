"""The documents that pages ask by, as files: one a page, and one a command."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "documents"


@cache
def document(name: str) -> str:
    """The text of a document. Raises FileNotFoundError for one that there is not."""
    return (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")


def names() -> list[str]:
    """All there are."""
    return sorted(path.stem for path in FOLDER.glob("*.graphql"))
