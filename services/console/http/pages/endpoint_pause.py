"""A party holds the calls of its endpoint until a day; they wait, and go out after it (WM 3)."""

from typing import Any

from services.console.forms import of_endpoints as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.endpoints import EXAMPLE, ONE, PATH, find, own


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PAUSE


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "pause_endpoint", {"id": case.item["itemId"], "until": forms.moment(typed["until"])}


PAGE = act_page(
    Act(
        "endpoint_pause", f"{PATH}/pause", "title.endpoint_pause", "act.endpoint_pause", ("endpoints", "pause_endpoint"), find, own,
        _said, ONE, parts=_parts, fresh=False, example=EXAMPLE,
    )
)  # fmt: skip
