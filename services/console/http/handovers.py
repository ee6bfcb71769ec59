"""What pages of handovers share: who may, which there are, and finding one (WM 6)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.visit import Visit
from shared.modalities.access.actions import ORDER_HANDOVER, READ_HANDOVER, Action
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import NotFound, NotPermitted
from shared.modalities.paragraphs import P6

ALL = "/handovers"


def may(visit: Visit, action: Action) -> bool:
    """Whether the policy lets the person do it."""
    return decide(visit.actor, action, ANYTHING).allowed


def orders(visit: Visit) -> bool:
    """Whether the person may order that a country moves."""
    return may(visit, ORDER_HANDOVER)


async def handovers(visit: Visit) -> list[dict[str, Any]]:
    """Those that this deployment gives. Raises NotPermitted."""
    if not may(visit, READ_HANDOVER):
        raise NotPermitted("not_permitted", "Officers alone read which countries move", P6)
    found: list[dict[str, Any]] = (await visit.ask("handovers"))["handovers"]
    return sorted(found, key=lambda one: one["orderedAt"], reverse=True)


async def find(visit: Visit) -> Case:
    """The handover of the address. Raises NotFound."""
    one = next((each for each in await handovers(visit) if each["handoverId"] == visit.place("handover_id")), None)
    if one is None:
        raise NotFound("not_found", "There is no such handover")
    title = visit.words.party(one["country"])
    return Case(
        visit, {"itemId": one["handoverId"], "version": 0, "title": title, "status": one["status"], "state": one}
    )
