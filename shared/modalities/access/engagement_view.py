"""What of an engagement a reader sees (WM 2, 11, 17, 19).

Until both sides signed, the requesting one has agreed to show the offering side no more of its request than it had before: the
terms of an engagement hold what the request says, so they are cut as the match is. To a champion nothing was shown: before
that it reads no word of the request, and at no time what passed between the sides. Who of the Secretariat wrote is told to
officers alone.
"""

from collections.abc import Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource
from shared.modalities.terms_standing import TermsStanding, standing

State = Mapping[str, Any]

BETWEEN_THE_SIDES: Mapping[str, Any] = {
    "terms": [], "signatures": [], "funds": [], "evaluations": [], "publication": None, "sustainability": [], "ending": None,
    "paused_because": None, "agreed_parts": [], "shown_fields": [],
}  # fmt: skip
"""What a champion does not see."""
OF_LINES = ("functional_area", "support_type")
"""Of a line: what the request's lines say."""


def engagement(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it."""
    if not decide(actor, a.READ_ENGAGEMENT, thing).allowed:
        return None
    if actor.role in OFFICERS:
        return dict(state)
    party = actor.party or ""
    seen = {**state, **_without_persons(state), "asked_sides": _asked_as_seen_by(party, thing, state)}
    if thing.stands(party, PartyRole.CHAMPION, PartyRole.ASKED_CHAMPION):
        seen = {**seen, **BETWEEN_THE_SIDES}
    asking = thing.stands(party, PartyRole.REQUESTING_SIDE)
    return seen if asking or signed(state) else _as_shown(seen)


def _standing(state: State) -> TermsStanding:
    return standing(
        {side["party"] for side in state["sides"]},
        [(one["version"], one.get("set_aside") is not None) for one in state["terms"]],
        [(one["party"], one["version"]) for one in state["signatures"]],
        any(one["answer"] == "pending" for one in state.get("asked_sides", ())),
    )


def terms_in_force(state: State) -> Any:
    """The terms that hold between the sides, of a state that names both; None while they have not agreed on any (WM 11)."""
    return _terms(state, _standing(state).in_force)


def open_terms(state: State) -> Any:
    """The version that waits for signatures; None when all have signed it, or it was set aside."""
    return _terms(state, _standing(state).open)


def _terms(state: State, version: int | None) -> Any:
    return next((one for one in state["terms"] if one["version"] == version), None)


def signed(state: State) -> bool:
    """Whether terms are in force; an engagement that ended before that was never agreed to."""
    return terms_in_force(state) is not None


def _asked_as_seen_by(party: str, thing: Resource, state: State) -> list[Any]:
    """Whom a notice names is known to those who stand on a side, and to itself; to others once it said so (WM 19)."""
    inside = thing.stands(party, PartyRole.REQUESTING_SIDE, PartyRole.OFFERING_SIDE)
    return [
        one for one in state.get("asked_sides", ()) if inside or one["answer"] == "accepted" or one["party"] == party
    ]


def _without_persons(state: State) -> dict[str, Any]:
    """Officers and office staff by what they did, not by who they are."""
    signatures = [{**one, "recorded_by": None} for one in state["signatures"]]
    evaluations = [
        {**one, "by": "secretariat"} if one["role"] == "secretariat" else one for one in state["evaluations"]
    ]
    ending = state["ending"]
    if ending is not None and ":" not in ending["by"]:
        ending = {**ending, "by": "secretariat"}
    return {"signatures": signatures, "evaluations": evaluations, "ending": ending}


def _as_shown(state: State) -> dict[str, Any]:
    shown = frozenset(state["shown_fields"])
    seen = dict(state)
    if "title" not in shown:
        seen["title"] = state["reference"]
        seen["agreed_parts"] = [
            {**one, "title": one["reference"]} if one["kind"] == "request" else one for one in state["agreed_parts"]
        ]
    # When it was asked says nothing of what, and is the requesting State's all the same.
    seen["asked_at"] = None
    if "lines" not in shown:
        seen["lines"] = [{name: value for name, value in one.items() if name not in OF_LINES} for one in state["lines"]]
    return seen
