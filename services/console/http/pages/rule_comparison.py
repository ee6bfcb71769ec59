"""What another rule set would find of open requests, for officers; stored findings stay as they are (WM 21)."""

from services.console.http.page import Page, Shown, View
from services.console.http.rule_sets import compares
from services.console.http.visit import Visit
from shared.modalities.errors import NotFound


async def show(visit: Visit) -> Shown:
    """So many looked at together: from the set of now to the last one, unless others are chosen. For others there is no such page."""
    if not compares(visit):
        raise NotFound("not_found", "There is no such page")
    sets = (await visit.ask("rule_sets"))["ruleSets"]
    if not sets:
        return View("title.rule_comparison", {"sets": [], "found": None})
    now = next((one["ruleSet"] for one in sets if one["holds"]), sets[0]["ruleSet"])
    asked = {"ruleSet": visit.query("rule_set") or now, "instead": visit.query("instead") or sets[-1]["ruleSet"]}
    found = (await visit.ask("rule_set_comparison", **asked, after=visit.query("after") or None))["ruleSetComparison"]
    return View("title.rule_comparison", {"sets": [one["ruleSet"] for one in sets], "found": found})


PAGE = Page("rule_comparison", "/rules/comparison", "rule_comparison", ("rule_sets", "rule_set_comparison"), show)
