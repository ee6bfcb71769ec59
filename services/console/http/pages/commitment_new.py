"""A party records what it does itself (WM 13)."""

from typing import Any

from services.console.forms import of_commitments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, in_own_language, nothing_yet
from services.console.http.commitments import own_plans, plans_to_choose, pledges
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P13


async def _find(visit: Visit) -> Case:
    """There is nothing yet but plans that it may be part of."""
    case = await nothing_yet("title.commitments")(visit)
    return Case(visit, case.item, await own_plans(visit))


def _check(case: Case) -> None:
    if not pledges(case.visit):
        raise NotPermitted("not_permitted", "A party records its own commitment", P13)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.COMMITMENT


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "record_commitment", {"content": forms.commitment(typed, case.party)}


PAGE = act_page(
    Act(
        "commitment_new", "/commitments/new", "title.commitment_new", "act.commitment_new", ("record_commitment", "national_plans"),
        _find, _check, _said, "/commitments", parts=_parts, begun=in_own_language, choices=plans_to_choose,
        leads_to="/commitments/{commitment_id}", versioned=False,
    ),
    Begins(("/commitments",), "title.commitment_new", pledges),
)  # fmt: skip
