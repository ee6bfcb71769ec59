"""A good practice as the policy sees it, and what of its state a reader sees (WM 1, 4, 11)."""

from collections.abc import Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_ALL, TO_OFFERERS
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles
from shared.modalities.access.states import Practice

State = Mapping[str, Any]
ITS_OWN: State = {"proposed_by": "", "reason": None, "served_by": None}
"""Of its state: who proposed it, and what its State said of it, for those who stand in it and the officers."""


def practice(
    region: str | None, country: str, proposer: str, status: str = "proposed", audience: str | None = None,
    served_by: str | None = None,
) -> Resource:  # fmt: skip
    """A good practice (WM 1, 11). Published, it is shown to whom its State says; outdated, to the mechanism alone; before and
    once it was retracted to nobody.
    """
    shown: frozenset[str] = frozenset()
    if status == "published":
        shown = TO_ALL if audience == "public" else TO_OFFERERS
    elif status == "outdated":
        shown = TO_OFFERERS
    named = {PartyRole.ITS_STATE: [country], PartyRole.PROPOSER: [proposer] if proposer else []}
    return Resource(region, in_roles(named), shown, frozenset({served_by} if served_by else ()))


def of_practice(state: Practice) -> Resource:
    """A good practice (WM 1, 11); the deployment of its State serves it."""
    one = state
    return practice(one.region, one.content.country, one.proposed_by, one.status, one.audience, one.served_by)


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Where it arose is said to those who stand in it: that there
    was a meeting, or an engagement, is not everybody's to know.
    """
    if not decide(actor, a.READ_PRACTICE, thing).allowed:
        return None
    if decide(actor, a.READ_PRACTICE_WHOLE, thing).allowed:
        return dict(state)
    return {**state, **ITS_OWN, "content": {**state["content"], "origin": None}}
