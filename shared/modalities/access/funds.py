"""Contributions to the fund and allotments of it as the policy sees them, and what of one a reader sees (WM 7)."""

from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles

OFFICERS_ALONE = ("proposed_by", "decision", "persons")


class ContributionKept(Protocol):
    """The state of a contribution."""

    @property
    def region(self) -> str: ...
    @property
    def party(self) -> str: ...


class _Content(Protocol):
    @property
    def state(self) -> str: ...


class AllotmentKept(Protocol):
    """The state of an allotment."""

    @property
    def region(self) -> str: ...
    @property
    def content(self) -> _Content: ...


def contribution(region: str | None, party: str) -> Resource:
    """A contribution: its party's and the officers'; no other party learns of it."""
    return Resource(region, in_roles({PartyRole.OWNER: [party]}))


def of_contribution(state: ContributionKept) -> Resource:
    """A contribution, from its state."""
    return contribution(state.region, state.party)


def allotment(region: str | None, state: str) -> Resource:
    """An allotment: the officers', and the State's in whose support it is. Who gave the money stands in it as nothing."""
    return Resource(region, in_roles({PartyRole.REQUESTER: [state]}))


def of_allotment(state: AllotmentKept) -> Resource:
    """An allotment, from its state."""
    return allotment(state.region, state.content.state)


def seen(actor: Actor, thing: Resource, state: dict[str, Any]) -> dict[str, Any]:
    """The state for who may read it: persons, reasons and who gave the money are the officers'."""
    if decide(actor, a.READ_LEDGER, thing).allowed:
        return state
    if not decide(actor, a.READ_ALLOTMENT if "allotment_id" in state else a.READ_CONTRIBUTION, thing).allowed:
        return {}
    content = {name: one for name, one in state["content"].items() if name not in ("contribution_id", "reason")}
    return {name: one for name, one in state.items() if name not in OFFICERS_ALONE} | {"content": content}
