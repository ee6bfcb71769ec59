"""A party that a request or an offer names beside its lead, and the word it gave itself: nobody is spoken for (WM 3, 15.v, 18).

While a word is awaited the party stands here alone, never among those who ask, support or offer. So what is made of those
(numbers, sides, mails, public views) cannot carry its name before it agreed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.contracts.classification import Classification, classified
from shared.contracts.event import Shape
from shared.contracts.shapes.values import Day, PartyId, Text
from shared.modalities.errors import Conflict, Fault, NotFound
from shared.modalities.paragraphs import Paragraph

NamedRole = Literal["requester", "supporter", "offerer"]
Word = Literal["pending", "agreed", "declined", "left", "taken_back"]
ANSWERS: tuple[Word, ...] = ("agreed", "declined")


class SignedPaper(Shape):
    """A signed paper on which a party gave its word, recorded by its country office or its bureau."""

    reference: Text = Field(description="Where the paper is kept")
    signed_on: Day
    recorded_by: str = classified(Classification.CONFIDENTIAL, default="")
    recorded_at: datetime | None = None


class NamedParty(Shape):
    """One party with its own word: by its login, or on paper. ``left``: it had agreed and took its part out."""

    party: PartyId
    role: NamedRole
    answer: Word = "pending"
    asked_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None = None
    reason: Text | None = None
    on_paper: SignedPaper | None = None
    content_version: int | None = Field(
        default=None, description="Of an offer: the wording that it agreed to; null before that was noted"
    )


def asked(parties: Iterable[str], role: NamedRole, now: datetime, due: datetime) -> tuple[NamedParty, ...]:
    """These parties, each asked for its word by a moment."""
    return tuple(NamedParty(party=party, role=role, asked_at=now, answer_due_at=due) for party in parties)


def joined(named: Iterable[NamedParty], role: NamedRole) -> tuple[str, ...]:
    """Parties in a role that agreed and have not left, in the order they were named."""
    return tuple(one.party for one in named if one.answer == "agreed" and one.role == role)


def led_by(lead: str, named: Iterable[NamedParty], role: NamedRole) -> tuple[str, ...]:
    """The lead and those who joined it. A lead that was named itself, by one that left since, stands there once."""
    return (lead, *(party for party in joined(named, role) if party != lead))


def answered(
    named: Sequence[NamedParty],
    party: str,
    answer: Word,
    now: datetime,
    paragraph: Paragraph,
    reason: str | None = None,
    on_paper: SignedPaper | None = None,
) -> tuple[tuple[NamedParty, ...], NamedParty]:
    """All with the word of one, and that one. Raises NotFound for a party nobody named, Conflict when it has answered."""
    mine = next((one for one in named if one.party == party), None)
    if mine is None:
        raise NotFound("not_named", f"{party} is not named here")
    if mine.answer != "pending":
        raise Conflict("already_answered", f"{party} has answered already: {mine.answer.replace('_', ' ')}", paragraph)
    after = mine.model_copy(update={"answer": answer, "answered_at": now, "reason": reason, "on_paper": on_paper})
    return replaced(named, after), after


def gone(
    named: Sequence[NamedParty], party: str, role: NamedRole, now: datetime, reason: str | None = None
) -> tuple[tuple[NamedParty, ...], NamedParty]:
    """All with one that left; a lead, which nobody had to ask, stands among the named from then on."""
    mine = next((one for one in named if one.party == party), None)
    mine = mine or NamedParty(party=party, role=role, asked_at=now, answer_due_at=now)
    after = mine.model_copy(update={"answer": "left", "answered_at": now, "reason": reason})
    return replaced(named, after), after


def replaced(named: Sequence[NamedParty], after: NamedParty) -> tuple[NamedParty, ...]:
    """All with one in its place, or behind the others when it is new."""
    if all(one.party != after.party for one in named):
        return (*named, after)
    return tuple(after if one.party == after.party else one for one in named)


TakenBack = Annotated[
    tuple[PartyId, ...],
    Field(
        max_length=80,
        description="Parties whose word is awaited, and that are asked no more. Who is only left out stays asked",
    ),
]
"""Whom a lead takes back, by name: content that was read has nobody in it whose word is awaited."""
PLACES: Mapping[NamedRole, str] = {
    "requester": "requesting_states", "supporter": "supporters", "offerer": "offering_parties",
}  # fmt: skip
"""Where in a content the parties of a role stand."""


def awaited_in(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Of a state as JSON, the parties that are named and have not answered, in the order they were named."""
    return [one for one in state.get("named") or () if one["answer"] == "pending"]


def asked_in(state: Mapping[str, Any]) -> dict[str, Any]:
    """The content that a new version begins with: whoever was named and has not answered yet is named again."""
    content = dict(state["content"])
    for one in awaited_in(state):
        place = PLACES[one["role"]]
        content[place] = list(dict.fromkeys((*(content.get(place) or ()), one["party"])))
    ids = {one["name"]: one["party"] for one in recipients_awaited_in(state) if one.get("party")}
    if ids:
        rows = content.get("beneficiaries") or ()
        content["beneficiaries"] = [one | {"party": ids.get(one["name"], one.get("party"))} for one in rows]
    return content


def recipients_awaited_in(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Of a state as JSON, recipients other than States that have not answered, in the order they were named (WM 10)."""
    return [one for one in state.get("recipients") or () if one["answer"] == "pending"]


def unfit_to_take_back(
    named: Sequence[NamedParty], wanted: Sequence[str], taken_back: Sequence[str]
) -> tuple[Fault, ...]:
    """A fault for each party that is not awaited, or that is named at the same time."""
    waiting = {one.party for one in named if one.answer == "pending"}
    faults = []
    for n, party in enumerate(taken_back):
        if party not in waiting:
            faults.append(Fault(f"/taken_back/{n}", f"no word of {party} is awaited here", "not_awaited"))
        elif party in wanted:
            faults.append(Fault(f"/taken_back/{n}", f"{party} is named as well", "named_twice"))
    return tuple(faults)


def renamed(
    named: Sequence[NamedParty],
    wanted: Sequence[str],
    role: NamedRole,
    now: datetime,
    due: datetime,
    lead: str = "",
    taken_back: Collection[str] = (),
) -> tuple[tuple[NamedParty, ...], tuple[str, ...]]:
    """All after the lead names others in a role: new ones are asked, and awaited ones that it takes back by name are asked no
    more; who is only left out stays asked. Who declined or left is not asked again by being repeated. Beside it those that
    agreed and are not named any more, whom nobody but themselves takes out. ``lead``: who names them; it may have been named
    itself, by one that left.
    """
    kept = tuple(
        one.model_copy(update={"answer": "taken_back", "answered_at": now})
        if one.role == role and one.answer == "pending" and one.party in taken_back
        else one
        for one in named
        if one.answer != "taken_back" or one.party not in wanted
    )
    there = {one.party for one in kept}
    fresh = asked((party for party in wanted if party not in there), role, now, due)
    return (*kept, *fresh), tuple(party for party in joined(named, role) if party not in wanted and party != lead)
