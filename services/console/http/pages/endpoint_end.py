"""A party ends an endpoint: what waits is given up, its secrets are erased (WM 3)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.endpoints import ALL, EXAMPLE, PATH, find, own


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "end_endpoint", {"id": case.item["itemId"]}


PAGE = act_page(
    Act(
        "endpoint_end", f"{PATH}/end", "title.endpoint_end", "act.endpoint_end", ("endpoints", "end_endpoint"), find, own, _said,
        ALL, example=EXAMPLE,
    )
)  # fmt: skip
