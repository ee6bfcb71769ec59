"""An expert as the policy sees it, and what of its state a reader sees (WM 7)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles
from shared.modalities.access.resources import SHOWN_BY_VISIBILITY

State = Mapping[str, Any]


class _Profile(Protocol):
    @property
    def visibility(self) -> str: ...


class _Receiver(Protocol):
    @property
    def party(self) -> str: ...


class _Deployment(Protocol):
    @property
    def receivers(self) -> Sequence[_Receiver]: ...


class ExpertKept(Protocol):
    """The state of an expert."""

    @property
    def region(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def content(self) -> _Profile: ...
    @property
    def deployments(self) -> Sequence[_Deployment]: ...
    def serving(self) -> frozenset[str]: ...


def expert(
    region: str | None, party: str, receivers: Iterable[str] = (), visibility: str = "secretariat",
    status: str = "listed", serving: Iterable[str] = (),
) -> Resource:  # fmt: skip
    """An expert of a party; ``receivers``: parties in whose country, or for whom, it worked. Listed ones are shown as an offer is."""
    named = {PartyRole.OWNER: [party], PartyRole.REQUESTING_SIDE: list(receivers)}
    shown = SHOWN_BY_VISIBILITY[visibility] if status == "listed" else frozenset[str]()
    return Resource(region, in_roles(named), shown, frozenset(serving))


def of_expert(state: ExpertKept) -> Resource:
    """An expert (WM 7); the deployments of who received it serve it."""
    receivers = [it.party for one in state.deployments for it in one.receivers]
    return expert(
        state.region, state.party, receivers, state.content.visibility, state.status, state.serving()
    )  # fmt: skip


def of_new_expert(party: str, region: str) -> Resource:
    """One that a party is about to list."""
    return expert(region, party)


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Who received the expert reads of its own deployments, with its own
    word; others read the profile, and when the expert is away. What was said of an expert its party and the officers read.
    """
    if not decide(actor, a.READ_EXPERT, thing).allowed:
        return None
    if decide(actor, a.READ_EXPERT_WHOLE, thing).allowed:
        return dict(state)
    me = actor.party or ""
    mine = [
        {**one, "appraisals": [it for it in one["appraisals"] if it["party"] == me]}
        for one in state["deployments"] if any(it["party"] == me for it in one["receivers"])
    ]  # fmt: skip
    # Where it is sent is hidden, when it is away is not: nobody asks for an expert who is with others.
    elsewhere = [one["period"] for one in state["deployments"] if one["number"] not in {it["number"] for it in mine}]
    return {**state, "unavailable": [*state["unavailable"], *elsewhere], "deployments": mine}
