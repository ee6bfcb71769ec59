"""What pages of existing rosters share: who takes one in, a row before its reader, what the form's columns are called (WM 7, 18)."""

from collections.abc import Callable
from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from services.console.wording.words import ConsoleWords
from shared.contracts.shapes.imported import RowStanding
from shared.contracts.shapes.support_offer import OfferContent
from shared.modalities.access.actions import IMPORT_OFFERS, Action
from shared.modalities.access.imports import imported, roster_import
from shared.modalities.access.policy import decide
from shared.modalities.access.thread_view import speaks_as
from shared.modalities.errors import NotPermitted
from shared.workbooks.layout import label_of
from shared.workbooks.table import table_of

ALL, ROWS, AT_OWNER = "/imports", "/imports/rows", "/roster/imports"
FILE = "application/octet-stream"
WHO = "Who offers, and officers of the deployment"


def takes_in(visit: Visit) -> bool:
    """Whether the reader may take rosters in."""
    here = visit.desk.settings.deployment
    thing = roster_import(here, speaks_as(visit.actor, here))
    return decide(visit.actor, IMPORT_OFFERS, thing).allowed


def check(visit: Visit) -> None:
    """Raises NotPermitted for who has no roster here."""
    if not takes_in(visit):
        raise NotPermitted("not_permitted", WHO, IMPORT_OFFERS.paragraph)


def columns(words: ConsoleWords) -> list[tuple[str, str]]:
    """Columns of the form: key and label, in its order."""
    fields = table_of("roster", "offers", OfferContent).sheets[0].fields
    return [(one.key, label_of(one, words.language)) for one in fields]


async def find(visit: Visit) -> Case:
    """The row of the address. Raises NotFound, also for who may not know of it."""
    row = (await visit.ask("imported_row", id=visit.place("entry_id")))["importedRow"]
    return Case(visit, {"itemId": row["entryId"], "kind": "imported_row", "version": row["version"], "status": row["status"],
                        "title": row["body"].get("title"), "reference": None, "state": row})  # fmt: skip


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    row = case.state
    thing = imported(row["region"], row["owner"] or "", row["party"], row["status"])
    return decide(case.visit.actor, action, thing).allowed


ON = OfferedOn("imported_row", ROWS + "/{id}", "entry_id", "imported_row", "row")


def row_act(
    name: str, tail: str, title: str, words: str, action: Action, when: tuple[RowStanding, ...], order: int, said: Callable[[Case, dict[str, Any]], Said],
    document: str, who: str, *, also: tuple[Action, ...] = (), **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a row that stands so."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: any(may(case, one) for one in (action, *also)),
        fits=lambda case: case.state["status"] in when, who=who, paragraph=action.paragraph, order=order, find=find, **more,
    )  # fmt: skip
