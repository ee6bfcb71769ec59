"""A party proposes a change of the terms, which may come from a meeting that it reads (WM 4, 21)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.console.forms import of_reviews as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said, in_own_language
from services.console.http.lists import to_choose_from
from services.console.http.reviews import find, paragraphs, review_act
from services.console.http.visit import Visit
from shared.modalities.access.actions import PROPOSE_IN_REVIEW


async def _find(visit: Visit) -> Case:
    """The review, with the meetings of its deployment that the person reads."""
    case = await find(visit)
    region = case.state.get("region")
    asked = {"region": region} if region else None
    here, further = await to_choose_from(visit, "meetings_to_name", "meetings", filter=asked)
    return Case(visit, case.item, {"meetings": here, "further": further})


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PROPOSAL


def _choices(case: Case) -> Mapping[str, Named]:
    meetings = [(one["itemId"], f"{one['reference']} {one['title'] or ''}".strip()) for one in case.more["meetings"]]
    return {"paragraphs": paragraphs(case.visit.words), "meetings": meetings}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "propose_in_review", {"id": case.item["itemId"], "proposal": forms.proposal(typed)}


_ACT = review_act(
    "review_proposal", "proposals", "title.review_proposal", "act.review_proposal", PROPOSE_IN_REVIEW, 4, _said, "propose_in_review", "Parties alone propose, each for itself",
    ("consulting",), True, parts=_parts, begun=in_own_language, choices=_choices, find=_find, versioned=False,
)  # fmt: skip
PAGE = replace(_ACT, documents=(*_ACT.documents, "meetings_to_name"))
