"""What pages of meetings share: finding one, whether the person's party is asked for an answer, who may do what with it (WM 4, 5)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.forms.questions import pruned
from services.console.forms.support_request import lead_for
from services.console.http.acting import Case, Named
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.zones import zones
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide

ON = OfferedOn("meeting", "/meetings/{id}", "meeting_id")
find = ON.find


def invitation_of(state: Mapping[str, Any], party: str) -> Mapping[str, Any] | None:
    """The party's own invitation to a meeting that stands."""
    if state["status"] != "convened":
        return None
    return next((one for one in state.get("invitations", ()) if one["party"] == party), None)


def is_invited(case: Case) -> bool:
    """Whether the person's party, or the State for which its office prepares, is invited, whatever became of the meeting."""
    return lead_for(case.visit.actor) in {one["party"] for one in case.state.get("invitations") or ()}


def said_in(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Words and their language, as they are sent: no language without words."""
    words = typed.get("words") or None
    return {"words": words, "language": (typed.get("language") or None) if words else None}


def has_volunteered(case: Case) -> bool:
    """Whether the person's party volunteers to moderate."""
    return any(one["party"] == case.party for one in case.state.get("volunteers") or ())


def own_actions(case: Case) -> list[Mapping[str, Any]]:
    """What the person's party agreed to do at a meeting that was held."""
    actions = (case.state.get("record") or {}).get("actions") or ()
    # What was recorded before actions had numbers and states has those of its place, and is open.
    numbered = ({"action_id": str(n), "state": "open", **(pruned(dict(one)) or {})} for n, one in enumerate(actions, 1))
    return [one for one in numbered if one["party"] == case.party]


def meeting_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str,
    *, when: tuple[str, ...] = ("convened",), begun_only: bool = False,
    fits_too: Callable[[Case], bool] = lambda case: True, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act of who convened or moderates a meeting; ``who``: who may, said to whoever may not; ``when``: statuses
    that allow it; ``begun_only``: once it has begun; ``fits_too``: what else has to be so.
    """

    def may(case: Case) -> bool:
        state = case.state
        named = ([one["party"] for one in state.get(name) or ()] for name in ("invitations", "moderators"))
        return decide(case.visit.actor, action, resources.meeting(state.get("region"), *named)).allowed

    def fits(case: Case) -> bool:
        has_begun = case.state["content"]["starts_at"] <= case.visit.desk.clock.now().isoformat()
        return case.state["status"] in when and (has_begun or not begun_only) and fits_too(case)

    return ON.page(
        name, tail, title, words, said, document, may=may, fits=fits, who=who, paragraph=action.paragraph, order=order,
        fresh=False, **more,
    )  # fmt: skip


def zones_for(case: Case) -> Mapping[str, Named]:
    """Zones that the meeting can be told in; the one that it has, or that was typed, stays."""
    content = case.state.get("content") or {}
    known = [str(one) for one in (content.get("time_zone"), case.visit.field("time_zone")) if one]
    return {"zones": zones(case.visit.words, case.visit.actor.region, case.visit.desk.clock.now().date(), *known)}
