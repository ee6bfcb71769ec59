"""Each signal with both sides of every limit, and with what is not known (WM 9, 11, 15.i, 18)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from services.matching.domain.worked import Ended, Worked
from services.matching.fit.features import LeftOfLine, OfferPlace, OfferWindow
from services.matching.fit.signals import OF_LINE, OF_OFFER, AskedLine, SignalAspect, area_value, functional_area
from services.matching.fit.weights import ENDED

TCD = "iso3166:TCD"
START, END = date(2026, 1, 1), date(2026, 12, 31)
_ALL: tuple[SignalAspect[Any], ...] = (*OF_OFFER, *OF_LINE)
COMPARED = {one.signal: one for one in _ALL}
ASKED = AskedLine(
    line_id="1", area="registration", areas=frozenset({"registration", "reception"}), support_type="technical",
    form="training", unit="packages", amount=Decimal(4), start=START, end=END, states=(TCD,), bureaux=frozenset({"rb-wca"}),
    languages=frozenset({"fr", "ar"}), quality=frozenset({"fairness", "integrity"}), worked={},
)  # fmt: skip


def seen(signal: str, aspect: Any, **asked: Any) -> tuple[float, str] | None:
    found = COMPARED[signal].of(replace(ASKED, **asked), aspect)
    return None if found is None else (found.value, found.words)


def codes(*some: str) -> frozenset[str]:
    return frozenset(some)


@pytest.mark.parametrize(
    ("mine", "spoken", "wanted"),
    [
        (codes("fr", "ar"), codes("fr"), (1.0, "common language: fr")),
        (codes("fr", "ar"), codes("ar", "fr", "en"), (1.0, "common language: ar, fr")),
        (codes("fr"), codes("en"), (0.0, "no common language")),
        (codes(), codes("en"), None),
        (codes("fr"), codes(), None),
        (codes(), codes(), None),
    ],
)
def test_language(mine: frozenset[str], spoken: frozenset[str], wanted: Any) -> None:
    assert seen("language", spoken, languages=mine) == wanted


@pytest.mark.parametrize(
    ("countries", "bureaux", "home", "wanted"),
    [
        (codes(TCD), codes(), codes(), (1.0, "the offer names this State")),
        (codes(TCD), codes("rb-wca"), codes("rb-wca"), (1.0, "the offer names this State")),
        (codes("iso3166:CMR"), codes("rb-wca"), codes(), (0.8, "the offer names this State's region")),
        (codes(), codes("rb-wca"), codes("rb-europe"), (0.8, "the offer names this State's region")),
        (codes(), codes("rb-europe"), codes("rb-wca"), (0.8, "the offerer is a State of the same region")),
        (codes(), codes(), codes("rb-wca"), (0.8, "the offerer is a State of the same region")),
        (codes(), codes("rb-europe"), codes("rb-mena"), (0.2, "the offerer is from another region")),
        (codes(), codes("rb-europe"), codes(), (0.2, "the offerer is from another region")),
        (codes(), codes(), codes("rb-europe"), (0.2, "the offerer is from another region")),
        (codes("iso3166:CMR"), codes(), codes(), None),
        (codes(), codes(), codes(), None),
    ],
)
def test_geography(countries: frozenset[str], bureaux: frozenset[str], home: frozenset[str], wanted: Any) -> None:
    assert seen("geography", OfferPlace(countries, bureaux, home)) == wanted


FRA, CHE = "iso3166:FRA", "iso3166:CHE"
DONE = Worked(TCD, FRA, "fulfilled", None, None, 2)
BROKEN = Worked(TCD, FRA, "ended_early", "funding_lost", FRA, 1)
SILENT = Worked(TCD, CHE, "closed_unfulfilled", "no_word_from_sides", None, 1)
OF_FRA, OF_CHE = f"{FRA} with {TCD}", f"{CHE} with {TCD}"


@pytest.mark.parametrize(
    ("parties", "wanted"),
    [
        ((FRA,), (0.8, f"{OF_FRA}: fulfilled, 2 times; {OF_FRA}: ended early by {FRA} (funding_lost)")),
        ((CHE,), (0.2, f"{OF_CHE}: closed unfulfilled (no_word_from_sides)")),
        ((FRA, CHE), (0.65, f"{OF_CHE}: closed unfulfilled (no_word_from_sides); {OF_FRA}: fulfilled, 2 times; "
                            f"{OF_FRA}: ended early by {FRA} (funding_lost)")),
        (("iso3166:SWE",), None),
    ],
)  # fmt: skip
def test_prior_relation(parties: tuple[str, ...], wanted: Any) -> None:
    found = seen("prior_relation", parties, worked={FRA: (DONE, BROKEN), CHE: (SILENT,)})
    assert found == (wanted if wanted is None else (wanted[0], f"worked together before: {wanted[1]}"))


@pytest.mark.parametrize("ended", get_args(Ended))
def test_every_end_of_earlier_work_is_said_in_words(ended: Ended) -> None:
    one = Worked(TCD, FRA, ended, None, None, 1)
    said = COMPARED["prior_relation"].of(replace(ASKED, worked={FRA: (one,)}), (FRA,))
    assert said is not None
    assert (said.value, said.worked) == (ENDED[ended], (one,))
    assert said.words.rpartition(": ")[2]
    values = [ENDED[each] for each in ("fulfilled", "running", "withdrawn", "ended_early", "closed_unfulfilled")]
    assert values == sorted(set(values), reverse=True)


@pytest.mark.paragraph("15.i")
@pytest.mark.parametrize(
    ("mine", "aims", "wanted"),
    [
        (
            codes("fairness", "integrity"),
            codes("fairness", "integrity", "efficiency"),
            (1.0, "aims at fairness, integrity"),
        ),
        (codes("fairness", "integrity"), codes("fairness"), (0.5, "aims at fairness")),
        (codes("fairness"), codes("efficiency"), (0.0, "aims at other characteristics")),
        (codes(), codes("fairness"), None),
        (codes("fairness"), codes(), None),
        (codes(), codes(), None),
    ],
)
def test_quality(mine: frozenset[str], aims: frozenset[str], wanted: Any) -> None:
    assert seen("quality", aims, quality=mine) == wanted


@pytest.mark.paragraph("9")
@pytest.mark.parametrize(
    ("start", "end", "value"),
    [
        (START, END, 1.0),
        (date(2025, 6, 1), date(2027, 6, 1), 1.0),
        (date(2026, 1, 2), END, round(364 / 365, 3)),
        (START, date(2026, 12, 30), round(364 / 365, 3)),
        (date(2026, 7, 2), END, round(183 / 365, 3)),
        (START, START, round(1 / 365, 3)),
        (END, date(2028, 1, 1), round(1 / 365, 3)),
        (date(2027, 1, 1), date(2028, 1, 1), 0.0),
        (date(2024, 1, 1), date(2025, 12, 31), 0.0),
        (date(2024, 1, 1), date(2024, 2, 1), 0.0),
    ],
)
def test_period(start: date, end: date, value: float) -> None:
    assert seen("period", OfferWindow(start, end)) == (value, f"available for {value:.0%} of the time asked")


def test_period_without_an_end_is_two_years_and_without_a_start_is_not_known() -> None:
    assert seen("period", OfferWindow(START, END), start=None) is None
    assert seen("period", OfferWindow(START, END), start=None, end=None) is None
    days = (date(2028, 1, 1) - START).days + 1
    found = seen("period", OfferWindow(START, END), end=None)
    assert found is not None
    assert found[0] == round(365 / days, 3)
    assert seen("period", OfferWindow(START, date(2028, 1, 1)), end=None) == (
        1.0,
        "available for 100% of the time asked",
    )
    leap = seen("period", OfferWindow(date(2024, 2, 29), date(2026, 2, 28)), start=date(2024, 2, 29), end=None)
    assert leap is not None
    assert leap[0] == 1.0


@pytest.mark.paragraph("9")
@pytest.mark.parametrize(
    ("window", "value"),
    [
        (OfferWindow(START, date(2027, 12, 28)), 1.0),
        (OfferWindow(START, date(2030, 1, 1)), 1.0),
        (OfferWindow(END, date(2027, 12, 28)), 1.0),
        (OfferWindow(START, date(2027, 12, 27)), round(361 / 362, 3)),
        (OfferWindow(date(2027, 1, 1), date(2030, 1, 1)), round(361 / 362, 3)),
        (OfferWindow(START, END), 0.0),
        (OfferWindow(START, date(2026, 6, 1)), 0.0),
        (OfferWindow(date(2028, 1, 1), date(2030, 1, 1)), 0.0),
    ],
)
def test_engagement_looks_at_the_year_after(window: OfferWindow, value: float) -> None:
    words = f"available for {value:.0%} of the year after, for an ongoing engagement"
    assert seen("engagement", window, ongoing=True) == (value, words)
    assert seen("engagement", window, ongoing=False) is None
    assert seen("engagement", window, ongoing=True, start=None) is None


def test_engagement_without_an_end_is_the_year_after_two() -> None:
    found = seen("engagement", OfferWindow(START, date(2028, 7, 1)), ongoing=True, end=None)
    assert found is not None
    assert found[0] == round((date(2028, 7, 1) - date(2028, 1, 1)).days / 366, 3)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("asked", "kind", "wanted"),
    [
        ("technical", "technical", (1.0, "technical support, as asked")),
        ("technical", "financial", (0.4, "financial support, asked is technical")),
        ("technical", "material", (0.1, "material support, asked is technical")),
        ("financial", "financial", (1.0, "financial support, as asked")),
        ("financial", "technical", (0.1, "technical support, asked is financial")),
        (None, "technical", None),
    ],
)
def test_support_type(asked: str | None, kind: str, wanted: Any) -> None:
    assert seen("support_type", kind, support_type=asked) == wanted


@pytest.mark.parametrize(
    ("amount", "unit", "left", "wanted"),
    [
        (Decimal(4), "packages", LeftOfLine("packages", Decimal(4)), (1.0, "4 packages left, asked are 4")),
        (Decimal(4), "packages", LeftOfLine("packages", Decimal(5)), (1.0, "5 packages left, asked are 4")),
        (Decimal(4), "packages", LeftOfLine("packages", Decimal(3)), (0.75, "3 packages left, asked are 4")),
        (Decimal(4), "packages", LeftOfLine("packages", Decimal(0)), (0.0, "0 packages left, asked are 4")),
        (Decimal(4), "packages", LeftOfLine("experts", Decimal(4)), None),
        (Decimal(4), None, LeftOfLine("packages", Decimal(4)), None),
        (None, "packages", LeftOfLine("packages", Decimal(4)), None),
        (None, None, LeftOfLine("packages", Decimal(4)), None),
    ],
)
def test_quantity(amount: Decimal | None, unit: str | None, left: LeftOfLine, wanted: Any) -> None:
    assert seen("quantity", left, amount=amount, unit=unit) == wanted


@pytest.mark.parametrize(
    ("asked", "offered", "wanted"),
    [
        ("training", "training", (1.0, "training, as asked")),
        ("training", "study_visit", (0.3, "study_visit, asked is training")),
        (None, "training", None),
        ("training", None, None),
        (None, None, None),
    ],
)
def test_form(asked: str | None, offered: str | None, wanted: Any) -> None:
    assert seen("form", offered, form=asked) == wanted


@pytest.mark.parametrize(("common", "nearest", "value"), [(2, 1.0, 1.0), (1, 1.0, 0.85), (0, 0.5, 0.35), (0, 0.0, 0.0)])
def test_the_lines_own_area_counts_most(common: int, nearest: float, value: float) -> None:
    assert area_value(ASKED, common, nearest) == value


def test_without_areas_the_nearest_stands_for_all() -> None:
    assert area_value(replace(ASKED, areas=frozenset()), 0, 0.5) == 0.5


def test_areas_in_words() -> None:
    assert functional_area(ASKED, codes("registration")).words == "offers registration; 1 of 2 areas of the request"
    assert functional_area(ASKED, codes("registration", "reception")).value == 1.0


@pytest.mark.paragraph("7")
def test_only_an_offer_that_was_long_not_confirmed_is_told_apart() -> None:
    assert seen("confirmed", None) is None
    assert seen("confirmed", date(2026, 1, 2)) == (0.0, "not confirmed since 2026-01-02")
