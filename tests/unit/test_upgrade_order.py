"""The order of an upgrade names every service, and the operator's document says the same."""

from pathlib import Path

from shared.runtime.roles import SMALL, UPGRADED

OPERATIONS = Path(__file__).parents[2] / "docs/operations.md"


def test_every_service_has_its_place() -> None:
    assert sorted(UPGRADED) == sorted(SMALL)


def test_the_document_says_the_order() -> None:
    assert ", ".join(UPGRADED) in " ".join(OPERATIONS.read_text(encoding="utf-8").split())
