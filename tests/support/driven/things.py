"""Things that were driven: each text in them is a canary of its own, so that whatever shows it says which one."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

CANARY = re.compile(r"zq[a-z]\d\d[a-z]+?zq")


@dataclass
class Thing:
    """A request, an offer, a match, an engagement, a meeting, a commitment, or a call for offers.

    ``state``: as its owner shows it to its own bureau, whole. ``before``: states it had before something was taken back.
    ``beside``: of a match, its request and its offer; of an engagement, its match.
    """

    kind: str
    number: int
    id: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    before: list[dict[str, Any]] = field(default_factory=list)
    beside: tuple["Thing", ...] = ()

    def canary(self, name: str) -> str:
        """The text that stands in one of its fields."""
        return f"zq{self.kind[0] if self.kind != 'meeting' else 't'}{self.number:02}{name.replace('_', '')}zq"

    @property
    def owner(self) -> tuple[str, str]:
        """The service and path at which it is read."""
        return {
            "request": ("intake", f"/support-requests/{self.id}"),
            "offer": ("roster", f"/support-offers/{self.id}"),
            "match": ("matching", f"/matches/{self.id}"),
            "engagement": ("delivery", f"/engagements/{self.id}"),
            "meeting": ("dialogue", f"/meetings/{self.id}"),
        }[self.kind]


def text_of(found: Any) -> str:
    """An answer as text in which values are found by what they look like."""
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False)


def canaries(found: Any) -> set[str]:
    """All canaries in an answer."""
    return set(CANARY.findall(found if isinstance(found, str) else text_of(found)))
