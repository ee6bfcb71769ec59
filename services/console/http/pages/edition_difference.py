"""What differs between an edition of a report and the one before it, figure by figure (WM 21)."""

from typing import Any

from services.console.http.editions import find, group_words
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotFound
from shared.wording.figures import figure_name


async def show(visit: Visit) -> Shown:
    """With the things that came and went, for who reads them. Raises NotFound for a first edition."""
    case = await find(visit)
    if not case.state.get("previous"):
        raise NotFound("not_found", "There is no edition before it")
    found = (await visit.ask("report_difference", id=case.item["itemId"]))["reportDifference"]
    return View(
        "title.edition_difference",
        {"item": case.item, "state": case.state, "changes": [_told(visit, one) for one in found]},
    )


def _told(visit: Visit, one: dict[str, Any]) -> dict[str, Any]:
    words, code = visit.words, one["code"]
    group = group_words(words, code, one["label"]) if one["label"] else ""
    return one | {"name": figure_name(code, words.language), "group": group}


PAGE = Page(
    "edition_difference", "/reports/{edition_id}/difference", "edition_difference",
    ("edition", "edition_published", "report_difference"), show, public=True, example={"edition_id": "edition"},
)  # fmt: skip
