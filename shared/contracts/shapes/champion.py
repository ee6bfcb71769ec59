"""A party that stands beside a project or an initiative while it lasts, by its own word: one rule wherever it does (WM 2, 3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, TypeVar

from shared.contracts.event import Shape
from shared.contracts.shapes.values import PartyId

Came = Literal["volunteered", "approached"]
"""How a party came to stand beside a project: it offered to, or UNHCR approached it (WM 2)."""
ChampionWord = Literal["accepted", "declined", "ended"]
"""What a party that is asked, or that stands beside a project, says."""


class Champion(Shape):
    """A party that stands beside the project while it lasts, by its own word (WM 2)."""

    party: PartyId
    came: Came
    answer: Literal["pending", "accepted", "declined", "ended"]
    since: datetime | None = None
    until: datetime | None = None


C = TypeVar("C", bound=Champion)


def beside(champions: Iterable[Champion]) -> frozenset[str]:
    """Parties that are asked, or stand beside it now: none is asked twice."""
    return frozenset(one.party for one in champions if one.answer in {"pending", "accepted"})


def answered(
    champions: tuple[C, ...], party: str, answer: ChampionWord, now: datetime, **more: Any
) -> tuple[C, ...] | None:
    """With an answer: who is asked accepts or declines, who stands beside it ends that. None: nobody waits for it.

    ``more``: what else is kept of the answer.
    """
    needed = "accepted" if answer == "ended" else "pending"
    mine = next((one for one in reversed(champions) if one.party == party and one.answer == needed), None)
    if mine is None:
        return None
    dated: dict[str, Any] = {"accepted": {"since": now}, "declined": {}, "ended": {"until": now}}[answer]
    after = mine.model_copy(update={"answer": answer, **dated, **more})
    return tuple(after if one is mine else one for one in champions)
