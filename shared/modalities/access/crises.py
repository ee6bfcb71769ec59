"""A declared crisis and a warning as the policy sees them, and what of a crisis a reader sees (WM 12)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_OFFERERS
from shared.modalities.access.policy import decide
from shared.modalities.access.relations import as_its_state, country_practises
from shared.modalities.access.resource import PartyRole, Resource, in_roles

State = Mapping[str, Any]


class Concerned(Protocol):
    """A State that a crisis is about."""

    @property
    def party(self) -> str: ...


class Crisis(Protocol):
    """The state of a declared crisis. ``open_to_others``: whether every State that it is about agreed that others read of it."""

    @property
    def region(self) -> str: ...
    @property
    def states(self) -> Sequence[Concerned]: ...
    @property
    def open_to_others(self) -> bool: ...


def crisis(region: str | None, states: Iterable[str] = (), shown: bool = False) -> Resource:
    """A declared crisis (WM 12): the Secretariat's own, told to the States that it is about. Nobody else reads of it before each
    of them agreed to that by its own word.
    """
    return Resource(region, in_roles({PartyRole.ITS_STATE: states}), TO_OFFERERS if shown else frozenset())


def of_crisis(state: Crisis) -> Resource:
    """A declared crisis (WM 12)."""
    return crisis(state.region, [one.party for one in state.states], state.open_to_others)


class Warned(Protocol):
    """The state of a warning."""

    @property
    def region(self) -> str: ...


def warning(region: str | None) -> Resource:
    """A warning (WM 12): no party stands in it, not the State that its figures are of."""
    return Resource(region)


def of_warning(state: Warned) -> Resource:
    """A warning (WM 12)."""
    return warning(state.region)


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. What one State said is read by it and the officers alone; why
    it was declared, and that it still stands, by the States that it is about.
    """
    if not decide(actor, a.READ_CRISIS, thing).allowed:
        return None
    if decide(actor, a.READ_CRISIS_WHOLE, thing).allowed:
        return dict(state)
    own = {as_its_state.party(actor), country_practises.party(actor)} & {one["party"] for one in state["states"]}
    states = [one if one["party"] in own else {**one, "word": None} for one in state["states"]]
    found = {**state, "states": states, "looks": []}
    return found if own else {**found, "reason": None, "end": None}
