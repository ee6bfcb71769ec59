"""What of a call for offers a reader sees (WM 17).

A party that is asked sees what is asked and its own answer, and of nobody else that it was asked. The States that ask see
how many were asked and what came, with the names of those alone that let themselves be named. Officers see all of it; those
of a deployment that serves some of the parties see the answers of these.
"""

from collections.abc import Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource

State = Mapping[str, Any]
OF_ANSWER = ("answer", "answered_at", "reach", "reach_at")
"""Of a party that is not named: what came of asking it, no more."""
OF_OFFICERS: Mapping[str, Any] = {"sought_by": "secretariat", "ended_by": None, "balance": None}
"""What is for officers: who of them did it, and how they weigh it."""


def call(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it."""
    if not decide(actor, a.READ_SOLICITATION, thing).allowed:
        return None
    asked = state.get("asked") or [_of_before(party) for party in state["approached"]]
    if actor.role in OFFICERS:
        return dict(state) if _whole(actor, thing) else _served(actor.region, state, asked)
    party, seen = actor.party or "", {**state, **OF_OFFICERS}
    if thing.stands(party, PartyRole.APPROACHED):
        shown = state["shown"].get("requesting_states", [])
        # Where it is from says which State asks.
        where: dict[str, Any] = {} if shown else {"region": None, "handed_over_to": None, "belonged": []}
        mine = [one for one in asked if one["party"] == party]
        return {**seen, "asked": mine, "approached": [party], "requesting_states": shown, **where}
    told = [one if one.get("named_to_state") else _unnamed(one) for one in asked]
    named = [one["party"] for one in told if one["party"] in state["approached"]]
    return {**seen, "message": None, "asked": told, "approached": named}


def _whole(actor: Actor, thing: Resource) -> bool:
    return actor.role is Role.GENEVA_OFFICER or actor.region == thing.region


def _served(region: str | None, state: State, asked: list[Any]) -> dict[str, Any]:
    """Of what another deployment's call asks, the parties that this one serves."""
    own = [one for one in asked if one.get("region") == region]
    approached = [one["party"] for one in own if one["party"] in state["approached"]]
    return {**state, **OF_OFFICERS, "asked": own, "approached": approached}


def _unnamed(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"party": None} | {name: one.get(name) for name in OF_ANSWER}


def _of_before(party: str) -> dict[str, Any]:
    return {"party": party, "reach": "to_be_reached", "answer": None}
