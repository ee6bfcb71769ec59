"""A call for action as the policy sees it, and what of its state a reader sees: a party's word is read by others only if it says so (WM 5)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import TO_OFFERERS
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource, in_roles

State = Mapping[str, Any]


class AskedToAct(Protocol):
    """A party that was asked, or that joined."""

    @property
    def party(self) -> str: ...


class CallForAction(Protocol):
    """The state of a call for action."""

    @property
    def region(self) -> str: ...
    @property
    def open_to_all(self) -> bool: ...
    @property
    def parties(self) -> Sequence[AskedToAct]: ...
    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        ...


def call_for_action(
    region: str | None, asked: Iterable[str] = (), open_to_all: bool = False, serving: Iterable[str] = ()
) -> Resource:
    """A call for action; one that is open to all is the whole group's to read."""
    shown = TO_OFFERERS if open_to_all else frozenset[str]()
    return Resource(region, in_roles({PartyRole.ASKED_TO_ACT: asked}), shown, frozenset(serving))


def of_call_for_action(state: CallForAction) -> Resource:
    """A call for action (WM 5); the deployments of its parties serve it."""
    return call_for_action(state.region, (one.party for one in state.parties), state.open_to_all, state.serving())


def seen(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state for its reader; None for who may not know of it. Officers read it whole, with counts. A party reads what is asked,
    its own word and reports, and those of who lets others read them; who else was asked it is not told.
    """
    if not decide(actor, a.READ_CALL_FOR_ACTION, thing).allowed:
        return None
    if decide(actor, a.READ_CALL_FOR_ACTION_WHOLE, thing).allowed:
        return {**state, "counts": counts(state)}
    own = _stands_for(actor)
    parties = [
        one if one["party"] == own else {**one, "reports": _standing(one)}
        for one in state.get("parties", ()) if one["party"] == own or one.get("shown")
    ]  # fmt: skip
    return {**state, "parties": parties, "counts": None}


def counts(state: State) -> dict[str, int]:
    """How many were asked or joined, said a word, will do something, did so, and said so with nothing reported yet."""
    parties = state.get("parties", ())
    will_do = [one for one in parties if one["answer"] == "will_do"]
    done = sum(bool(_standing(one)) for one in parties)
    return {
        "asked": len(parties),
        "answered": sum(one["answer"] != "pending" for one in parties),
        "will_do": len(will_do),
        "done": done,
        "nothing_came": sum(not _standing(one) for one in will_do),
    }


def _standing(party: State) -> list[Any]:
    return [one for one in party.get("reports", ()) if one.get("withdrawn_at") is None]


def _stands_for(actor: Actor) -> str:
    """Whose word the reader sees: its own party's, and a country office that of its State."""
    scheme, _, code = (actor.party or "").partition(":")
    return f"iso3166:{code}" if scheme == "unhcr-office" else actor.party or ""
