"""A person in Geneva orders that a country of this deployment moves to another one on a date (WM 6)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_handovers as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Named, Said, act_page, nothing_yet
from services.console.http.handovers import ALL, orders
from services.console.http.page import Begins
from shared.contracts.vocabulary import deployments
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6


def _check(case: Case) -> None:
    if not orders(case.visit):
        raise NotPermitted("not_permitted", "A person in Geneva alone orders that a country moves", P6)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ORDER


def _choices(case: Case) -> Mapping[str, Named]:
    words, here = case.visit.words, case.visit.desk.settings.deployment
    return {"receiving": [(one, words.choice("deployments", one)) for one in deployments() if one != here]}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "order_handover", {name: typed[name] for name in ("country", "receiving", "on", "reason")}


PAGE = act_page(
    Act(
        "handover_new", f"{ALL}/new", "title.handover_new", "act.handover_new", ("order_handover",),
        nothing_yet("title.handovers"), _check, _said, ALL, parts=_parts, choices=_choices, versioned=False,
    ),
    Begins((ALL,), "title.handover_new", orders),
)  # fmt: skip
