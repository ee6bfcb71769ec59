"""A party has its endpoint called again: what failed or was missed, and what came through too where it says so (WM 3)."""

from typing import Any

from services.console.forms import of_endpoints as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.endpoints import EXAMPLE, ONE, PATH, find, own


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.REPLAY


def _said(case: Case, typed: dict[str, Any]) -> Said:
    days = {name: forms.moment(typed[name]) for name in ("since", "until")}
    return "replay_endpoint", {"id": case.item["itemId"], "delivered": bool(typed["delivered"]), **days}


PAGE = act_page(
    Act(
        "endpoint_replay", f"{PATH}/replay", "title.endpoint_replay", "act.endpoint_replay", ("endpoints", "replay_endpoint"), find,
        own, _said, ONE, parts=_parts, fresh=False, versioned=False, example=EXAMPLE,
    )
)  # fmt: skip
