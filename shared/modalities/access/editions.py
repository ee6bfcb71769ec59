"""An edition of a report as the policy sees it, and what of its state a reader sees (WM 6, 21)."""

from collections.abc import Mapping
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_ALL
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

State = Mapping[str, Any]


class Edition(Protocol):
    """The state of an edition."""

    @property
    def region(self) -> str: ...
    @property
    def status(self) -> str: ...


def edition(region: str | None, status: str = "opened") -> Resource:
    """An edition of a report (WM 21): the officers' own until one of them publishes it, then everybody's."""
    return Resource(region, shown_to=TO_ALL if status == "published" else frozenset())


def of_edition(state: Edition) -> Resource:
    """An edition, from its state."""
    return edition(state.region, state.status)


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Figures with the things behind them are for its officers."""
    if not decide(actor, a.READ_EDITION, thing).allowed:
        return None
    frozen = state.get("frozen")
    if decide(actor, a.READ_EDITION_WHOLE, thing).allowed or frozen is None:
        return dict(state)
    return {**state, "frozen": {**frozen, "figures": []}}
