"""What pages of a party's endpoints share: who keeps them, and finding one (WM 3, 17)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.visit import Visit
from shared.modalities.access.actions import KEEP_WEBHOOK
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.modalities.errors import NotFound, NotPermitted
from shared.modalities.paragraphs import P3

ALL = "/integration"
ONE = f"{ALL}/endpoints/{{id}}"
PATH = f"{ALL}/endpoints/{{webhook_id}}"
EXAMPLE = {"webhook_id": "endpoint"}


def keeps(visit: Visit, party: str | None = None) -> bool:
    """Whether the person keeps the endpoints of a party, or of its own where none is named."""
    whose = party or visit.actor.party
    return whose is not None and decide(visit.actor, KEEP_WEBHOOK, of_party(whose)).allowed


async def find(visit: Visit) -> Case:
    """The endpoint of the address. Raises NotFound, also for one of another party."""
    found: list[dict[str, Any]] = (await visit.ask("endpoints"))["webhooks"]
    one = next((hook for hook in found if hook["webhookId"] == visit.place("webhook_id")), None)
    if one is None:
        raise NotFound("not_found", "There is no such page, or it is not yours to read")
    item = {"itemId": one["webhookId"], "version": one["version"], "title": one["name"] or one["url"], "state": one}
    return Case(visit, item)


def own(case: Case) -> None:
    """Each party keeps its own. Raises NotPermitted."""
    if not keeps(case.visit, case.state.get("party")):
        raise NotPermitted("not_permitted", "A party keeps its own endpoints", P3)
