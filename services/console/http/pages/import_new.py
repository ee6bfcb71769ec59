"""A file that somebody keeps as a roster: tried, with nothing stored, or taken in (WM 7)."""

from typing import Any

from services.console.forms.of_imports import FILE as ASKED
from services.console.forms.questions import missing, read, shown
from services.console.http.deciding import lacking, new_key, own_fault, shaped
from services.console.http.imports import ALL, AT_OWNER, FILE, check, columns, takes_in
from services.console.http.page import Begins, Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.shapes.imported import MOST_BYTES
from shared.modalities.errors import Fault, Invalid, Retryable

BESIDE = 5_000_000
"""Bytes above a file's own bound that the form may have, so that one that is too large is told so by its field."""
MOST_ROWS = 100
"""Rows with faults that are shown of a trial."""
Faults = list[dict[str, Any]]


def _view(
    visit: Visit, typed: dict[str, Any], faults: Faults, send_key: str, trial: dict[str, Any] | None = None
) -> View:
    data = {
        "faults": faults, "shown": shown(ASKED, typed), "send_key": send_key, "given": {"roster_columns": columns(visit.words)},
        "trial": trial, "most": MOST_ROWS, "item": {"version": 0},
    }  # fmt: skip
    return View("title.import_new", data, 422 if faults else 200, faulty=bool(faults))


async def show(visit: Visit) -> Shown:
    """The form."""
    check(visit)
    return _view(visit, {}, [], new_key())


async def take(visit: Visit) -> Shown:
    """Tries the file, or takes it in; what cannot be read stands by its field, and what was typed stays."""
    check(visit)
    typed = read(ASKED, visit.fields())
    faults = lacking(visit.words, missing(ASKED, typed)) + _of_file(visit)
    if faults:
        return _view(visit, typed, faults, visit.send_key())
    tries = visit.field("do") != "take"
    try:
        answer = await visit.passed_on(f"{AT_OWNER}/dry-run" if tries else AT_OWNER, _beside(typed), FILE)
    except Invalid as refused:
        return _view(
            visit, typed, [own_fault(visit.words, one, _anchor(one.pointer)) for one in refused.faults], new_key()
        )
    except Retryable as away:
        if not tries or away.code != "gateway_away":
            raise
        # A long file is tried longer than a page waits; taken in, it runs beside.
        return _view(visit, typed, [shaped("file", visit.words.say("import.too_long"))], new_key())
    return _view(visit, typed, [], new_key(), answer) if tries else Moved(f"{ALL}/{answer['import_id']}")


def _beside(typed: dict[str, Any]) -> dict[str, str | list[str]]:
    """What the address says beside the file."""
    meant = [f"{one['heading']}={one['means']}" for one in typed["columns"] if one.get("heading") and one.get("means")]
    instead = [
        f"{one['means']}={one['stands']}" for one in typed["otherwise"] if one.get("means") and one.get("stands")
    ]
    return {"source": typed["source"], "column": meant, "otherwise": instead}


def _of_file(visit: Visit) -> Faults:
    if visit.upload is None or not visit.upload.size:
        return lacking(visit.words, ["file"])
    return [own_fault(visit.words, Fault("", "", "body_too_large"), "file")] if visit.upload.size > MOST_BYTES else []


def _anchor(pointer: str) -> str:
    name = {"column": "columns"}.get(last := pointer.rpartition("/")[2], last)
    return name if pointer.startswith("/parameters/") and name in {one.name for one in ASKED} else "file"


PAGE = Page("import_new", ALL + "/new", "import_new", (), show, take, most=MOST_BYTES + BESIDE,
            begins=Begins((ALL,), "title.import_new", takes_in))  # fmt: skip
