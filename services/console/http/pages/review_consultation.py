"""An officer has every party propose until a day, or until a later one (WM 21)."""

from typing import Any

from services.console.forms import of_reviews as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.reviews import OFFICERS, review_act
from shared.modalities.access.actions import OPEN_REVIEW


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONSULTATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "consult_on_review", {"id": case.item["itemId"], "until_on": typed["until_on"]}


PAGE = review_act(
    "review_consultation", "consultation", "title.review_consultation", "act.review_consultation", OPEN_REVIEW, 3, _said, "consult_on_review", OFFICERS, ("opened", "consulting"),
    parts=_parts,
)  # fmt: skip
