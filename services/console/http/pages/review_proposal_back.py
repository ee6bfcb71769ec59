"""A party takes its own proposal back; its text is read no more (WM 21)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.reviews import find
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from shared.modalities.paragraphs import P21


def _check(case: Case) -> None:
    which = case.visit.place("proposal_id")
    found = next((one for one in case.state.get("proposals") or () if one["proposal_id"] == which), None)
    if found is None:
        raise NotFound("not_found", "There is no such proposal")
    if found["party"] != case.party:
        raise NotPermitted("not_its_proposer", "A party takes its own proposals back", P21)
    if found.get("withdrawn_at") is not None or case.state["status"] != "consulting":
        raise Conflict("proposal_withdrawn", "It is not at that point", P21)


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "withdraw_proposal", {"id": case.item["itemId"], "proposal": case.visit.place("proposal_id")}


PAGE = act_page(
    Act(
        "review_proposal_back", "/reviews/{review_id}/proposals/{proposal_id}/withdrawal", "title.review_proposal_back",
        "act.review_proposal_back", ("item", "withdraw_proposal"), find, _check, _said, "/reviews/{id}", fresh=False,
        versioned=False, example={"review_id": "review", "proposal_id": "proposal"},
    )
)  # fmt: skip
