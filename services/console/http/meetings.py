"""What pages of meetings share: finding one, whether the person's party is asked for an answer, who may do what with it (WM 4, 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.console.http.acting import Act, Case, Named, act_page
from services.console.http.page import Page
from services.console.http.visit import Visit
from services.console.http.zones import zones
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, NotPermitted


async def find(visit: Visit) -> Case:
    """The meeting of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("item", visit.place("meeting_id"), "meeting"))


def invitation_of(state: Mapping[str, Any], party: str) -> Mapping[str, Any] | None:
    """The party's own invitation to a meeting that stands."""
    if state["status"] != "convened":
        return None
    return next((one for one in state.get("invitations", ()) if one["party"] == party), None)


@dataclass(frozen=True)
class MeetingAct(Act):
    """An act of who convened or moderates a meeting; ``when``: statuses that allow it; ``begun_only``: once it has begun."""

    action: Action | None = None
    when: tuple[str, ...] = ("convened",)
    begun_only: bool = False
    order: int = 0

    def may(self, case: Case) -> bool:
        """Whether the policy lets the reader do it."""
        state = case.state
        named = ([one["party"] for one in state.get(name) or ()] for name in ("invitations", "moderators"))
        return (
            self.action is not None
            and decide(case.visit.actor, self.action, resources.meeting(state.get("region"), *named)).allowed
        )

    def fits(self, case: Case) -> bool:
        """Whether it makes sense as the meeting stands."""
        has_begun = case.state["content"]["starts_at"] <= case.visit.desk.clock.now().isoformat()
        return case.state["status"] in self.when and (has_begun or not self.begun_only)


def meeting_act(
    name: str,
    tail: str,
    title: str,
    words: str,
    action: Action,
    order: int,
    said: Any,
    document: str,
    who: str,
    **more: Any,
) -> Page:
    """The page of an act on a meeting; ``who``: who may, said to whoever may not."""

    def check(case: Case) -> None:
        if not act.may(case):
            raise NotPermitted("not_permitted", who, action.paragraph)
        if not act.fits(case):
            raise Conflict(f"meeting_{case.state['status']}", "The meeting is not at that point", action.paragraph)

    act = MeetingAct(
        name, f"/meetings/{{meeting_id}}/{tail}", title, words, ("item", document), find, check, said, "/meetings/{id}",
        action=action, order=order, fresh=False, example={"meeting_id": "meeting"}, **more,
    )  # fmt: skip
    return act_page(act)


def zones_for(case: Case) -> Mapping[str, Named]:
    """Zones that the meeting can be told in; the one that it has, or that was typed, stays."""
    content = case.state.get("content") or {}
    known = [str(one) for one in (content.get("time_zone"), case.visit.field("time_zone")) if one]
    return {"zones": zones(case.visit.words, case.visit.actor.region, case.visit.desk.clock.now().date(), *known)}


def offered(pages: tuple[Page, ...], case: Case) -> list[Act]:
    """What the reader may do with a meeting now."""
    acts = sorted((page.act for page in pages if isinstance(page.act, MeetingAct)), key=lambda one: one.order)
    return [one for one in acts if one.may(case) and one.fits(case)]
