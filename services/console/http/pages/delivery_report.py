"""A side reports that something was delivered (WM 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act, lines_named
from shared.modalities.steps.of_engagements import REPORT


def _parts(case: Case) -> tuple[Part, ...]:
    planned = bodies.planned_deliveries(case.state)
    return tuple(
        one for one in bodies.asked_of(forms.DELIVERY, bodies.agreed_lines(case.state))
        if planned or one.name != "delivery_id"
    )  # fmt: skip


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    planned = [(one["delivery_id"], f"{one['what']} ({words.day(one['due_on'])})")
               for one in bodies.planned_deliveries(case.state)]  # fmt: skip
    return {"line": lines_named(case), "planned": planned}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    report = bodies.delivery_body(typed, case.state, bodies.agreed_lines(case.state))
    return "report_delivery", {"report": report | {"party": case.party}, "id": case.item["itemId"]}


PAGE = engagement_act(
    "delivery_report", "deliveries", "title.delivery_report", "act.delivery_report", (REPORT,), 9, _said,
    ("report_delivery",), parts=_parts, choices=_choices, beside=("lines", "plan"),
)  # fmt: skip
