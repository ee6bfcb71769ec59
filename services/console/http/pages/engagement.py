"""One engagement: what is next and who does it, terms, contacts, plan, reports, evaluations (WM 2, 11, 15, 19, 20)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.engagements import find, offered, thing_of
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.threads import threads_about
from services.console.http.visit import Visit
from shared.modalities.access.actions import READ_PARTNER_CONTACT
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotFound, Retryable
from shared.modalities.steps.of_engagements import LABELS

LATEST = 25
"""Reports of a kind, and entries of the history, that are shown at first: a page stays light however long the work lasts."""
LONG = ("deliveries", "milestones", "funds")


async def show(visit: Visit) -> Shown:
    """As its reader may see it; what one may do is offered, what others may is said."""
    case = await find(visit)
    mine, others = offered(case)
    whole = visit.query("show") == "all"
    state = case.state if whole else case.state | {name: case.state[name][-LATEST:] for name in LONG}
    history = (case.item["history"] or []) if whole else (case.item["history"] or [])[-LATEST:]
    more = not whole and (
        len(case.item["history"] or []) > LATEST or any(len(case.state[name]) > LATEST for name in LONG)
    )
    data = {
        "item": case.item | {"history": history}, "state": state, "more": more, "steps": steps_of(case.item, visit.actor.party), "mine": mine,
        "others": others, "label": LABELS.get(case.state["stage"], "").lower().replace(" ", "_"),
        "contacts": await _contacts(case), "written": case.item["follows"],
        "threads": await threads_about(visit, case.item["itemId"]),
    }  # fmt: skip
    return View(case.item["title"] or case.item["reference"], data)


async def _contacts(case: Case) -> list[dict[str, Any]] | None:
    """Focal points that the reader may write to; None: its owner cannot be asked from here just now."""
    if not decide(case.visit.actor, READ_PARTNER_CONTACT, thing_of(case.state)).allowed:
        return []
    try:
        found: list[dict[str, Any]] = (await case.visit.ask("contacts", id=case.item["itemId"]))["engagementContacts"]
    except (Retryable, NotFound):
        return None
    return found


PAGE = Page(
    "engagement", "/engagements/{engagement_id}", "engagement", ("item", "contacts", "threads"), show,
    example={"engagement_id": "engagement"},
)  # fmt: skip
