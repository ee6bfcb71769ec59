"""The other side confirms what one side reported, or says what was otherwise (WM 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act, report_named
from shared.modalities.steps.of_engagements import ANSWER_REPORT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ANSWER


def _begun(case: Case) -> dict[str, Any]:
    waiting = [name for name, _ in bodies.unanswered(case.state, case.party)]
    asked = case.visit.query("report")
    return {"report": asked if asked in waiting else waiting[0] if len(waiting) == 1 else ""}


def _choices(case: Case) -> Mapping[str, Named]:
    waiting = bodies.unanswered(case.state, case.party)
    return {"reports": [(name, report_named(case, one)) for name, one in waiting]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    what, _, which = typed["report"].partition("-")
    answer: dict[str, Any] = {
        "party": case.party,
        "confirms": typed["confirms"] == "yes",
        "words": typed["words"] or None,
    }
    if what == "milestone":
        answer["place"] = int(which) if which.isascii() and which.isdigit() and len(which) < 5 else 1000
        return "answer_milestone", {"answer": answer, "id": case.item["itemId"]}
    return "answer_delivery", {"answer": answer | {"report_id": which}, "id": case.item["itemId"]}


def _shows(case: Case) -> dict[str, Any]:
    """The reports that wait, as far as they can be looked through on one page."""
    waiting = [one for _, one in bodies.unanswered(case.state, case.party)]
    milestones = [one for one in waiting if "milestone_id" in one]
    deliveries = [one for one in waiting if "milestone_id" not in one]
    return case.state | {"deliveries": deliveries[:MOST], "milestones": milestones[:MOST], "funds": []}


MOST = 25


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return bool(bodies.unanswered(state, party))


PAGE = engagement_act(
    "report_answer", "reports/answer", "title.report_answer", "act.report_answer", (ANSWER_REPORT,), 0, _said,
    ("answer_delivery", "answer_milestone"), ready=_ready, parts=_parts, begun=_begun, choices=_choices,
    beside=("reports",), shows=_shows, kept=False,
)  # fmt: skip
