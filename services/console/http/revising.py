"""Pages by which who leads a request or an offer begins a new version of it, as a draft of the present one (WM 7, 8)."""

from typing import Any

from services.console.forms.again import begun_again
from services.console.forms.kinds import FormKind
from services.console.http.named import THINGS
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted


def revising(kind: FormKind, name: str, title: str) -> Page:
    """The page that asks first: a page that is looked at changes nothing."""
    thing = THINGS[kind.name]

    async def found(visit: Visit) -> dict[str, Any]:
        item = await visit.item("versions", visit.place(f"{kind.name}_id"), kind.name)
        if not kind.may(visit.actor) or not thing.leads(visit.actor, item["state"]):
            raise NotPermitted("not_permitted", "Who leads it alone words it anew", thing.revision.paragraph)
        return item

    async def show(visit: Visit) -> Shown:
        return View(title, {"item": await found(visit)})

    async def take(visit: Visit) -> Shown:
        """Begins the draft, on the version that was read."""
        item = await found(visit)
        content = begun_again(item["state"])
        draft = await visit.desk.drafts.begin(visit.cause, kind.name, content, item["itemId"], item["version"])
        return Moved(f"/drafts/{draft.draft_id}")

    path = f"{kind.list}/{{{kind.name}_id}}/revise"
    return Page(name, path, "revise", ("versions",), show, take, example={f"{kind.name}_id": kind.name})
