"""A State that asks signs the text of a draft, by its own login (WM 8, 15.v)."""

from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act, text_read, unsigned_of
from shared.modalities.access.actions import SIGN_DRAFT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.SIGNATURE


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "sign_draft", {"id": case.item["itemId"], "party": case.party, "post": typed["post"],
                          "digest": typed["digest"], "paper": None}  # fmt: skip


def _fits(case: Case) -> bool:
    return unsigned_of(case.state, case.party) == case.party


PAGE = draft_act(
    "draft_signature", "signature", "title.draft_signature", "act.draft_signature", SIGN_DRAFT, 1, _said, "sign_draft", "A State that asks, for itself alone",
    parts=_parts, begun=text_read, fits=_fits, kept=False,
)  # fmt: skip
