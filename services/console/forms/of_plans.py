"""What pages of a plan over all needs ask: why, and what is otherwise in a second plan (WM 6, 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_engagements import REASON
from services.console.forms.questions import Part, Question

Q = Question
WHY: tuple[Part, ...] = REASON
WHAT_IF: tuple[Part, ...] = (
    Q("withdraw_offers", "several", "plan_offers"),
    Q("withdraw_lines", "several", "plan_lines"),
    Q("locks", "several", "plan_pairs"),
    Q("exclusions", "several", "plan_pairs"),
    Q("counts_twice", "many", "plan_signals"),
    Q("counts_nothing", "many", "plan_signals"),
)
ALL: tuple[tuple[Part, ...], ...] = (WHY, WHAT_IF)
"""Every form here; their labels are words of the catalogue."""


def _pair(code: str) -> dict[str, str]:
    request_id, line_id, offer_id, amount = code.split("/")
    return {"requestId": request_id, "lineId": line_id, "offerId": offer_id, "amount": amount}


def what_if_of(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, as the mutation takes it. A code that is no page's of ours names nothing."""
    lines = [one.partition("/") for one in typed["withdraw_lines"] if "/" in one]
    pairs = {name: [_pair(one) for one in typed[name] if one.count("/") == 3] for name in ("locks", "exclusions")}
    times = {**dict.fromkeys(typed["counts_twice"], 2), **dict.fromkeys(typed["counts_nothing"], 0)}
    return {
        "withdrawOffers": list(typed["withdraw_offers"]),
        "withdrawLines": [{"requestId": request_id, "lineId": line_id} for request_id, _, line_id in lines],
        **pairs,
        "weights": [{"signal": name, "times": n} for name, n in sorted(times.items())],
    }
