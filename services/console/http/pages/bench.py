"""An officer's bench: offers for each open line of a request, ranked with the reasons; nothing is decided (WM 11)."""

from typing import Any

from services.console.http.deciding import for_officers
from services.console.http.lists import cut
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.paragraphs import P11

MOST, MOST_LEFT_OUT = 10, 50
"""Offers of a line that are shown, the best first; and of those that cannot serve."""


async def show(visit: Visit) -> Shown:
    """Beside each open line what was asked for. A request that is not in line has no bench: its owner says so."""
    item = await for_officers(visit, "Officers alone rank offers", P11)
    asked = {line["line_id"]: line for line in item["state"]["content"]["lines"]}
    ranking = (await visit.ask("ranking", id=item["itemId"], first=MOST + 1))["ranking"]
    lines = [_line(one, asked) for one in ranking if one["lineId"] in asked]
    return View("title.bench", {"item": item, "lines": lines, "most": MOST})


def _line(one: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    ranked, more = cut(one["ranked"], MOST)
    left_out, more_left_out = cut(one["excluded"], MOST_LEFT_OUT)
    return {"asked": asked[one["lineId"]], "ranked": ranked, "more": more, "excluded": left_out, "more_excluded": more_left_out,
            "all_excluded": len(one["excluded"])}  # fmt: skip


PAGE = Page("bench", "/requests/{request_id}/bench", "bench", ("request", "ranking"), show,
            example={"request_id": "request"})  # fmt: skip
