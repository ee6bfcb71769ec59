"""A State or an organisation asks for a review of the terms, with its reason (WM 21)."""

from typing import Any

from services.console.forms import of_reviews as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, in_own_language, nothing_yet
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.access import resources
from shared.modalities.access.actions import ASK_REVIEW
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P21


def _may(visit: Visit) -> bool:
    return decide(visit.actor, ASK_REVIEW, resources.review(None, visit.actor.party or "", "asked")).allowed


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", "States and organisations ask for a review", P21)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ASKED


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "ask_for_review", {"reason": typed["reason"], "language": typed["language"]}


PAGE = act_page(
    Act(
        "review_ask", "/reviews/new", "title.review_ask", "act.review_ask", ("ask_for_review",), nothing_yet("title.reviews"), _check, _said, "/reviews",
        parts=_parts, begun=in_own_language, fresh=False, leads_to="/reviews/{review_id}", versioned=False,
    ),
    Begins(("/reviews",), "title.review_ask", _may),
)  # fmt: skip
