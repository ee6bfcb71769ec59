"""A side of a proposed match says what it would give or take instead (WM 11)."""

from typing import Any

from services.console.forms import of_counters as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.counters import may, my_lines, my_side, open_counters
from services.console.http.matches import ON
from shared.modalities.access.actions import COUNTER_MATCH


def _may(case: Case) -> bool:
    return may(case, COUNTER_MATCH) and my_side(case) is not None


def _fits(case: Case) -> bool:
    side, mine = my_side(case), [one for one in open_counters(case.state) if one["party"] == case.party]
    return case.state["status"] == "reserved" and side is not None and side["answer"] == "pending" and not mine


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.COUNTER


def _begun(case: Case) -> dict[str, Any]:
    return {"lines": my_lines(case), "language": case.visit.words.language}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "counter_match", {"id": case.item["itemId"], "party": case.party, **forms.counter_body(typed)}


PAGE = ON.page(
    "counter", "counter", "title.counter", "act.counter", _said, "counter_match", may=_may, fits=_fits,
    who="Its sides alone counter it", paragraph=COUNTER_MATCH.paragraph, order=3, parts=_parts, begun=_begun,
)  # fmt: skip
