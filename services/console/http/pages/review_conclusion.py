"""An officer concludes a review once its day has passed: a decision on each proposal, with words (WM 21)."""

from typing import Any

from services.console.forms import of_reviews as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.reviews import OFFICERS, review_act
from shared.modalities.access.actions import CONCLUDE_REVIEW


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONCLUSION


def _begun(case: Case) -> dict[str, Any]:
    return in_own_language(case) | {"decisions": forms.standing(case.state.get("proposals") or ())}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "conclude_review", {"id": case.item["itemId"], **forms.conclusion(typed)}


PAGE = review_act(
    "review_conclusion", "conclusion", "title.review_conclusion", "act.review_conclusion", CONCLUDE_REVIEW, 5, _said, "conclude_review", OFFICERS, ("consulting",), False,
    parts=_parts, begun=_begun,
)  # fmt: skip
