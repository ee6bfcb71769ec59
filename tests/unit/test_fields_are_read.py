"""What a request or an offer is asked for is read by a rule, a criterion, the ranking, a mail or an export (WM 9, 12)."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import RequestContent

ROOT = Path(__file__).parents[2]
PLACES = ("services", "shared/modalities", "shared/contracts/shapes/public_views.py")
READERS = "".join(
    path.read_text()
    for place in PLACES
    for path in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
)


def unread(shape: type[BaseModel], readers: str) -> list[str]:
    """Fields that nothing asks for by name, as an attribute or as a key."""
    return [
        name for name in shape.model_fields
        if not re.search(rf"""(\b(content|one|offer|request|asked|self)\.{name}\b|["'(]{name}["'])""", readers)
    ]  # fmt: skip


@pytest.mark.parametrize("shape", [RequestContent, OfferContent])
def test_every_field_is_read_by_something(shape: type[BaseModel]) -> None:
    assert unread(shape, READERS) == []


@pytest.mark.control
def test_a_field_that_nothing_reads_is_found() -> None:
    class Planted(BaseModel):
        """A shape with a field of its own."""

        colour: str

    assert unread(Planted, READERS) == ["colour"]
