"""What support stands ready for a gap, before anything is asked for; nobody learns that it was looked at (WM 18)."""

from typing import Any

from services.console.forms.kinds import REQUEST
from services.console.http.lists import cut
from services.console.http.page import Begins, Page, Shown, View
from services.console.http.visit import Visit
from services.console.wording.words import codes
from shared.modalities.access.actions import READ_READY_OFFERS
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P18

MOST = 20
"""Offers that are shown of an area: the best of a ranking."""


def looks(visit: Visit) -> bool:
    """Whether the person prepares requests: officers see what is ready beside a request and a crisis."""
    return decide(visit.actor, READ_READY_OFFERS, ANYTHING).allowed and REQUEST.may(visit.actor)


async def show(visit: Visit) -> Shown:
    """Areas to choose; beside each that was chosen the offers that fit, best first."""
    if not looks(visit):
        raise NotPermitted("not_permitted", "States and their country offices look at what stands ready", P18)
    known = codes("functional_areas")
    chosen = [one for one in known if one in visit.request.query_params.getlist("area")]
    found: list[dict[str, Any]] = []
    if chosen:
        found = (await visit.ask("ready", areas=chosen, first=MOST + 1))["readyOffers"]
    return View("title.ready", {"areas": known, "chosen": chosen, "found": best_of(found, MOST), "most": MOST})


def best_of(lines: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Of each area the offers that are shown, and whether others fit too."""
    return [line | dict(zip(("offers", "more"), cut(line["offers"], most), strict=True)) for line in lines]


PAGE = Page(
    "ready", "/ready", "ready", ("ready",), show, begins=Begins(("/offers",), "title.ready", looks, button=False)
)
