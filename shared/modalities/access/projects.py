"""A thematic project as the policy sees it, and what of its state a reader sees (WM 2, 3, 18)."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_OFFERERS
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles, role_word
from shared.modalities.access.resources import BESIDE
from shared.modalities.access.states import Project

State = Mapping[str, Any]
_GROUPS_OWN = frozenset({"open", "closed"})
"""Statuses of a project that the whole group reads: a theme is for whoever may offer to it (WM 18)."""
_SAID = frozenset({"accepted", "ended"})
"""Answers of who is or was a champion by its own word."""


def project(
    region: str | None, proposed_by: str | None = None, status: str = "proposed",
    champions: Iterable[tuple[str, str]] = (), serving: Iterable[str] = (),
) -> Resource:  # fmt: skip
    """A thematic project; ``champions`` are parties with their answer, as those of an engagement."""
    named: dict[PartyRole, list[str]] = {PartyRole.PROPOSER: [proposed_by] if proposed_by else []}
    named |= {role: [] for role in BESIDE.values()}
    for party, answer in champions:
        if answer in BESIDE:
            named[BESIDE[answer]].append(party)
    shown = TO_OFFERERS if status in _GROUPS_OWN else frozenset[str]()
    return Resource(region, in_roles(named), shown, frozenset(serving))


def of_project(state: Project) -> Resource:
    """A thematic project (WM 18); the deployments of its parties serve it."""
    champions = ((one.party, one.answer) for one in state.champions)
    return project(state.region, state.proposed_by, state.status, champions, state.serving())


def championed_by(party: str) -> str:
    """How a row says that a party is a champion by its own word."""
    return role_word(PartyRole.CHAMPION, party)


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Nobody is shown as a champion before it has agreed, nor as one
    that was turned down; which offers are tied to it their own parties see here, others where they may read the offer.
    """
    if not decide(actor, a.READ_PROJECT, thing).allowed:
        return None
    if decide(actor, a.READ_PROJECT_WHOLE, thing).allowed:
        return dict(state)
    me = actor.party or ""
    champions = [one for one in state["champions"] if one["answer"] in _SAID or one["party"] == me]
    mine = (
        {"proposed_by": me, "proposed_region": state.get("proposed_region")} if state.get("proposed_by") == me else {}
    )
    own = [one for one in state["offers"] if one["party"] == me]
    return {**state, "proposed_by": None, "proposed_region": None, **mine, "champions": champions, "offers": own}
