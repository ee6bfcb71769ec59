"""What of a thread a reader sees (WM 8): nothing outside its circle, and who joins one reads from then on.

What was written before a party stood in the circle was not written to it; the Secretariat reads all of what its own
deployment keeps. A country office reads what its State reads.

Where the Secretariat speaks with a party apart, that party may not know which State asks, so it is not told either where the
thing is from (WM 17): there every officer writes as the Secretariat.
"""

from collections.abc import Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, OFFICERS_UNPLACED, Actor, officers_of
from shared.modalities.access.policy import decide
from shared.modalities.access.relations import country_asks
from shared.modalities.access.resource import Resource

State = Mapping[str, Any]
SECRETARIAT_SIDE = "secretariat"
"""The side of UNHCR's officers, and of the country office that helps its State to ask."""


def speaks_as(actor: Actor, region: str) -> str:
    """The party in whose name somebody writes: officers in that of their deployment, everybody else in the own one."""
    return officers_of(region) if actor.role in OFFICERS else actor.party or ""


def reads_from(actor: Actor, state: State) -> int:
    """Number of the first message that somebody reads who may read the thread."""
    if actor.role in OFFICERS:
        return 1
    as_whom = {country_asks.party(actor), actor.party}
    return min((side["reads_from"] for side in state["sides"] if side["party"] in as_whom), default=1)


def unread(actor: Actor, state: State) -> int:
    """Messages of others that the reader's party has not read."""
    return unread_by(speaks_as(actor, state["region"]), reads_from(actor, state), state)


def unread_by(party: str, first: int, state: State) -> int:
    """The same of a party; ``first``: number of the first message that it reads."""
    mine = next((one for one in state["readers"] if one["party"] == party), {"read_up_to": 0, "own_since": 0})
    return max(0, int(state["messages"] - max(mine["read_up_to"], first - 1) - mine["own_since"]))


def thread(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader, with what of it is unread; None for who may not know of it."""
    if not decide(actor, a.READ_THREAD, thing).allowed:
        return None
    first = reads_from(actor, state)
    asked = [one for one in state["questions"] if one["number"] >= first]
    seen = {**state, "questions": asked, "unread": unread(actor, state)}
    if not hides_where(actor, state):
        return seen
    return seen | {
        "region": None,
        "questions": [_unplaced(state, one, "asked_by") for one in asked],
        "readers": [_unplaced(state, one, "party") for one in state["readers"]],
    }


def hides_where(actor: Actor, state: State) -> bool:
    """Whether a reader is not told which deployment a thread is of."""
    return state.get("apart_with") is not None and actor.role not in OFFICERS


def message(actor: Actor, state: State, one: State) -> State:
    """A message for a reader who may read it. ``state``: of its thread, as it is kept."""
    return _unplaced(state, one, "author") if hides_where(actor, state) else one


def _unplaced(state: State, one: State, field: str) -> dict[str, Any]:
    return {**one, field: OFFICERS_UNPLACED if one[field] == officers_of(state["region"]) else one[field]}
