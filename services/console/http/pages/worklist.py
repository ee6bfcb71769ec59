"""What waits for me, and why (WM 6)."""

from dataclasses import replace
from typing import Any

from services.console.http.organisations import applies
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.pages.drafts import prepared_of
from services.console.http.steps import ShownStep, listed
from services.console.http.visit import Visit
from shared.modalities.errors import Retryable

MECHANICAL = "unreachable"
AT_ONCE = 60
"""Steps of a list on one page; what is owed first stands first, and the next page is a link away."""


def _others(lines: list[ShownStep]) -> list[ShownStep]:
    """What others owe, not what they have to read; lines that say the same of nothing that has a page are one line, with how many it stands for."""
    found: dict[object, list[ShownStep]] = {}
    for number, one in enumerate(lines):
        if not one.mine and one.owed:
            found.setdefault((one.message, one.who) if one.about is None else number, []).append(one)
    return [those[0] if len(those) == 1 else _joined(those) for those in found.values()]


def _joined(those: list[ShownStep]) -> ShownStep:
    first = min(those, key=lambda one: one.due_at)
    return replace(first, messages=sum(one.messages or 1 for one in those))


async def _prepared(visit: Visit) -> list[dict[str, Any]]:
    """Drafts that await the reader's signature, or in which something was said; none while intake does not answer."""
    try:
        found, _ = await prepared_of(visit)
    except Retryable:
        return []
    return [one for one in found if one["mine"] or one["said"]]


async def show(visit: Visit) -> Shown:
    """My party's steps first, then those that I follow; messages that do not arrive are folded."""
    if applies(visit):
        # Nothing waits for it but its own application.
        return Moved("/organisations")
    places = {"after": visit.query("after") or None, "othersAfter": visit.query("others_after") or None}
    found = await visit.ask("worklist", language=visit.words.language, first=AT_ONCE, **places)
    further = {name: one[-1]["cursor"] if len(one) == AT_ONCE else None for name, one in found.items()}
    party = visit.actor.party
    real = {name: [one for one in found[name] if one["code"] != MECHANICAL] for name in ("mine", "others")}
    folded = listed([one for one in found["mine"] if one["code"] == MECHANICAL], party)
    drafts = await visit.desk.drafts.all(visit.cause)
    parked = await visit.desk.parked.of(visit.session.handle_hash) if visit.session else []
    data = {"prepared": await _prepared(visit), "mine": listed(real["mine"], party), "others": _others(listed(real["others"], party)), "folded": folded,
            "drafts": drafts, "parked": parked, "further": further, "now": visit.desk.clock.now().isoformat()}  # fmt: skip
    return View("title.worklist", data)


PAGE = Page("worklist", "/", "worklist", ("worklist", "request_drafts"), show)
