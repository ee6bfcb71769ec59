"""An officer opens no review for now; who asked reads why (WM 21)."""

from typing import Any

from services.console.forms import of_reviews as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.reviews import OFFICERS, review_act
from shared.modalities.access.actions import DECLINE_REVIEW


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.REFUSAL


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "decline_review", {"id": case.item["itemId"], "reason": typed["reason"], "language": typed["language"]}


PAGE = review_act(
    "review_refusal", "refusal", "title.review_refusal", "act.review_refusal", DECLINE_REVIEW, 2, _said, "decline_review", OFFICERS, ("asked",), parts=_parts,
    begun=in_own_language, kept=False,
)  # fmt: skip
