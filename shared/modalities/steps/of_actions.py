"""What a party agreed at a meeting to do by a day: it owes to say what became of it (WM 4)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from shared.modalities.access.actor import SECRETARIAT
from shared.modalities.paragraphs import P4
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

GENEVA = "geneva"
NOON = time(12)
"""Of the day that was agreed: by then it is that day at every bureau."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action that is open, of a party, and by when it is done."""

    party: str
    due: date


def agreed_in(actions: Sequence[Mapping[str, Any]]) -> tuple[Agreed, ...]:
    """Actions of a record as JSON that are open and have a day; of one without nobody is reminded."""
    still = (one for one in actions if one.get("due") and one.get("state", "open") == "open")
    return tuple(Agreed(one["party"], date.fromisoformat(str(one["due"]))) for one in still)


def of_actions(region: str, agreed: Sequence[Agreed], teller: Callable[[str], str], limits: Limits) -> Iterator[Step]:
    """One step of each party: its first day, and the next one once that is done. ``teller``: the deployment that tells a party."""
    for party in sorted({one.party for one in agreed}):
        first = min(one.due for one in agreed if one.party == party)
        until = limits.calendar(datetime.combine(first, NOON, UTC), 0, region)
        told_by = GENEVA if party == SECRETARIAT else teller(party)
        yield Step("meeting_action", party, until, P4, told_by if told_by != region else None)
