"""The documents that pages ask by, as files: one a page, and one a command."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "documents"
OUTCOME = FOLDER.with_name("outcome.graphql")
"""What every command is asked of what came of it: ``...outcome``."""


@cache
def document(name: str) -> str:
    """The text of a document. Raises FileNotFoundError for one that there is not."""
    text = (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
    return text + OUTCOME.read_text(encoding="utf-8") if "...outcome" in text else text


def names() -> list[str]:
    """All there are."""
    return sorted(path.stem for path in FOLDER.glob("*.graphql"))
