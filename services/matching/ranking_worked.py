"""Earlier work that a file names: a party, or a party with how it ended (docs/ranking.md)."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field, ValidationError

from services.matching.domain.worked import Ended, Worked
from services.matching.ranking_said import Said
from shared.contracts.incoming import Strict
from shared.contracts.shapes.engagement import EndReason

_AT = "/prior_relations"


class Earlier(Strict):
    """One entry. ``by`` is the party that ended it; ``state`` one of the requesting States, the first without it."""

    party: str = Field(min_length=1)
    state: str | None = None
    ended: Ended = "not_known"
    reason: EndReason | None = None
    by: str | None = None
    times: int = Field(default=1, ge=1, le=10_000, strict=True)


def worked_before(given: Any, states: Sequence[str], said: Said) -> list[Worked]:
    """Earlier work in the order given. ``said`` hears of every entry that is no such thing, and of unknown names."""
    if given is None or given == "":
        return []
    entries = [part.strip() for part in given.split(";") if part.strip()] if isinstance(given, str) else given
    if not isinstance(entries, list):
        said.fault("request", _AT, TypeError("a list of parties is meant, each alone or with how it ended"))
        return []
    return [one for number, entry in enumerate(entries) if (one := _entry(entry, f"{_AT}/{number}", states, said))]


def _entry(entry: Any, at: str, states: Sequence[str], said: Said) -> Worked | None:
    names = said.of("request")
    try:
        one = Earlier.model_validate({"party": entry} if isinstance(entry, str) else entry)
    except ValidationError as fault:
        said.fault("request", at, fault)
        return None
    state = names.country(one.state, f"{at}/state") if one.state is not None else states[0]
    party = names.party(one.party, f"{at}/party")
    by = names.party(one.by, f"{at}/by") if one.by is not None else None
    if state not in states:
        said.fault("request", f"{at}/state", ValueError(f"{state} is none of the requesting States"))
    elif by is not None and by not in {party, state}:
        said.fault("request", f"{at}/by", ValueError(f"{by} is neither {party} nor {state}"))
    elif one.ended in {"fulfilled", "running", "not_known"} and (by or one.reason):
        said.fault("request", at, ValueError(f"what is {one.ended} was ended by nobody and for no reason"))
    else:
        return Worked(state, party, one.ended, one.reason, by, one.times)
    return None
