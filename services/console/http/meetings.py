"""What pages of meetings share: finding one, and whether the person's party is asked for an answer (WM 4)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case
from services.console.http.visit import Visit


async def find(visit: Visit) -> Case:
    """The meeting of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("item", visit.place("meeting_id"), "meeting"))


def invitation_of(state: Mapping[str, Any], party: str) -> Mapping[str, Any] | None:
    """The party's own invitation to a meeting that stands."""
    if state["status"] != "convened":
        return None
    return next((one for one in state.get("invitations", ()) if one["party"] == party), None)
