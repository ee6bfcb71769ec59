"""A peer link as the policy sees it, and what of its state a reader sees: nobody is named to others before its own word (WM 1, 20)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_ALL
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles

State = Mapping[str, Any]
_AS = {"accepted": PartyRole.PEER, "pending": PartyRole.ASKED_PEER, "left": PartyRole.PAST_PEER}
"""By its word; who declines is out."""
_MEMBERS = frozenset({"accepted", "left"})
_PUBLIC = ("title", "language", "functional_areas", "countries")
"""What of its content is everybody's, once each party agrees."""


class LinkedParty(Protocol):
    """A party of a peer link with its word."""

    @property
    def party(self) -> str: ...
    @property
    def answer(self) -> str: ...


class PeerLink(Protocol):
    """The state of a peer link."""

    @property
    def region(self) -> str: ...
    @property
    def parties(self) -> Sequence[LinkedParty]: ...
    def public(self) -> bool:
        """Whether each of its parties agrees that it is public."""
        ...

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        ...


def link(
    region: str | None, parties: Iterable[tuple[str, str]] = (), public: bool = False, serving: Iterable[str] = ()
) -> Resource:
    """A peer link; ``parties`` with their word, ``public`` whether each of them agrees that it is."""
    named: dict[PartyRole, list[str]] = {role: [] for role in _AS.values()}
    for party, answer in parties:
        if answer in _AS:
            named[_AS[answer]].append(party)
    return Resource(region, in_roles(named), TO_ALL if public else frozenset(), frozenset(serving))


def of_link(state: PeerLink) -> Resource:
    """A peer link (WM 1, 20); the deployments of its parties serve it."""
    return link(state.region, ((one.party, one.answer) for one in state.parties), state.public(), state.serving())


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Officers read it whole. A party reads itself, who said yes, and
    whom it named itself; once it left, no exchange that came later. Everybody else reads what all agreed to.
    """
    if not decide(actor, a.READ_LINK, thing).allowed:
        return None
    if decide(actor, a.READ_LINK_WHOLE, thing).allowed:
        return dict(state)
    me = _stands_for(actor)
    mine = next((one for one in reversed(state["parties"]) if one["party"] == me), None)
    if mine is None or not decide(actor, a.READ_LINK, thing.unshown()).allowed:
        return _public(state)
    named = {"named"} if state.get("proposed_by") == me else set()
    parties = [
        one for one in state["parties"] if one["answer"] in _MEMBERS or one["party"] == me or one["came"] in named
    ]
    known = {one["party"] for one in parties}
    by = {"proposed_by": state.get("proposed_by") if state.get("proposed_by") in known else None}
    exchanges = list(state.get("exchanges", ()))
    if mine["answer"] == "left":
        exchanges = [one for one in exchanges if one["recorded_at"] <= mine["answered_at"]]
    return {**state, **by, "parties": parties, "exchanges": exchanges}


def _stands_for(actor: Actor) -> str:
    """Whose part the reader sees: its own party's, and a country office that of its State."""
    scheme, _, code = (actor.party or "").partition(":")
    return f"iso3166:{code}" if scheme == "unhcr-office" else actor.party or ""


def _public(state: State) -> dict[str, Any]:
    kept = {name: state.get(name) for name in ("link_id", "reference", "region", "status", "begun_at", "agreed_at",
                                               "published_at", "ended_at")}  # fmt: skip
    content = {name: state["content"][name] for name in _PUBLIC}
    parties = [{"party": one["party"]} for one in state["parties"] if one["answer"] in _MEMBERS]
    return {**kept, "content": content, "parties": parties, "exchanges": []}
