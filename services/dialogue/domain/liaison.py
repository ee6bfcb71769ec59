"""A contact with a party through its life: noted, corrected with what stood before beside it, followed up (WM 6).

Pure: state in, state out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.dialogue.domain.no_person_named import no_person_named
from shared.contracts.shapes.liaison import (
    MOST_CORRECTIONS,
    EarlierLiaison,
    FollowUp,
    FollowUpEnd,
    FollowUpOutcome,
    LiaisonContent,
    LiaisonState,
    LiaisonStatus,
)
from shared.modalities.errors import Conflict, Fault, Invalid, twice
from shared.modalities.paragraphs import P6

_SETTLED: tuple[LiaisonStatus, ...] = ("done", "dropped")


@dataclass(frozen=True)
class NewLiaison:
    """What every new contact has."""

    liaison_id: str
    reference: str
    region: str
    now: datetime

    def own(self) -> dict[str, Any]:
        """The same, as the state names it."""
        named = {name: getattr(self, name) for name in ("liaison_id", "reference", "region")}
        return named | {"recorded_at": self.now, "since": self.now}


def recorded(begun: NewLiaison, content: LiaisonContent, owed: FollowUp | None) -> LiaisonState:
    """A contact as it is noted. Raises Invalid naming every fault."""
    today = begun.now.date()
    if faults := [*_of_content(content, today), *_of_owed(owed, today)]:
        raise Invalid(tuple(faults), paragraph=P6)
    status: LiaisonStatus = "noted" if owed is None else "owed"
    return LiaisonState(**begun.own(), status=status, content_version=1, content=content, owed=owed)


def corrected(
    state: LiaisonState, content: LiaisonContent, owed: FollowUp | None, reason: str, now: datetime
) -> LiaisonState:
    """With what it should have said; what stood there stays, with the reason. What is settled is owed no more, and not changed.

    Raises Conflict where nothing differs or no more corrections can be kept, Invalid naming every fault.
    """
    settled = state.status in _SETTLED
    owed = state.owed if settled and owed is None else owed
    if (content, owed) == (state.content, state.owed):
        raise Conflict("nothing_changed", "It says so already", P6)
    if len(state.earlier) >= MOST_CORRECTIONS:
        raise Conflict("too_many_corrections", f"It was corrected {MOST_CORRECTIONS} times", P6)
    faults = [*_of_content(content, now.date()), *no_person_named("/reason", reason)]
    if settled and owed != state.owed:
        faults.append(Fault("/owed", "what became of it was said already", "owed_settled"))
    elif owed is not None and owed != state.owed:
        faults += _of_owed(owed, now.date())
    if faults:
        raise Invalid(tuple(faults), paragraph=P6)
    before = EarlierLiaison(
        content_version=state.content_version, content=state.content, owed=state.owed, since=state.since, reason=reason
    )
    status = state.status if settled else "noted" if owed is None else "owed"
    changed = {"content": content, "owed": owed, "status": status, "since": now, "earlier": (*state.earlier, before)}
    return state.model_copy(update=changed | {"content_version": state.content_version + 1})


def followed_up(state: LiaisonState, outcome: FollowUpOutcome, words: str, now: datetime) -> LiaisonState:
    """With what became of what the Secretariat owed. Raises Conflict where nothing is owed, Invalid."""
    if state.status != "owed":
        raise Conflict("nothing_owed", f"It is {state.status}: nothing is owed", P6)
    if faults := tuple(no_person_named("/words", words)):
        raise Invalid(faults, paragraph=P6)
    end = FollowUpEnd(outcome=outcome, words=words, said_at=now)
    return state.model_copy(update={"status": outcome, "end": end})


def _of_content(content: LiaisonContent, today: date) -> Iterator[Fault]:
    if content.held_on > today:
        yield Fault("/held_on", "lies in the future", "date_in_future")
    for name in ("title", "said", "agreed"):
        if (text := getattr(content, name)) is not None:
            yield from no_person_named(f"/{name}", text)
    for n, post in enumerate(content.posts):
        yield from no_person_named(f"/posts/{n}", post)
    yield from twice("/posts/{n}", content.posts)


def _of_owed(owed: FollowUp | None, today: date) -> Iterator[Fault]:
    if owed is not None:
        if owed.due_on < today:
            yield Fault("/owed/due_on", "that day is over", "in_the_past")
        yield from no_person_named("/owed/text", owed.text)
