"""What each thing adds to a report of a period: pure, from a state as its reader sees it, and the only place that says so (WM 21).

Amounts of engagements are those of ``engaged``, as in every other figure. What a state does not say is not known, never nothing:
a region may withhold a field from Geneva, and a State shows of its request what it agreed to (WM 6, 17).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple, get_args

from services.gateway.domain.engaged import days_to_first, of_line
from shared.contracts.shapes.edition import FigureCode, ReportedPeriod, ReportFigure

MEDIANS = frozenset({"first_feedback", "first_delivery"})
"""Figures that are the middle of so many days, not a sum of them."""
TOTALS = frozenset(
    {"requests", "urgent_requests", "crisis_requests", "joint_requests", "non_state_recipients", "offers",
     "own_commitments", "good_practices", "peer_links", "peer_exchanges", "meetings", "crises", "reviews"}
)  # fmt: skip
"""Figures of one group, which are told where they are nothing."""
KINDS = ("request", "offer", "match", "engagement", "commitment", "practice", "link", "meeting", "crisis", "review")
"""Kinds of things that are counted."""
_ORDER = {code: number for number, code in enumerate(get_args(FigureCode))}
_DAY_S = 86_400
_ONE = Decimal(1)


class FigurePart(NamedTuple):
    """What a thing adds to one group; None where that is not known."""

    code: str
    amount: Decimal | None
    area: str = ""
    unit: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class CountedThing:
    """A thing as its reader sees it. ``state`` is empty where only ``content`` is shown, which then is what was agreed to."""

    item_id: str
    kind: str
    status: str
    begun_at: datetime
    content: Mapping[str, Any]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportedWindow:
    """A period in moments, its days counted in a time zone: from the first moment until before the last."""

    period: ReportedPeriod
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, period: ReportedPeriod, zone: str) -> "ReportedWindow":
        """Of the days of a period."""
        return cls(period, *period.bounds(zone))

    def has(self, moment: datetime | str | None) -> bool:
        """Whether something that happened at a moment is in it."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return at is not None and self.begins <= at < self.ends


