"""A comment on a draft is resolved: by who wrote it, or by who edits the draft (WM 8)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.preparing import draft_act, is_live, resolvable
from shared.modalities.access.actions import COMMENT_DRAFT

MOST = 80
"""Characters of a comment in a list."""


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.RESOLUTION


def _begun(case: Case) -> dict[str, Any]:
    return {"comment": case.visit.query("comment")}


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    return {
        "comments": [(one["commentId"], f"{words.party(one['by'])}: {one['text'][:MOST]}") for one in resolvable(case)]
    }


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "resolve_draft_comment", {"id": case.item["itemId"], "comment": typed["comment"], "resolved": True}


def _fits(case: Case) -> bool:
    return is_live(case) and bool(resolvable(case))


PAGE = draft_act(
    "draft_resolution", "comments/resolved", "title.draft_resolution", "act.draft_resolution", COMMENT_DRAFT, 4, _said, "resolve_draft_comment",
    "Who wrote the comment, or edits the draft", parts=_parts, begun=_begun, choices=_choices, fits=_fits, fresh=False, versioned=False,
)  # fmt: skip
