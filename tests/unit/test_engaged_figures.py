"""Figures of engagements: every line adds up, sums are those counted plainly, quantiles are those of the textbook (WM 9, 15.vii)."""

import random
import statistics
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.domain import engaged
from services.gateway.read_model import engaged_figures as figures
from services.gateway.read_model.rollups import Sum
from shared.contracts.shapes.engagement import EngagementState
from tests.support.engaged import life

BEGIN = datetime(2025, 11, 20, 9, tzinfo=UTC)
LIVES = 60
Key = tuple[str, str, str]


@cache
def states() -> list[EngagementState]:
    """The last states of lives at random; they begin in two years, some with a known moment of asking."""
    found = []
    for number in range(LIVES):
        begin = BEGIN + timedelta(days=number)
        *_, (_, event) = life(random.Random(number), f"e{number}", begin)
        asked = begin - timedelta(days=number % 90) if number % 3 else None
        found.append(event.engagement.model_copy(update={"asked_at": asked}))
    return found


def summed(given_states: list[EngagementState]) -> list[Sum]:
    """What the roll-ups hold of them: the sums of what each adds."""
    sums: dict[tuple[str, str, str, str], list[Any]] = defaultdict(lambda: [Decimal(0), 0])
    for state in given_states:
        for figure, area, unit, label, amount, items in engaged.adds(state.model_dump(mode="json")):
            kept = sums[figure, area, unit, label]
            kept[0], kept[1] = kept[0] + Decimal(amount), kept[1] + items
    return [Sum("wca", *key, amount, items) for key, (amount, items) in sorted(sums.items())]


def adds_up(row: Any) -> bool:
    """What was committed is given back, said, confirmed or still to come; what is more than that is beyond it."""
    said = {name: Decimal(row[name]) for name in engaged.OF_LINES}
    comes = said["released"] + said["reported"] + said["delivered"] + said["outstanding"]
    return said["committed"] + said["over"] == comes and min(said["outstanding"], said["over"]) >= 0


def plain(given_states: list[EngagementState]) -> dict[Key, dict[str, Decimal]]:
    """The same counted plainly, from reports rather than from what a line says of them."""
    found: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for state in given_states:
        for line in state.lines:
            row = found[line.functional_area, line.covers_unit, str(state.opened_at.year)]
            row["committed"] += line.committed_covers
            row["released"] += line.released_covers
            for report in state.deliveries:
                names = {"confirmed": "delivered", "self_reported": "reported", "disputed": "disputed"}
                if report.line_id == line.line_id:
                    row[names[report.standing]] += report.covers.amount
    return found


@pytest.mark.paragraph("15.vii")
def test_every_line_and_every_sum_of_lines_adds_up() -> None:
    lives = states()
    for state in lives:
        assert all(adds_up(engaged.of_line(line.model_dump(mode="json"))) for line in state.lines)
    rows = figures.chain(summed(lives))
    assert rows
    assert all(adds_up(row) for row in rows)
    assert {row["year"] for row in rows} == {2025, 2026}


def test_sums_are_those_counted_from_the_reports() -> None:
    lives = states()
    counted = plain(lives)
    rows = {(row["functional_area"], row["unit"], str(row["year"])): row for row in figures.chain(summed(lives))}
    assert set(rows) == set(counted)
    for key, row in rows.items():
        for name in ("committed", "released", "reported", "delivered"):
            assert Decimal(row[name]) == counted[key][name], (key, name)
    assert sum(row["engagements"] for row in rows.values()) == LIVES
    by_day = sum(Decimal(row["delivered"]) for row in figures.given(summed(lives)))
    assert by_day == sum(Decimal(row["delivered"]) for row in rows.values()) > 0
    assert sum(row["engagements"] for row in figures.horizons(summed(lives))) == LIVES


@pytest.mark.control
def test_a_line_that_lost_something_is_found() -> None:
    line = next(line for state in states() for line in state.lines).model_dump(mode="json")
    assert not adds_up(engaged.of_line(line) | {"delivered": Decimal(line["delivered_covers"]) + 1})


def test_days_are_counted_from_the_request_to_what_was_confirmed_first() -> None:
    asked, said = "2026-01-01T23:30:00Z", {"standing": "self_reported", "delivered_on": "2026-01-02"}
    confirmed = [{"standing": "confirmed", "delivered_on": day} for day in ("2026-03-01", "2026-02-01")]
    for deliveries, begin, days in (
        ([said], asked, None), ([said, *confirmed], asked, 31), ([*confirmed], None, None),
        (confirmed, "2026-01-01T23:30:00-05:00", 30), (confirmed, "2027-01-01T00:00:00Z", 0),
    ):  # fmt: skip
        assert engaged.days_to_first({"deliveries": deliveries, "asked_at": begin}) == days


@given(days=st.lists(st.integers(0, 2000), min_size=2, max_size=60))
def test_quantiles_are_those_of_the_textbook(days: list[int]) -> None:
    sums = [
        Sum("wca", engaged.FIRST_DELIVERY, "", "days", f"{day:06}", Decimal(day * days.count(day)), days.count(day))
        for day in sorted(set(days))
    ]
    (row,) = figures.first_delivery(sums)
    cut = statistics.quantiles(days, n=20, method="inclusive")
    expected = {"p25_days": cut[4], "median_days": statistics.median(days), "p75_days": cut[14], "p90_days": cut[17]}
    assert {name: row[name] for name in expected} == pytest.approx(expected, abs=0.001)
    assert row["mean_days"] == pytest.approx(statistics.mean(days), abs=0.001)
    assert row["engagements"] == len(days)


def test_of_one_engagement_every_quantile_is_its_days() -> None:
    (row,) = figures.first_delivery([Sum("wca", engaged.FIRST_DELIVERY, "", "days", "000007", Decimal(7), 1)])
    assert {row[f"{name}_days"] for name in figures.QUANTILES} == {7}
