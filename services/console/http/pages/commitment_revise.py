"""A party words its pledge anew (WM 13)."""

from typing import Any

from services.console.forms import of_commitments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.commitments import ON, commitment_act, own_plans, plans_to_choose
from services.console.http.visit import Visit
from shared.modalities.access.actions import REVISE_COMMITMENT


async def _find(visit: Visit) -> Case:
    case = await ON.find(visit)
    return Case(visit, case.item, await own_plans(visit))


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONTENT


def _begun(case: Case) -> dict[str, Any]:
    return forms.typed_of(case.state["content"])


def _said(case: Case, typed: dict[str, Any]) -> Said:
    content = forms.commitment(typed, case.state["content"]["party"])
    return "revise_commitment", {"id": case.item["itemId"], "content": content}


PAGE = commitment_act(
    "commitment_revise", "revise", "title.commitment_revise", "act.commitment_revise", REVISE_COMMITMENT, 2, _said, "revise_commitment",
    parts=_parts, begun=_begun, choices=plans_to_choose, find=_find, fresh=False,
)  # fmt: skip
