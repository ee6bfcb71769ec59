"""The rooms that are pure, and the tests that hold them: said once, here."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PURE = ("domain", "actions", "criteria", "prerequisites", "invariants", "fit", "audiences", "kinds")
"""Rooms of a service without broker, database or HTTP."""
SHARED = ("shared/modalities/access", "shared/modalities/steps", "shared/contracts/reduction")
HELD = ("services/intake/criteria", "services/intake/prerequisites", "services/roster/domain")
"""Rooms of which every change has been tried: each is noticed, or listed with its reason. A sample is taken of these."""
TESTS = ("tests/unit", "tests/modalities")
"""Where tests need neither broker nor database."""


def rooms() -> tuple[str, ...]:
    """Every pure room, as a folder: ``services/intake/criteria``."""
    found = (str(p.relative_to(ROOT)) for p in sorted((ROOT / "services").glob("*/*")) if p.name in PURE)
    return (*SHARED, *found)


def files_of(room: str) -> list[str]:
    """Its modules, in the order of their names."""
    return [str(p.relative_to(ROOT)) for p in sorted((ROOT / room).rglob("*.py"))]


def held_by(room: str) -> list[str]:
    """The files of tests that name the room in an import; what runs it only by way of others does not hold it."""
    head, _, name = room.replace("/", ".").rpartition(".")
    imported = re.compile(
        rf"^\s*(from {head}\.{name}[. ]|from {head} import .*\b{name}\b|import {head}\.{name}\b)", re.M
    )
    named = (
        p for top in TESTS for p in sorted((ROOT / top).rglob("test_*.py")) if imported.search(p.read_text("utf-8"))
    )
    return [str(p.relative_to(ROOT)) for p in named]


def chosen(asked: Sequence[str]) -> list[str]:
    """The rooms that were asked for, by folder or file in it; all of them where nothing was. Raises ValueError."""
    unknown = [one for one in asked if not _within(one, rooms())]
    if unknown:
        raise ValueError(f"no pure room: {', '.join(unknown)}; there are {', '.join(rooms())}")
    return [room for room in rooms() if not asked or any(_within(one, (room,)) for one in asked)]


def _within(path: str, those: Iterable[str]) -> bool:
    return any(path.rstrip("/") == room or path.startswith(f"{room}/") for room in those)
