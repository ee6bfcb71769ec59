"""What an engagement adds to the roll-ups: pure, from its state as its owner wrote it or as a reader sees it (WM 9, 15.vii).

Quantities are in the unit of the request's line. Of every line, and so of every sum of lines:
``committed + over = released + reported + delivered + outstanding``. ``released`` went back to need and roster; ``reported``
is what one side said and the other has yet to answer; ``delivered`` is what both sides say; ``over`` is what was delivered or
reported beyond what is still committed. A need's ``committed`` is what its engagements have ``committed`` less ``released``.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

State = Mapping[str, Any]
Addend = tuple[str, str, str, str, str, int]
"""figure, area, unit, label, amount, items; the label is a year, or a number of days."""

OF_LINES = ("committed", "agreed", "released", "reported", "delivered", "outstanding", "over")
ENGAGED: Mapping[str, str] = {name: f"engaged_{name}" for name in OF_LINES}
"""Amounts of a line -> their figures, by the year in which the engagement was opened."""
GIVEN, FIRST_DELIVERY, HORIZON = "given", "first_delivery", "engaged_horizon"
"""What was delivered, by the year of the delivery; days until the first one; engagements by horizon and year."""
READ = frozenset({"lines", "deliveries", "opened_at", "asked_at", "horizon"})
"""Fields that are looked at."""
_ZERO = Decimal(0)


def of_line(line: Mapping[str, Any]) -> dict[str, Decimal]:
    """The amounts of one line, in the request line's unit."""
    said = {
        name: Decimal(line[f"{name}_covers"]) for name in ("committed", "agreed", "released", "reported", "delivered")
    }
    left = said["committed"] - said["released"] - said["reported"] - said["delivered"]
    return said | {"outstanding": max(left, _ZERO), "over": max(-left, _ZERO)}


def days_to_first(state: State) -> int | None:
    """Whole days (UTC) from the day on which the first of its requests was submitted to the earliest day on which something
    was delivered that the other side confirmed; 0 where that was earlier. None while nothing is confirmed.
    """
    given = [one["delivered_on"] for one in state["deliveries"] if one["standing"] == "confirmed"]
    if not given or state.get("asked_at") is None:
        return None
    return max((date.fromisoformat(min(given)) - _day(state["asked_at"])).days, 0)


def adds(state: State) -> list[Addend]:
    """Everything an engagement adds, beside its stage. A line whose area the reader may not know adds to none ("")."""
    year = str(_day(state["opened_at"]).year)
    sums: dict[tuple[str, str, str, str], Decimal] = {}
    for figure, area, unit, label, amount in (*_of_lines(state, year), *_given(state)):
        sums[figure, area, unit, label] = sums.get((figure, area, unit, label), _ZERO) + amount
    found = [(*key, format(amount, "f"), 1) for key, amount in sorted(sums.items())]
    days = days_to_first(state)
    if days is not None:
        found.append((FIRST_DELIVERY, "", "days", f"{days:06}", str(days), 1))
    return [*found, (HORIZON, "", str(state["horizon"]), year, "0", 1)]


def _of_lines(state: State, year: str) -> Iterator[tuple[str, str, str, str, Decimal]]:
    for line in state["lines"]:
        for name, amount in of_line(line).items():
            if amount != 0 or name == "committed":
                yield ENGAGED[name], line.get("functional_area", ""), line["covers_unit"], year, amount


def _given(state: State) -> Iterator[tuple[str, str, str, str, Decimal]]:
    areas = {line["line_id"]: line.get("functional_area", "") for line in state["lines"]}
    for one in state["deliveries"]:
        if one["standing"] == "confirmed":
            covers = one["covers"]
            yield (
                GIVEN,
                areas.get(one["line_id"], ""),
                covers["unit"],
                one["delivered_on"][:4],
                Decimal(covers["amount"]),
            )


def plan_of(state: State) -> Any:
    """What the plan says; nothing where there is none."""
    return state["plan"]["content"] if state["plan"] else {}


def said_of_milestones(state: State) -> dict[str, Any]:
    """Of each milestone the latest report that is not disputed."""
    return {one["milestone_id"]: one for one in state["milestones"] if one["standing"] != "disputed"}


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(UTC).date()
