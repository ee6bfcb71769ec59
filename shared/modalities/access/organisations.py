"""An organisation as the policy sees it, and what of its state a reader sees (WM 3)."""

from collections.abc import Mapping
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_ALL
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles

State = Mapping[str, Any]
SHOWN = frozenset({"registered", "merged", "ended"})
"""Statuses in which everybody may read what an organisation is called."""


class OrganisationKept(Protocol):
    """The state of an organisation."""

    @property
    def region(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def applicant(self) -> str | None: ...
    @property
    def across_regions(self) -> bool: ...


def organisation(region: str | None, status: str, applicant: str | None = None) -> Resource:
    """An organisation: its applicant's and the officers' until it is registered; then everybody reads what it is called."""
    named = {PartyRole.OWNER: [applicant] if applicant is not None else []}
    return Resource(region, in_roles(named), TO_ALL if status in SHOWN else frozenset())


def of_organisation(state: OrganisationKept) -> Resource:
    """An organisation (WM 3)."""
    return organisation(state.region, state.status, state.applicant)


def of_new_organisation(applicant: str, region: str) -> Resource:
    """One that somebody is about to apply for."""
    return organisation(region, "applied", applicant)


def deciding(state: OrganisationKept) -> Action:
    """What deciding on its application is: Geneva's where it works across regions, else the bureau's too (WM 6)."""
    return a.DECIDE_ORGANISATION_ACROSS if state.across_regions else a.DECIDE_ORGANISATION


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Who reads it as everybody does learns what it is called, of which
    kind it is and where it sits: not who applied, with which words, nor what was decided with which.
    """
    if not decide(actor, a.READ_ORGANISATION, thing).allowed:
        return None
    if decide(actor, a.READ_ORGANISATION_WHOLE, thing).allowed:
        return dict(state)
    content = {**state["content"], "statement": None, "registration": None}
    return {**state, "applicant": None, "decision": None, "content": content}
