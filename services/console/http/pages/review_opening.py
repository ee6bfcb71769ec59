"""An officer opens a review that is due or asked for, over a period (WM 21)."""

from typing import Any

from services.console.forms import of_reviews as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.reviews import OFFICERS, review_act
from shared.modalities.access.actions import OPEN_REVIEW


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.OPENING


def _begun(case: Case) -> dict[str, Any]:
    """The days that a yearly review is about stand there."""
    return in_own_language(case) | {"period": case.state.get("period") or {}}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "open_review", {"id": case.item["itemId"], **forms.opening(typed)}


PAGE = review_act(
    "review_opening", "opening", "title.review_opening", "act.review_opening", OPEN_REVIEW, 1, _said, "open_review", OFFICERS, ("due", "asked"), parts=_parts, begun=_begun,
)  # fmt: skip
