"""What pages of workbooks share: where a file is asked for, what one says that came back, and where its faults stand (WM 8)."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.console.forms.kinds import REQUEST
from services.console.forms.questions import anchor_of
from services.console.forms.support_request import OF_WORKBOOK
from services.console.http.deciding import shaped
from services.console.http.drafting import checked, placed
from services.console.http.visit import Visit
from services.console.keeping.drafts import DraftRow
from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.problems import fault_in_language
from shared.workbooks.media_type import MEDIA_TYPE

TEMPLATE = "/support-requests/workbook"
OF_A_BOOK = "workbook_"
"""How codes begin that a workbook's own cells get: they stay, whatever the draft says by now."""


def of_request(request_id: str) -> str:
    """Where the workbook of a request is asked for."""
    return f"/support-requests/{request_id}/workbook"


async def read_in(visit: Visit) -> dict[str, Any]:
    """What the file says that was sent. Raises Invalid for one that is no workbook of a request."""
    if not visit.sent_file:
        raise Invalid((Fault("/workbook", "choose a file", "missing"),))
    return await visit.read_file(TEMPLATE, MEDIA_TYPE)


def kept_of(said: dict[str, Any], language: str) -> dict[str, Any]:
    """What a draft keeps of a workbook beside its body: its faults by cell, and cells that are no part of the body."""
    return {"faults": said["faults"], "kept": said["kept"], "language": language}


def draft_id_of(party: str, said: dict[str, Any]) -> str:
    """The same for the same workbook of one party: who sends it once more gets the draft that there is."""
    about = said["about"]
    return str(uuid5(NAMESPACE_URL, f"{party} {said['idempotency_key']} {about.get('request_id')}"))


def faults_said(error: Invalid, visit: Visit) -> list[dict[str, Any]]:
    """Faults of a file itself, as a page says them."""
    spoken = [fault_in_language(one, visit.words.language) for one in error.faults]
    return [shaped("workbook", one["message"]) for one in spoken]


async def cells_of(visit: Visit, draft: DraftRow) -> dict[str, Any]:
    """Cells that are still to be mended, each with its question, and those kept as text.

    What was mended in the draft meanwhile is not told again.
    """
    book = draft.content.get(OF_WORKBOOK) or {"faults": [], "kept": [], "language": ""}
    standing = {(one["section"], one["anchor"]) for one in (await checked(visit, draft, REQUEST)).faults}
    said = [_said(visit, one, book["language"]) for one in book["faults"]]
    faults = [
        one
        for one in placed(said, draft.content, REQUEST)
        if one["code"].startswith(OF_A_BOOK) or (one["section"], one["anchor"]) in standing
    ]
    return {"cells": faults, "kept": book["kept"]}


def _said(visit: Visit, fault: dict[str, Any], language: str) -> dict[str, Any]:
    """A fault in the reader's language; in that of the workbook's reader it stands already."""
    message = fault["message"]
    if language != visit.words.language:
        plain = Fault(fault["pointer"], fault.get("english") or message, fault["code"])
        message = fault_in_language(plain, visit.words.language)["message"]
    return {"sheet": fault["sheet"], "cell": fault["cell"], "code": fault["code"], "said": message,
            "anchor": anchor_of(fault["pointer"])}  # fmt: skip
