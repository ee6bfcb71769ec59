"""The agreement record of an engagement, to be read and printed: the same for both sides, in each language (WM 11, 19)."""

from services.console.http.engagements import find
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Of the version that is asked for, the latest without one. What stands on paper follows from the record alone."""
    case, asked = await find(visit), visit.query("version")
    version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    found = await visit.ask("agreement_record", id=case.item["itemId"], version=version)
    return View("title.record", {"item": case.item, "record": found["agreementRecord"]})


PAGE = Page(
    "record", "/engagements/{engagement_id}/record", "record", ("item", "agreement_record"), show,
    example={"engagement_id": "engagement"},
)  # fmt: skip
