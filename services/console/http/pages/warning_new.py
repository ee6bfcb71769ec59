"""Signals out of a deployment's own records of a month that is over, which an officer may keep (WM 12). Nothing is stored by looking."""

from datetime import datetime

from services.console.http.options import named
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from services.console.http.warnings import NEW, reads_warnings, signals_of
from shared.modalities.errors import NotFound

MONTHS = 24
"""How far back one may look here; the gateway answers any month that is over."""


async def show(visit: Visit) -> Shown:
    """The last month that is over, unless the address names another of the last two years. Raises NotFound."""
    if not reads_warnings(visit):
        raise NotFound("not_found", "There is no such page")
    months = _over(visit.desk.clock.now())
    month = visit.query("month")
    month = month if month in months else months[0]
    shown = named([(one, visit.words.month(one)) for one in months], month)
    return View("title.warning_new", {"months": shown, "month": month, "signals": await signals_of(visit, month)})


def _over(now: datetime) -> list[str]:
    """Months that are over, the last one first."""
    last = now.year * 12 + now.month - 2
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(last, last - MONTHS, -1)]


PAGE = Page("warning_new", NEW, "warning_new", ("own_signals",), show)
