"""In which form what an owner keeps goes to a reader: whole to its own deployment, reduced to every other (ADR 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.reduction.cut import Withheld
from shared.contracts.reduction.reduce import NOTHING, left_out, reduce, reduced_headers
from shared.contracts.reduction.withheld import withheld_fields


@dataclass(frozen=True)
class Leaving:
    """One form. ``name`` tells digests of different forms apart: it changes when what is left out changes."""

    name: str
    fields: Withheld = NOTHING
    whole: bool = False

    def body(self, wire_type: str, body: dict[str, Any]) -> dict[str, Any]:
        """The data of an event of this type in this form. Raises LookupError for a type that stays at home."""
        found: dict[str, Any] = body if self.whole else reduce(wire_type, body, self.fields)
        return found

    def withheld(self, wire_type: str) -> str:
        """JSON pointers of what is left out of this type, comma-separated."""
        return "" if self.whole else left_out(wire_type, 1, self.fields)

    def headers(self, headers: Sequence[tuple[str, str]], wire_type: str) -> list[tuple[str, str]]:
        """The headers of an event in this form."""
        if self.whole:
            return list(headers)
        said = reduced_headers([(name, value.encode()) for name, value in headers], self.withheld(wire_type))
        return [(name, value.decode()) for name, value in said]


def leaving(withheld: str, *, at_home: bool) -> Leaving:
    """The form for a reader. ``withheld`` is the setting of the same name."""
    fields = withheld_fields(withheld)
    form = "reduced" + "".join(f" {shape}.{name}" for shape, name in sorted(fields))
    return Leaving("whole", NOTHING, True) if at_home else Leaving(form, fields)
