"""In which form what an owner keeps goes to a reader: whole to its own deployment, reduced to every other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Leaving:
    """One form. ``name`` tells digests of different forms apart: it changes when what is left out changes."""

    name: str

    def body(self, wire_type: str, body: dict[str, Any]) -> dict[str, Any]:
        """The data of an event of this type in this form."""
        return body

    def withheld(self, wire_type: str) -> str:
        """JSON pointers of what is left out of this type, comma-separated."""
        return ""

    def headers(self, headers: Sequence[tuple[str, str]], wire_type: str) -> list[tuple[str, str]]:
        """The headers of an event in this form."""
        return list(headers)


WHOLE = Leaving("whole")


def leaving(withheld: str, *, at_home: bool) -> Leaving:
    """The form for a reader. ``withheld`` is the setting of the same name."""
    return WHOLE if at_home else Leaving(f"reduced:{withheld}")
