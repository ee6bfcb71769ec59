"""In which form what an owner keeps goes to a reader, and whether it goes at all (ADR 4).

Whole to its own deployment; to every other one reduced, and only what that one may hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.catalogue import event_class
from shared.contracts.reduction.cut import Withheld
from shared.contracts.reduction.holding import HUB, may_hold
from shared.contracts.reduction.reduce import NOTHING, left_out, reduce, reduced_headers
from shared.contracts.reduction.withheld import withheld_fields
from shared.contracts.topic import Topic


@dataclass(frozen=True)
class Leaving:
    """One form. ``name`` tells digests of different forms apart: it changes when what is left out changes."""

    name: str
    owner: str
    reader: str
    fields: Withheld = NOTHING

    @property
    def whole(self) -> bool:
        """Whether the reader is the owner's own deployment."""
        return self.owner == self.reader

    def follows(self, topic: Topic) -> bool:
        """Whether the reader hears of a topic at all: then it may know how far its streams are numbered."""
        return self.whole or (topic.federated and (self.reader == HUB or topic.for_regions))

    def holds(self, wire_type: str, version: int, body: dict[str, Any]) -> bool:
        """Whether the reader may hold what an event of this type carries. Nothing of a type that nobody knows."""
        if self.whole or self.reader == HUB:
            return True
        kind = event_class(wire_type, version)
        return kind is not None and may_hold(kind.model_validate(body), self.owner, self.reader)

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


def leaving(withheld: str, *, owner: str, reader: str) -> Leaving:
    """The form for a reader of a deployment. ``withheld`` is the setting of the same name."""
    if owner == reader:
        return Leaving("whole", owner, reader)
    fields = withheld_fields(withheld)
    form = "reduced" + "".join(f" {shape}.{name}" for shape, name in sorted(fields))
    # Geneva holds all that leaves: its digests are the same whoever else reads.
    return Leaving(form if reader == HUB else f"{form} for {reader}", owner, reader, fields)
