"""A party that is asked declines, or says after which day to ask again; what it offers it says by an offer (WM 17)."""

from typing import Any

from services.console.forms import of_calls as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.calls import find, may_answer
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import P17


def _check(case: Case) -> None:
    if case.party not in case.state["approached"]:
        raise NotPermitted("not_permitted", "The parties that are asked, each for itself", P17)
    if not may_answer(case):
        raise Conflict(f"call_{case.state['status']}", "The call takes no answers any more", P17)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ANSWER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_call", {
        "id": case.item["itemId"], "party": case.party, "answer": typed["answer"],
        "reason": typed.get("reason_code") or None, "after": typed.get("ask_again_after") or None,
        "named": bool(typed.get("named_to_state")),
    }  # fmt: skip


PAGE = act_page(
    Act(
        "call_answer", "/calls/{solicitation_id}/answer", "title.call_answer", "act.call_answer", ("item", "answer_call"), find,
        _check, _said, "/calls/{id}", parts=_parts, kept=False, example={"solicitation_id": "solicitation"},
    )
)  # fmt: skip
