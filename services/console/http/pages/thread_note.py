"""An officer notes a call, a visit or a meeting in a thread, where its other readers see what was noted (WM 8)."""

from typing import Any

from services.console.forms.of_threads import NOTE, words
from services.console.http.acting import Case, Said
from services.console.http.threads import while_open, writing_page
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P8


def _check(case: Case) -> None:
    if not case.visit.is_officer:
        raise NotPermitted("not_permitted", "Officers note here that they spoke with somebody", P8)
    while_open(case)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "send_message", {
        "id": case.item["itemId"],
        "about": case.more["about"],
        "words": words(typed),
        "contact": typed["contact"],
    }


PAGE = writing_page("thread_note", "notes", "act.thread_note", _said, "send_message", parts=NOTE, check=_check)
