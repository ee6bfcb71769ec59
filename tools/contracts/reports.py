"""What each figure of a report counts, in docs/reports.md: from the words that pages and files use."""

from pathlib import Path
from typing import get_args

from services.gateway.domain.reported import MEDIANS
from shared.contracts.shapes.edition import FigureCode
from shared.wording.figures import figure_definition, figure_name
from tools.contracts.blocks import filled

PAGE = Path(__file__).parents[2] / "docs/reports.md"


def figures() -> str:
    """A row for each figure: its code, its name, what it counts."""
    head = ["| Code | Figure | What it counts | Amount |", "| --- | --- | --- | --- |"]
    rows = (f"| `{code}` | {figure_name(code, 'en')} | {figure_definition(code, 'en')} | {_amount(code)} |" for code in get_args(FigureCode))  # fmt: skip
    return "\n".join([*head, *rows])


def _amount(code: str) -> str:
    if code in MEDIANS:
        return "median, days"
    return "quantity by unit" if code in {"asked", "offered", "committed", "delivered"} else "number"


def files() -> dict[Path, str]:
    """The page with its list as it is now."""
    return {PAGE: filled(PAGE.read_text(encoding="utf-8"), {"figures": figures()})}
