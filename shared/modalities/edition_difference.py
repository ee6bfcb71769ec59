"""What differs between two editions of a report, figure by figure, with the things that came or went. Pure (WM 21)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

Key = tuple[str, str, str, str]
"""What makes two figures the same one: code, area, unit, label."""


class Figure(Protocol):
    """One group of a figure."""

    @property
    def key(self) -> Key: ...
    @property
    def amount(self) -> str | None: ...
    @property
    def items(self) -> int: ...
    @property
    def behind(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is other. ``before`` or ``after`` is None where the edition does not have it, or knows it of nothing."""

    key: Key
    before: str | None
    after: str | None
    items_before: int
    items_after: int
    came: tuple[str, ...]
    went: tuple[str, ...]


def difference(before: Iterable[Figure], after: Iterable[Figure]) -> list[FigureChange]:
    """Figures that are other, in the order of the later edition, then those that only the earlier one has. A figure whose amount is
    the same is told too where other things are behind it.
    """
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    keys = [*new, *(key for key in old if key not in new)]
    changes = (_change(key, old.get(key), new.get(key)) for key in keys)
    return [
        one for one in changes if one.before != one.after or one.came or one.went or one.items_before != one.items_after
    ]


def _change(key: Key, before: Figure | None, after: Figure | None) -> FigureChange:
    old, new = set(before.behind) if before else set(), set(after.behind) if after else set()
    return FigureChange(
        key, before.amount if before else None, after.amount if after else None, before.items if before else 0,
        after.items if after else 0, tuple(sorted(new - old)), tuple(sorted(old - new)),
    )  # fmt: skip
