"""A side reports what money was used for (WM 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act, lines_named
from shared.modalities.steps.of_engagements import REPORT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.FUNDS


def _choices(case: Case) -> Mapping[str, Named]:
    money = {one["line_id"] for one in bodies.money_lines(case.state)}
    return {"money": [one for one in lines_named(case) if one[0] in money]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    report = bodies.funds_body(typed, bodies.agreed_lines(case.state))
    return "report_funds", {"report": report | {"party": case.party}, "id": case.item["itemId"]}


def _ready(state: Mapping[str, Any], _: str) -> bool:
    return bool(bodies.money_lines(state))


PAGE = engagement_act(
    "funds_report", "funds", "title.funds_report", "act.funds_report", (REPORT,), 11, _said, ("report_funds",),
    ready=_ready, parts=_parts, choices=_choices, beside=("lines",),
)  # fmt: skip
