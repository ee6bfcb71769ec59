"""Signals out of a deployment's own records: which months are compared, and with what (WM 12)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.gateway.domain.months import begins, earlier, last_whole, month_of, months_before
from services.gateway.domain.own_records import CALLS, COMPARED, REQUESTS, CountedRecords, OwnRecords
from services.gateway.watch.asking import as_said, may_be_kept
from services.gateway.watch.keeping import as_input
from services.gateway.watch.own import own_signals

pytestmark = pytest.mark.paragraph("12")
MONTH = "2026-02"
LONG_AGO = datetime(2024, 1, 5, tzinfo=UTC)


def counted(month: str, count: int, place: str = "TCD", region: str = "wca", kind: str = REQUESTS) -> CountedRecords:
    return CountedRecords(region, kind, place, month, count)


def keys(records: OwnRecords, month: str = MONTH) -> list[tuple[str, str]]:
    return [(one.region, one.signal.key) for one in own_signals(records, month)]


def test_a_moment_lies_in_one_month_wherever_it_is_read() -> None:
    last = datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)
    for zone in (timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), UTC):
        assert month_of(last.astimezone(zone)) == "2026-01"
        assert month_of((last + timedelta(seconds=1)).astimezone(zone)) == MONTH
    assert (last_whole(datetime(2026, 1, 1, tzinfo=UTC)), last_whole(last)) == ("2025-12", "2025-12")
    assert (earlier("2026-01", 1), earlier("2025-12", -1), earlier("2026-02", 14)) == ("2025-12", "2026-01", "2024-12")
    assert (months_before("2026-02", 3), begins("2026-02")) == (
        ["2025-11", "2025-12", "2026-01"], datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip


def test_a_month_without_a_record_is_none_since_the_first_request_and_not_known_before() -> None:
    (one,) = own_signals(OwnRecords({"wca": LONG_AGO}, [counted(MONTH, 6)]), MONTH)
    assert list(one.signal.before.items()) == [(month, 0) for month in months_before(MONTH, COMPARED)]
    young = datetime(2025, 7, 31, 23, tzinfo=UTC)
    (one,) = own_signals(OwnRecords({"wca": young}, [counted(MONTH, 6)]), MONTH)
    assert list(one.signal.before) == months_before(MONTH, 6), "not the month of the first request, nor those before"
    later = OwnRecords({"wca": young + timedelta(hours=1)}, [counted(MONTH, 6)])
    assert keys(later) == [], "five months are too few to compare with"
    assert keys(OwnRecords({}, [counted(MONTH, 6)])) == [], "of a deployment without a request nothing is known"


def test_each_deployment_is_worked_out_from_its_own_records_alone() -> None:
    mine = [counted(MONTH, 6), *(counted(month, 1) for month in months_before(MONTH, COMPARED))]
    elsewhere = [counted(MONTH, 40, place, "europe") for place in ("FRA", "DEU", "POL", "ITA")]
    first = {"wca": LONG_AGO, "europe": LONG_AGO}
    alone = own_signals(OwnRecords(first, mine), MONTH)
    both = [one for one in own_signals(OwnRecords(first, [*mine, *elsewhere]), MONTH) if one.region == "wca"]
    assert alone == both != [], "what others have changes neither chance nor limit"
    assert keys(OwnRecords(first, [*elsewhere, *mine])) == keys(OwnRecords(first, [*mine, *elsewhere]))


@pytest.mark.control
def test_steady_records_give_none_and_a_signal_of_the_region_has_no_country() -> None:
    steady = [counted(month, 5) for month in (*months_before(MONTH, COMPARED), MONTH)]
    assert keys(OwnRecords({"wca": LONG_AGO}, steady)) == []
    calls = [counted(MONTH, 9, "wca", kind=CALLS)]
    (one,) = own_signals(OwnRecords({"wca": LONG_AGO}, [*steady, *calls]), MONTH)
    assert (one.country, one.signal.key) == (None, f"{CALLS}:wca:{MONTH}")


def test_what_is_answered_is_what_the_mutation_takes() -> None:
    (one,) = own_signals(OwnRecords({"wca": LONG_AGO}, [counted(MONTH, 6)]), MONTH)
    said = as_input(one.signal)
    answered = said | {"key": one.signal.key, "region": "wca", "keptAs": None}
    assert (as_said(answered), may_be_kept(answered)) == (said, True)
    assert not may_be_kept(answered | {"keptAs": "w1"})
    assert not may_be_kept(answered | {"country": None})
