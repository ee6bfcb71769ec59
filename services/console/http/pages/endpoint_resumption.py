"""A party lets the calls of an endpoint that it held go out (WM 3)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.endpoints import EXAMPLE, ONE, PATH, find, own


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "pause_endpoint", {"id": case.item["itemId"], "until": None}


PAGE = act_page(
    Act(
        "endpoint_resumption", f"{PATH}/resumption", "title.endpoint_resumption", "act.endpoint_resumption",
        ("endpoints", "pause_endpoint"), find, own, _said, ONE, fresh=False, example=EXAMPLE,
    )
)  # fmt: skip
