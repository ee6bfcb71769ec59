"""What pages of a party's own mailboxes share: who keeps them, and finding one (WM 6)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.visit import Visit
from services.console.http.zones import of_country, zones
from shared.modalities.access.actions import KEEP_DIRECTORY
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.modalities.errors import NotFound, NotPermitted
from shared.modalities.paragraphs import P6

ALL = "/account/mailboxes"


def keeps(visit: Visit) -> bool:
    """Whether the person speaks for a party that keeps its own addresses."""
    party = visit.actor.party
    return party is not None and decide(visit.actor, KEEP_DIRECTORY, of_party(party)).allowed


async def mailboxes(visit: Visit) -> list[dict[str, Any]]:
    """Mailboxes of the person's party. Raises NotPermitted for who keeps none."""
    if not keeps(visit):
        raise NotPermitted("not_permitted", "A party keeps its own addresses", P6)
    found: list[dict[str, Any]] = (await visit.ask("mailboxes"))["mailboxes"]
    return found


async def find(visit: Visit, version: str = "version") -> Case:
    """The mailbox of the address. Raises NotFound, also for one of another party."""
    one = next((box for box in await mailboxes(visit) if box["mailbox_id"] == visit.place("mailbox_id")), None)
    if one is None:
        raise NotFound("not_found", "There is no such page, or it is not yours to read")
    return Case(visit, {"itemId": one["mailbox_id"], "version": one[version], "title": one["email"], "state": one})


def anybody(_: Case) -> None:
    """Who may not is said where mailboxes are looked for."""


def zones_of(case: Case) -> Mapping[str, Named]:
    """Zones of the party's country and of those that this deployment serves; the one that stands there stays."""
    visit, known = case.visit, [str(one) for one in (case.state.get("time_zone"), case.visit.field("time_zone")) if one]
    known += of_country(case.party.rpartition(":")[2])
    return {"zones": zones(visit.words, visit.desk.settings.deployment, visit.desk.clock.now().date(), *known)}
