"""Two who wrote in one text: what each changed stands, and what both changed is told. Pure (WM 8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rejoined:
    """``taken``: parts that follow the other's text, None for one that is no more; ``contested``: what both wrote, as the other has it."""

    taken: dict[str, Any] = field(default_factory=dict)
    contested: dict[str, Any] = field(default_factory=dict)


def rejoined(
    sent: Mapping[str, Any], mine: Mapping[str, Any], before: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Rejoined:
    """Held part by part. ``sent`` is what of mine the other side has, as I sent it; ``before`` the same as it had it then.

    A part that I did not write since follows theirs; one that they did not write since stays mine.
    """
    found = Rejoined()
    for name in sorted({*mine, *theirs, *sent, *before}):
        was, now = before.get(name), theirs.get(name)
        if now == was or now == mine.get(name):
            continue
        if mine.get(name) == sent.get(name):
            found.taken[name] = now
        else:
            found.contested[name] = now
    return found
