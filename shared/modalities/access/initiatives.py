"""A pilot or the quality-assurance initiative as the policy sees it, and what of its state a reader sees: figures are the State's (WM 7, 11)."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles

State = Mapping[str, Any]
_PARTNER_AS = {"accepted": PartyRole.PARTNER, "pending": PartyRole.ASKED_PARTNER}
"""By its word; who declines or leaves is out."""


class _Content(Protocol):
    @property
    def country(self) -> str: ...


class _Partner(Protocol):
    @property
    def party(self) -> str: ...
    @property
    def answer(self) -> str: ...


class Initiative(Protocol):
    """The state of an initiative."""

    @property
    def region(self) -> str: ...
    @property
    def content(self) -> _Content: ...
    @property
    def partner(self) -> _Partner | None: ...
    def shown_to(self) -> Iterable[str]:
        """Parties to which its State shows it."""
        ...

    def serving(self) -> frozenset[str]:
        """Other deployments that serve its State or its partner."""
        ...


def initiative(
    region: str | None, country: str, partner: tuple[str, str] | None = None, readers: Iterable[str] = (),
    serving: Iterable[str] = (),
) -> Resource:  # fmt: skip
    """An initiative of a State; ``partner`` with its word."""
    named: dict[PartyRole, list[str]] = {PartyRole.ITS_STATE: [country], PartyRole.READER: list(readers)}
    if partner is not None and partner[1] in _PARTNER_AS:
        named[_PARTNER_AS[partner[1]]] = [partner[0]]
    return Resource(region, in_roles(named), frozenset(), frozenset(serving))


def of_initiative(state: Initiative) -> Resource:
    """An initiative (WM 7, 11); the deployments of its State and its partner serve it."""
    partner = None if state.partner is None else (state.partner.party, state.partner.answer)
    return initiative(state.region, state.content.country, partner, state.shown_to(), state.serving())


def side_of(actor: Actor, country: str) -> str:
    """The side on which somebody speaks: its State's, the Secretariat's, or its partner's."""
    if actor.role in OFFICERS:
        return "secretariat"
    return "state" if actor.party == country else "partner"


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Its State, its partner and the officers read it whole. Others read
    what it is, its steps and how it ended; rounds with their figures where the State says so, diagnosis and readers never.
    """
    if not decide(actor, a.READ_INITIATIVE, thing).allowed:
        return None
    if decide(actor, a.READ_INITIATIVE_WHOLE, thing).allowed:
        return dict(state)
    partner = state.get("partner")
    known = partner if partner and (partner["answer"] == "accepted" or partner["party"] == actor.party) else None
    asked = partner is not None and partner["party"] == actor.party
    cycles = list(state.get("cycles", ())) if state.get("with_figures") and not asked else []
    return {**state, "partner": known, "diagnosis": None, "cycles": cycles, "readers": [], "served_by": None}
