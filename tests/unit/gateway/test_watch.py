"""Signals of early warning: the rule against a plain oracle, steady figures as control, and the file (WM 12)."""

import random
from fractions import Fraction
from math import comb

import pytest

from services.gateway.watch.figures_file import UnreadableFigures, read
from services.gateway.watch.rule import Threshold, chance, dispersion, risen
from services.gateway.watch.signals import signals

pytestmark = pytest.mark.paragraph("12")
USUAL = Threshold()
MONTHS = [f"2025-{n:02}" for n in range(1, 13)]


def oracle(after: int, before: int, windows: int) -> float:
    """The tail of the binomial, term by term in fractions."""
    total, share = after + before, Fraction(1, windows + 1)
    return float(sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(after, total + 1)))


def test_the_chance_is_that_of_a_plain_sum() -> None:
    chosen = random.Random(12)
    for _ in range(100):
        after, before, windows = chosen.randint(0, 60), chosen.randint(0, 200), chosen.randint(1, 24)
        assert chance(after, before, windows) == pytest.approx(oracle(after, before, windows), rel=1e-9)
    assert chance(3, 0, 6) == pytest.approx(7**-3)
    assert chance(10**6, 10**7, 12) < 1e-12, "large figures neither overflow nor take long"


def test_a_sudden_rise_is_found_and_each_of_the_three_is_needed() -> None:
    assert risen(20, [0] * 6, 1, USUAL) is not None
    assert risen(40, [15, 14, 16, 15, 13, 17], 1, USUAL) is not None
    assert risen(20, [15, 14, 16, 15, 13, 17], 1, USUAL) is None, "not half as many again"
    assert risen(19, [0] * 6, 1, USUAL) is None, "too few"
    assert risen(24, [15, 14, 16, 15, 13, 17], 1, USUAL) is None, "may well be chance"
    assert risen(40, [15] * 5, 1, USUAL) is None, "too little is known before"
    assert risen(4000, [500, 3900, 200, 3000, 100, 2500], 1, USUAL) is None, "its figures swing"
    assert dispersion([15] * 6) == dispersion([0] * 6) == 1


@pytest.mark.control
def test_steady_figures_of_many_places_give_none() -> None:
    chosen = random.Random(7)

    def drawn(rate: int) -> int:
        return sum(chosen.random() < rate / 1000 for _ in range(1000))

    false = 0
    for _ in range(20):
        world = {f"C{n}": {month: drawn(rate) for month in MONTHS} for n, rate in enumerate((2, 10, 30, 100, 300) * 2)}
        false += len(signals(world, None, 12, USUAL))
    assert false == 0
    world["C3"] |= {"2025-12": 400}
    assert [one.country for one in signals(world, None, 12, USUAL)] == ["C3"], "and a planted one is found"


def test_a_month_that_is_not_known_is_no_zero_and_the_same_window_has_one_key() -> None:
    known = dict.fromkeys(MONTHS[:8], 30) | {"2026-01": 90}
    (one,) = signals({"TCD": known}, None, 12, USUAL)
    assert (one.key, one.window, list(one.before)) == ("applications_rise:TCD:2026-01", "2026-01", MONTHS[:8])
    assert one.mean_before == 30
    assert signals({"TCD": known}, "2026-01", 12, USUAL) == [one]
    assert signals({"TCD": known}, "2025-12", 12, USUAL) == signals({}, None, 12, USUAL) == []


def test_every_row_that_cannot_be_read_is_reported_and_none_is_read_as_something_else() -> None:
    rows = ["month,applications,source,country", "2025-01,12,x,TCD", "2025-1,12,x,TCD", "2025-02,1.5,x,TCD", "2025-02,-1,x,TCD",
            "2025-02,,x,TCD", "2025-02,7,x,XXX", "2025-01,13,x,TCD", "2025-03", "2025-02,99999999999,x,TCD"]  # fmt: skip
    found = read(rows)
    assert found.by_country == {"TCD": {"2025-01": 12}}
    assert [(one.row, one.column, one.code) for one in found.faults] == [
        (3, "month", "month"), (4, "applications", "number"), (5, "applications", "number"), (6, "applications", "number"),
        (7, "country", "unknown_country"), (8, "month", "twice"), (9, "country", "unknown_country"), (10, "applications", "number"),
    ]  # fmt: skip
    for lines in ([], ["country;month;applications"], ["country,month", "TCD,2025-01"]):
        with pytest.raises(UnreadableFigures):
            read(lines)
