"""What came of a workbook: each cell that is to be mended, what was kept as text; and a mended one is read in (WM 8)."""

from typing import Any

from services.console.forms.kinds import REQUEST
from services.console.forms.support_request import OF_WORKBOOK
from services.console.http.at_owner import share
from services.console.http.drafting import draft_of
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from services.console.http.workbooks import cells_of, faults_said, kept_of, read_in
from services.console.keeping.drafts import DraftRow, Overtaken, merged
from shared.modalities.errors import Invalid, NotFound


async def _draft(visit: Visit) -> DraftRow:
    draft, kind = await draft_of(visit)
    if kind is not REQUEST:
        raise NotFound("not_found", "There is no workbook of this draft")
    return draft


async def _view(visit: Visit, draft: DraftRow, faults: list[dict[str, str]], *, stale: bool = False) -> View:
    data: dict[str, Any] = {
        "draft": draft,
        "kind": REQUEST,
        "faults": faults,
        "stale": stale,
        "from_book": OF_WORKBOOK in draft.content,
    }
    status = 409 if stale else 422 if faults else 200
    return View("title.draft_workbook", data | await cells_of(visit, draft), status, faulty=status != 200)


async def show(visit: Visit) -> Shown:
    """By sheet and cell, with the question of each."""
    return await _view(visit, await _draft(visit), [])


async def take(visit: Visit) -> Shown:
    """What the workbook answers replaces what the draft says; what it leaves empty stays as it is."""
    draft = await _draft(visit)
    try:
        said = await read_in(visit)
    except Invalid as error:
        return await _view(visit, draft, faults_said(error, visit))
    content = merged(draft.content, said["body"]) | {OF_WORKBOOK: kept_of(said, visit.words.language)}
    try:
        await visit.desk.drafts.save(visit.cause, draft, visit.number("rev"), content)
    except Overtaken as overtaken:
        return await _view(visit, overtaken.now, [], stale=True)
    await share(visit, await visit.desk.drafts.find(visit.cause, draft.draft_id), REQUEST)
    return Moved(f"/drafts/{draft.draft_id}/workbook")


PAGE = Page("draft_workbook", "/drafts/{draft_id}/workbook", "draft_workbook", ("check_request",), show, take,
            example={"draft_id": "draft"}, takes_file=True)  # fmt: skip
