"""A country office records the paper on which its State signed the text of a draft (WM 8, 15.v)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.preparing import draft_act, may, text_read, unsigned_of
from shared.modalities.access.actions import RECORD_SIGNED_DRAFT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PAPER_SIGNED


def _choices(case: Case) -> Mapping[str, Named]:
    state = unsigned_of(case.state, case.party)
    return {"unsigned": [(state, case.visit.words.party(state))] if state else []}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "sign_draft", {"id": case.item["itemId"], "party": typed["party"], "post": typed["post"],
                          "digest": typed["digest"], "paper": typed["on_paper"]}  # fmt: skip


def _fits(case: Case) -> bool:
    state = unsigned_of(case.state, case.party)
    return state is not None and state != case.party and may(case, RECORD_SIGNED_DRAFT, state)


PAGE = draft_act(
    "draft_paper", "paper", "title.draft_paper", "act.draft_paper", RECORD_SIGNED_DRAFT, 1, _said, "sign_draft", "The country office of a State that asks",
    parts=_parts, begun=text_read, choices=_choices, fits=_fits, kept=False,
)  # fmt: skip
