"""Parties in a state as JSON whose word is awaited, in the form that the rules of steps read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.contracts.shapes.named_party import awaited_in, recipients_awaited_in


@dataclass(frozen=True, slots=True)
class AnsweringSide:
    """A party and its answer; ``region``: the deployment that tells it, if it is another."""

    party: str
    answer: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class AwaitedParty:
    """A party that a thing names."""

    party: str
    role: str
    due_at: datetime


def named_in(state: Mapping[str, Any]) -> list[AwaitedParty]:
    """Those that are named and have not answered; of recipients those with an id that are not asked as a supporter too."""
    named = [AwaitedParty(one["party"], one["role"], moment(one["answer_due_at"])) for one in awaited_in(state)]
    first = {one.party for one in named}
    asked = [one for one in recipients_awaited_in(state) if one.get("party") and one["party"] not in first]
    return [*named, *(AwaitedParty(one["party"], "recipient", moment(one["answer_due_at"])) for one in asked)]


def sides_in(found: list[Mapping[str, Any]]) -> list[AnsweringSide]:
    """Parties with their answers."""
    return [AnsweringSide(one["party"], one["answer"], one.get("region")) for one in found]


def moment(text: str) -> datetime:
    """A moment as JSON has it."""
    return datetime.fromisoformat(text)
