"""My drafts: those that are prepared at intake with others, and those that are kept here."""

from typing import Any

from services.console.http.at_owner import OVER, prepared_id
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.preparing import unsigned_of
from services.console.http.visit import Visit
from shared.modalities.access.actor import Role
from shared.modalities.errors import Retryable

PREPARING = frozenset({Role.STATE_AUTHORITY, Role.COUNTRY_OFFICE, Role.STAKEHOLDER})
"""Who can have a hand in the draft of a request."""


async def prepared_of(visit: Visit, after: str = "") -> tuple[list[dict[str, Any]], str | None]:
    """Drafts at intake that the reader's party has a hand in and that are not over; and where more follow. Raises Retryable."""
    if visit.actor.role not in PREPARING:
        return [], None
    found = (await visit.ask("request_drafts", after=after or None))["requestDrafts"]
    live = [one for one in found["nodes"] if one["status"] not in OVER]
    return [one | {"mine": unsigned_of(one, visit.actor.party) is not None,
                   "said": sum(not said["resolvedBy"] for said in one["comments"])} for one in live], found["after"]  # fmt: skip


async def show(visit: Visit) -> Shown:
    """Those that were not sent, the latest first."""
    here, away = await visit.desk.drafts.all(visit.cause), False
    try:
        prepared, after = await prepared_of(visit, visit.query("after"))
    except Retryable:
        prepared, after, away = [], None, True
    known = {one["draftId"] for one in prepared}
    drafts = [one for one in here if prepared_id(one) not in known]
    return View("title.drafts", {"drafts": drafts, "prepared": prepared, "after": after, "away": away})


async def take(visit: Visit) -> Shown:
    """Throws one away that is kept here."""
    await visit.desk.drafts.drop(visit.cause, visit.field("draft"))
    return Moved("/drafts")


PAGE = Page("drafts", "/drafts", "drafts", ("request_drafts",), show, take)
