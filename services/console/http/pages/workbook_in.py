"""A workbook that was filled in becomes a draft; nothing is sent by it (WM 8)."""

from typing import Any

from services.console.forms.again import noted
from services.console.forms.kinds import REQUEST
from services.console.forms.support_request import OF_WORKBOOK
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.sheets import filled
from services.console.http.visit import Visit
from services.console.http.workbooks import draft_id_of, faults_said, kept_of, read_in
from services.console.keeping.drafts import merged
from shared.modalities.errors import Invalid, NotFound, NotPermitted
from shared.modalities.paragraphs import P8


def _check(visit: Visit) -> None:
    if not REQUEST.may(visit.actor):
        raise NotPermitted("not_permitted", "A State's competent authority alone asks for support", P8)


def _view(faults: list[dict[str, str]]) -> View:
    return View("title.workbook_in", {"faults": faults}, 422 if faults else 200, faulty=bool(faults))


async def show(visit: Visit) -> Shown:
    """Where a file is chosen."""
    _check(visit)
    return _view([])


async def take(visit: Visit) -> Shown:
    """Makes a draft, of a new request or of a new version of the one that the workbook names, or fills in the one it was made of."""
    _check(visit)
    try:
        said = await read_in(visit)
    except Invalid as error:
        return _view(faults_said(error, visit))
    if (sheet := await filled(visit, said)) is not None:
        return Moved(f"/drafts/{sheet.draft_id}/workbook")
    language = visit.words.language
    content = merged(REQUEST.begun(language), said["body"]) | {OF_WORKBOOK: kept_of(said, language)}
    item, base = await _revised(visit, said["about"])
    content |= noted(item["state"]) if item else {}
    draft_id = draft_id_of(visit.actor.party or "", said)
    try:
        draft = await visit.desk.drafts.find(visit.cause, draft_id)
    except NotFound:
        draft = await visit.desk.drafts.begin(
            visit.cause, REQUEST.name, content, item["itemId"] if item else None, base, draft_id
        )
    return Moved(f"/drafts/{draft.draft_id}/workbook")


async def _revised(visit: Visit, about: dict[str, Any]) -> tuple[dict[str, Any] | None, int | None]:
    """The request that the workbook was made of and the version it had, if the person may know of it."""
    version = about.get("object_version", "")
    if not about.get("request_id") or not (version.isascii() and version.isdigit() and len(version) < 10):
        return None, None
    try:
        item = await visit.item("versions", about["request_id"], "request")
    except NotFound:
        return None, None
    return item, int(version)


PAGE = Page(
    "workbook_in",
    "/requests/workbook/in",
    "workbook_in",
    ("versions", "prepared", "open_draft", "edit_draft"),
    show,
    take,
    takes_file=True,
)
