"""What changed between two versions of a request, field by field, and which findings moved (WM 8, 15)."""

from typing import Any

from services.console.http.page import Page, Shown, View
from services.console.http.shown_items import in_order
from services.console.http.visit import Visit
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import NotFound


async def show(visit: Visit) -> Shown:
    """The earlier beside the later; a version that the reader may not know of is one that there is not."""
    item = await visit.item("compared", visit.place("request_id"), "request")
    versions = {str(one["number"]): one for one in item["versions"]}
    earlier, later = (versions.get(visit.place(name)) for name in ("earlier", "later"))
    if earlier is None or later is None:
        raise NotFound("not_found", "There is no such version, or it is not yours to read")
    data = {"item": item, "earlier": earlier, "later": later, "rows": _rows(earlier["content"], later["content"]),
            "findings": _moved(earlier["findings"], later["findings"])}  # fmt: skip
    return View("title.comparison", data)


def _rows(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    names = list(in_order({**one, **other}, RequestContent))
    return [
        (name, one.get(name), other.get(name)) for name in names if (one.get(name) or None) != (other.get(name) or None)
    ]


def _moved(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    before = {finding["paragraph"]: finding["outcome"] for finding in one}
    found = [(each["paragraph"], before.get(each["paragraph"], ""), each["outcome"]) for each in other]
    return [(paragraph, was, now) for paragraph, was, now in found if was and was != now]


PAGE = Page(
    "comparison", "/requests/{request_id}/versions/{earlier}/against/{later}", "comparison", ("compared",), show,
    example={"request_id": "request", "earlier": "1", "later": "2"},
)  # fmt: skip