def parts(thing: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    """Everything that a thing adds."""
    yield from _PARTS[thing.kind](thing, window)


def _request(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    if not window.has(one.begun_at) or one.status == "handed_over":
        return
    yield FigurePart("requests", _ONE)
    if one.state:
        yield FigurePart("requests_by_status", _ONE, label=one.status)
        yield from _assessed(one.state)
    yield from _asked(one)
    said = one.content
    yield from _if_known(said, "horizon", "requests_by_horizon", lambda value: str(value))
    for name, code in (
        ("urgent", "urgent_requests"),
        ("crisis", "crisis_requests"),
        ("beneficiaries", "non_state_recipients"),
    ):
        yield from _whether(said, name, code, bool)
    yield from _whether(said, "requesting_states", "joint_requests", lambda states: len(states) > 1)


def _assessed(state: Mapping[str, Any]) -> Iterator[FigurePart]:
    if (answered := state.get("feedback_at")) is not None:
        seconds = (datetime.fromisoformat(answered) - datetime.fromisoformat(state["submitted_at"])).total_seconds()
        yield FigurePart("first_feedback", Decimal(str(max(seconds, 0))) / _DAY_S)
    if "findings" not in state:
        yield FigurePart("findings", None)
    for found in state.get("findings", ()):
        outcome = found.get("officer_outcome") or found["outcome"]
        yield FigurePart("findings", _ONE, label=f"{found['paragraph']}:{outcome}")


def _asked(one: CountedThing) -> Iterator[FigurePart]:
    lines = one.content.get("lines")
    if lines is None:
        yield from (FigurePart("requests_by_area", None), FigurePart("asked", None))
        return
    yield from (
        FigurePart("requests_by_area", _ONE, area) for area in dict.fromkeys(line["functional_area"] for line in lines)
    )
    # What is shown of a request is shown once it is in line (WM 17).
    if not one.state or one.status == "in_line":
        for line in lines:
            quantity = line["quantity"]
            yield FigurePart("asked", Decimal(str(quantity["amount"])), line["functional_area"], quantity["unit"])


def _if_known(said: Mapping[str, Any], name: str, code: str, label: Callable[[Any], str]) -> Iterator[FigurePart]:
    yield FigurePart(code, _ONE, label=label(said[name])) if said.get(name) is not None else FigurePart(code, None)


def _whether(said: Mapping[str, Any], name: str, code: str, holds: Callable[[Any], bool]) -> Iterator[FigurePart]:
    if name not in said:
        yield FigurePart(code, None)
    elif said[name] is not None and holds(said[name]):
        yield FigurePart(code, _ONE)


def _offer(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    if not window.has(one.begun_at) or one.status == "handed_over":
        return
    yield FigurePart("offers", _ONE)
    if one.status != "live":
        return
    for line in one.content["lines"]:
        for area in dict.fromkeys(line["functional_areas"]):
            yield FigurePart("offered", Decimal(str(line["quantity"]["amount"])), area, line["quantity"]["unit"])


def _match(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    if window.has(one.begun_at) and one.status != "handed_over":
        yield FigurePart("matches", _ONE, label=one.status) if one.state else FigurePart("matches", None)


def _engagement(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    state, within = one.state, window.period.has
    if window.has(one.begun_at):
        yield FigurePart("engagements", _ONE, label=one.status)
        yield from _if_known(state, "horizon", "engagements_by_horizon", lambda value: str(value))
        for line in state["lines"]:
            yield FigurePart(
                "committed", of_line(line)["committed"], line.get("functional_area", ""), line["covers_unit"]
            )
    areas = {line["line_id"]: line.get("functional_area", "") for line in state["lines"]}
    given = [each for each in state["deliveries"] if each["standing"] == "confirmed"]
    for each in given:
        if within(date.fromisoformat(each["delivered_on"])):
            covers = each["covers"]
            yield FigurePart(
                "delivered", Decimal(str(covers["amount"])), areas.get(each["line_id"], ""), covers["unit"]
            )
    days = days_to_first(state)
    if days is not None and within(date.fromisoformat(min(each["delivered_on"] for each in given))):
        yield FigurePart("first_delivery", Decimal(days))


def _begun(code: str) -> Callable[[CountedThing, ReportedWindow], Iterator[FigurePart]]:
    def count(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
        if window.has(one.begun_at):
            yield FigurePart(code, _ONE)

    return count


def _practice(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    if window.has(one.state.get("published_at")):
        yield FigurePart("good_practices", _ONE)


def _link(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    # Of a link that is public alone its reader sees no exchange: how many there were is not known, then.
    if window.has(one.state.get("agreed_at")):
        yield FigurePart("peer_links", _ONE)
    if "goal" not in one.content:
        yield FigurePart("peer_exchanges", None)
    for each in one.state.get("exchanges", ()):
        if window.period.has(date.fromisoformat(each["held_on"])):
            yield FigurePart("peer_exchanges", _ONE)


def _meeting(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    if one.status != "cancelled" and window.has(one.content.get("starts_at")):
        yield FigurePart("meetings", _ONE)


def _review(one: CountedThing, window: ReportedWindow) -> Iterator[FigurePart]:
    if window.has((one.state.get("conclusion") or {}).get("concluded_at")):
        yield FigurePart("reviews", _ONE)


_PARTS: Mapping[str, Callable[[CountedThing, ReportedWindow], Iterator[FigurePart]]] = {
    "request": _request,
    "offer": _offer,
    "match": _match,
    "engagement": _engagement,
    "commitment": _begun("own_commitments"),
    "practice": _practice,
    "link": _link,
    "meeting": _meeting,
    "crisis": _begun("crises"),
    "review": _review,
}


class Count:
    """Figures that grow by things."""

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, str, str, str], list[Decimal]] = {}
        self._behind: dict[tuple[str, str, str, str], set[str]] = {(code, "", "", ""): set() for code in TOTALS}
        self._unknown: dict[str, set[str]] = {}

    def add(self, item_id: str, added: Iterable[FigurePart]) -> None:
        """What a thing adds."""
        for one in added:
            if one.amount is None:
                self._unknown.setdefault(one.code, set()).add(item_id)
                continue
            key = (one.code, one.area, one.unit, one.label)
            self._amounts.setdefault(key, []).append(one.amount)
            self._behind.setdefault(key, set()).add(item_id)

    def figures(self) -> tuple[ReportFigure, ...]:
        """In the order of their codes. Of how many things a figure is not known is said once, at no group but its own."""
        for code in self._unknown:
            self._behind.setdefault((code, "", "", ""), set())
        found = sorted(self._behind, key=lambda key: (_ORDER[key[0]], *key[1:]))
        return tuple(self._figure(key) for key in found)

    def _figure(self, key: tuple[str, str, str, str]) -> ReportFigure:
        code, area, unit, label = key
        behind, unknown = sorted(self._behind[key]), len(self._unknown.get(code, ())) if key[1:] == ("", "", "") else 0
        return ReportFigure(
            code=code, functional_area=area or None, unit=unit or None, label=label or None,
            amount=self._amount(key, known=bool(behind) or not unknown), items=len(behind), not_known=unknown,
            behind=tuple(behind),
        )  # fmt: skip

    def _amount(self, key: tuple[str, str, str, str], *, known: bool) -> str | None:
        amounts = self._amounts.get(key, [])
        if not known:
            return None
        found = median(amounts) if key[0] in MEDIANS else sum(amounts, Decimal(0))
        return format(Decimal(round(found, 3)).normalize(), "f")
