"""Whoever has a hand in a draft says something of a part of it, and answers what was said of that part (WM 8)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.kinds import REQUEST
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.preparing import draft_act
from services.console.wording.words import ConsoleWords
from shared.modalities.access.actions import COMMENT_DRAFT


def places(words: ConsoleWords) -> list[tuple[str, str]]:
    """Parts of a request that something can be said of: pointer and label, in the order of the form."""
    return [(f"/{part.name}", words.label(part.name)) for section in REQUEST.sections for part in section.parts]


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.COMMENT


def _begun(case: Case) -> dict[str, Any]:
    return {"place": case.visit.query("place")}


def _choices(case: Case) -> Mapping[str, Named]:
    return {"places": places(case.visit.words)}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "comment_draft", {"id": case.item["itemId"], "place": typed["place"], "text": typed["text"]}


PAGE = draft_act(
    "draft_comment", "comments", "title.draft_comment", "act.draft_comment", COMMENT_DRAFT, 3, _said, "comment_draft", "Those alone who have a hand in it",
    parts=_parts, begun=_begun, choices=_choices, fresh=False, versioned=False,
)  # fmt: skip
