"""A State that was asked to sign takes its part out of a draft in place of signing (WM 15.v)."""

from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act, is_live
from shared.modalities.access.actions import REFUSE_TO_SIGN


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.DROP


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "refuse_to_sign_draft", {"id": case.item["itemId"], "reason": typed["reason"] or None}


def _fits(case: Case) -> bool:
    return is_live(case) and case.party in case.state["asked"]


PAGE = draft_act(
    "draft_refusal", "refusal", "title.draft_refusal", "act.draft_refusal", REFUSE_TO_SIGN, 7, _said, "refuse_to_sign_draft", "A State that was asked to sign",
    parts=_parts, fits=_fits, leads_to="/drafts", kept=False,
)  # fmt: skip
