"""Somebody gives the circle of a thread a document (WM 8)."""

from pathlib import PurePath
from typing import Any

from services.console.forms.of_threads import DOCUMENT
from services.console.forms.questions import read, shown
from services.console.http.acting import Case
from services.console.http.deciding import lacking, new_key, own_fault, told_at_once
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.threads import BACK, begun, find, while_open
from services.console.http.visit import Visit
from shared.contracts.documents import MEDIA_TYPES, MOST_BYTES
from shared.modalities.errors import Conflict, Fault, Invalid

BESIDE = 5_000_000
"""Bytes above a document's own bound that the form may have, so that one that is too large is told so by its field."""
KINDS = {suffix: media_type for media_type, suffix in MEDIA_TYPES.items()} | {"jpeg": "image/jpeg"}
ACCEPTED = ",".join(f".{suffix}" for suffix in KINDS)


def _view(case: Case, typed: dict[str, Any], faults: list[dict[str, str]], send_key: str) -> View:
    data = {
        "item": case.item, "about": BACK.format(id=case.item["itemId"], about=case.more["about"]), "readers": case.more["readers"], "faults": faults,
        "shown": shown(DOCUMENT, typed), "send_key": send_key, "accepted": ACCEPTED,
    }  # fmt: skip
    return View("title.thread_document", data, 422 if faults else 200, faulty=bool(faults))


async def show(visit: Visit) -> Shown:
    """The form, with who will read the document."""
    case = await find(visit)
    while_open(case)
    return _view(case, begun(case), [], new_key())


async def take(visit: Visit) -> Shown:
    """Passes it on; what the owner refuses stands by its field, and the words that were typed stay."""
    case = await find(visit)
    while_open(case)
    typed = read(DOCUMENT, visit.fields())
    faults = told_at_once(visit, DOCUMENT, typed) + _of_file(visit)
    if faults:
        return _view(case, typed, faults, visit.send_key())
    said = {name: value for name, value in typed.items() if value}
    try:
        await visit.passed_on(f"/threads/{case.item['itemId']}/documents", said, _kind(visit))
    except Invalid as refused:
        faults = [own_fault(visit.words, one, _anchor(one.pointer)) for one in refused.faults]
    except Conflict as refused:
        faults = [own_fault(visit.words, Fault("", refused.detail, refused.code), "")]
    if faults:
        return _view(case, typed, faults, new_key())
    return Moved(BACK.format(id=case.item["itemId"], about=case.more["about"]))


def _of_file(visit: Visit) -> list[dict[str, Any]]:
    if visit.upload is None:
        return lacking(visit.words, ["file"])
    found = []
    if not _kind(visit):
        found.append(own_fault(visit.words, Fault("", "", "unknown_media_type"), "file"))
    if (visit.upload.size or 0) > MOST_BYTES:
        found.append(own_fault(visit.words, Fault("", "", "body_too_large"), "file"))
    return found


def _kind(visit: Visit) -> str:
    """By the end of its name, which browsers agree on; "" for none that a thread takes."""
    return KINDS.get(PurePath((visit.upload and visit.upload.filename) or "").suffix.lstrip(".").lower(), "")


def _anchor(pointer: str) -> str:
    name = pointer.rpartition("/")[2]
    return name if name in {one.name for one in DOCUMENT} else "file"


PAGE = Page("thread_document", "/threads/{thread_id}/documents", "thread_document", ("item", "thread"), show, take,
            example={"thread_id": "thread"}, most=MOST_BYTES + BESIDE)  # fmt: skip
