"""What a row of the read model makes somebody owe: the rules of ``shared.modalities.steps`` over its state as JSON.

Pure. What one thing asks of several parties for the same reason is one line of the worklist.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from services.gateway.kinds import BY_NAME
from services.gateway.kinds.kind import Kept
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """One line of the worklist: a step with everybody who owes it."""

    step: Step
    who: tuple[str, ...]


def owing(row: Kept, need: Kept | None, limits: Limits) -> list[WorklistLine]:
    """The lines of a row, in no order; ``need``: of a request what is still open, if that is known."""
    kind = BY_NAME.get(row.kind)
    return list(_lines(kind.owing(row, need, limits))) if kind is not None and kind.owing is not None else []


def _lines(steps: Iterable[Step]) -> Iterator[WorklistLine]:
    """Steps that differ in nothing but who owes them, together."""
    found: dict[tuple[str, datetime, str], list[Step]] = {}
    for step in steps:
        found.setdefault((step.code, step.due_at, step.paragraph.number), []).append(step)
    for same in found.values():
        yield WorklistLine(same[0], tuple(dict.fromkeys(one.party for one in same)))
