"""A party takes its counter to a proposed match back (WM 11)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.counters import may, open_counters
from services.console.http.matches import ON
from shared.modalities.access.actions import WITHDRAW_COUNTER


def _may(case: Case) -> bool:
    return may(case, WITHDRAW_COUNTER)


def _mine(case: Case) -> list[dict[str, Any]]:
    return [one for one in open_counters(case.state) if one["party"] == case.party]


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "withdraw_counter", {"id": case.item["itemId"], "counter": _mine(case)[0]["counter_id"]}


PAGE = ON.page(
    "counter_withdrawal", "counter/withdrawal", "title.counter_withdrawal", "act.counter_withdrawal", _said,
    "withdraw_counter", may=_may, fits=lambda case: bool(_mine(case)), who="Its party alone takes a counter back",
    paragraph=WITHDRAW_COUNTER.paragraph, order=4,
)  # fmt: skip
