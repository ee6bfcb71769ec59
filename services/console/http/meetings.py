"""What pages of meetings share: finding one, whether the person's party is asked for an answer, who may do what with it (WM 4, 5)."""

from collections.abc import Mapping
from typing import Any

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


def meeting_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str,
    *, when: tuple[str, ...] = ("convened",), begun_only: bool = False, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act of who convened or moderates a meeting; ``who``: who may, said to whoever may not; ``when``: statuses
    that allow it; ``begun_only``: once it has begun.
    """

    def may(case: Case) -> bool:
        state = case.state
        named = ([one["party"] for one in state.get(name) or ()] for name in ("invitations", "moderators"))
        return decide(case.visit.actor, action, resources.meeting(state.get("region"), *named)).allowed

    def fits(case: Case) -> bool:
        has_begun = case.state["content"]["starts_at"] <= case.visit.desk.clock.now().isoformat()
        return case.state["status"] in when and (has_begun or not begun_only)

    return ON.page(
        name, tail, title, words, said, document, may=may, fits=fits, who=who, paragraph=action.paragraph, order=order,
        fresh=False, **more,
    )  # fmt: skip


def zones_for(case: Case) -> Mapping[str, Named]:
    """Zones that the meeting can be told in; the one that it has, or that was typed, stays."""
    content = case.state.get("content") or {}
    known = [str(one) for one in (content.get("time_zone"), case.visit.field("time_zone")) if one]
    return {"zones": zones(case.visit.words, case.visit.actor.region, case.visit.desk.clock.now().date(), *known)}
