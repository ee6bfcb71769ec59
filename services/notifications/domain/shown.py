"""The consented view as far as messages use it (WM 17)."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.event import Shape


class ShownLine(Shape):
    """One thing asked for: area, and how much of which unit."""

    area: str
    amount: str
    unit: str


class Shown(Shape):
    """The consented view as far as a message uses it (WM 17): a field that is not shown is absent here."""

    title: str | None = None
    reference: str | None = None
    urgent: bool = False
    states: tuple[str, ...] = ()
    lines: tuple[ShownLine, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Fields of the consented view that are shown, of those that messages use."""
        given = {"title": self.title, "reference": self.reference, "urgent": self.urgent, "lines": self.lines}
        return frozenset(name for name, value in (given | {"requesting_states": self.states}).items() if value)


def shown_part(fields: Mapping[str, Any]) -> Shown:
    """The part of a consented view that messages use."""
    lines = tuple(
        ShownLine(area=one["functional_area"], amount=str(one["quantity"]["amount"]), unit=one["quantity"]["unit"])
        for one in fields.get("lines") or ()
    )
    return Shown(
        title=fields.get("title"),
        reference=fields.get("reference"),
        urgent=bool(fields.get("urgent")),
        states=tuple(fields.get("requesting_states") or ()),
        lines=lines,
    )
