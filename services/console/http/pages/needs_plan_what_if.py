"""An officer asks what a plan would be if something were otherwise: a second plan of the same inputs beside it (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_plans import WHAT_IF, what_if_of
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.needs_plans import ALL, BACK, ONE, TO_CHOOSE, anything, called, find
from services.console.http.visit import Visit
from shared.modalities.access.signals import MADE_OF


async def _find(visit: Visit) -> Case:
    return await find(visit, 0, TO_CHOOSE)


def _choices(case: Case) -> Mapping[str, Any]:
    """What the plan suggests: its first lines, the offers that give to them, and these pairs."""
    words, lines = case.visit.words, case.state["lines"]
    offers, pairs = {}, []
    for line in lines:
        for part in line["parts"]:
            offers[part["offerId"]] = part["reference"]
            amount = words.amount({"amount": part["amount"], "unit": line["unit"]})
            code = f"{line['requestId']}/{line['lineId']}/{part['offerId']}/{part['amount']}"
            pairs.append((code, f"{line['reference']} {line['lineId']} – {part['reference']}, {amount}"))
    return {
        "plan_lines": [(f"{line['requestId']}/{line['lineId']}", called(case, line)) for line in lines],
        "plan_offers": sorted(offers.items(), key=lambda one: one[1]), "plan_pairs": pairs,
        "plan_signals": [(one, words.choice("signal", one)) for one in MADE_OF],
    }  # fmt: skip


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "make_plan", {"comparedWith": case.item["itemId"], "whatIf": what_if_of(typed)}


PAGE = act_page(
    Act(
        "needs_plan_what_if", f"{ONE}/what-if", "title.needs_plan_what_if", "act.needs_plan_what_if",
        ("needs_plan", "make_plan"), _find, anything, _said, BACK, parts=lambda _: WHAT_IF, choices=_choices, inside="what_if",
        fresh=False, example={"plan_id": "needs_plan"}, leads_to=f"{ALL}/{{plan_id}}", versioned=False,
    )
)  # fmt: skip
