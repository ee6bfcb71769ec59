"""From a request to what is compared and which offers cannot serve it; and what earlier work tells (WM 9, 11, 17)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.matching.domain.worked import HowItEnded, Worked, how_it_ended
from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import _signal
from services.matching.fit.features import OfferPlace, OfferWindow
from services.matching.fit.filters import FILTERS
from services.matching.fit.signals import Signal
from shared.contracts.shapes.engagement import Ending
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.audience import Audience
from tests.support.bodies import request_body
from tests.unit.delivery.worlds import CHAD, FRANCE, opened
from tests.unit.matching.test_signals import ASKED

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)
CHE = "iso3166:CHE"
LINE = request_body()["lines"][0]
WORKED = Worked(CHAD, FRANCE, "fulfilled", None, None, 2)


def content(**changes: Any) -> RequestContent:
    return RequestContent.model_validate(request_body(**changes))


@pytest.mark.parametrize(("said", "spoken"), [([], {"ar", "fr"}), (["en"], {"en"})])
def test_a_requests_own_languages_come_before_those_of_its_states(said: list[str], spoken: set[str]) -> None:
    (one,) = asked_lines(content(languages=said), TODAY)
    assert one.languages == spoken
    assert one.bureaux == {"wca"}


@pytest.mark.parametrize(
    ("left", "lines"),
    [(None, ["1", "2"]), ({}, ["1", "2"]), ({"1": Decimal(0)}, ["2"]), ({"1": Decimal("0.5")}, ["1", "2"]),
     ({"1": Decimal(0), "2": Decimal(0)}, [])],
)  # fmt: skip
def test_lines_that_are_still_open_are_asked(left: Any, lines: list[str]) -> None:
    found = asked_lines(content(lines=[LINE, LINE | {"line_id": "2"}]), TODAY, left)
    assert [one.line_id for one in found] == lines


@pytest.mark.parametrize(("engagement", "ongoing"), [("project", False), ("ongoing", True)])
def test_an_ongoing_engagement_is_asked_as_one(engagement: str, ongoing: bool) -> None:
    (one,) = asked_lines(content(engagement=engagement), TODAY, None, (WORKED, WORKED._replace(party=CHE), WORKED))
    assert one.ongoing is ongoing
    assert dict(one.worked) == {FRANCE: (WORKED, WORKED), CHE: (WORKED._replace(party=CHE),)}


@pytest.mark.paragraph("17")
def test_an_audience_of_all_possible_offerers_excludes_nobody_and_any_other_does() -> None:
    everybody, some = Audience(offerers=True), Audience(offerers=True, but=frozenset({CHE}))
    assert everybody.of_all_offerers
    assert not some.of_all_offerers
    found = [asked_lines(content(), TODAY, audience=one)[0].audience for one in (None, everybody, some)]
    assert found == [None, None, some]


def test_the_requests_own_words() -> None:
    lines = [LINE | {"description": "Tablets"}, LINE | {"line_id": "2"}]
    assert texts_of(content(title="A title", summary="B", gap=None, lines=lines)) == [
        "A title",
        "B",
        None,
        "Tablets",
        None,
    ]


EXCLUDES = {one.code: one.excludes for one in FILTERS}
NOWHERE: frozenset[str] = frozenset()
YEAR = OfferWindow(date(2026, 1, 1), date(2026, 12, 31))


def places(*codes: str) -> frozenset[str]:
    return frozenset(codes)


@pytest.mark.parametrize(
    ("countries", "bureaux", "excluded"),
    [(NOWHERE, NOWHERE, False), (places(CHAD), NOWHERE, False), (places(CHE), NOWHERE, True), (NOWHERE, places("rb-wca"), False),
     (NOWHERE, places("rb-europe"), True), (places(CHE), places("rb-wca"), False), (places(CHAD), places("rb-europe"), False),
     (places(CHE), places("rb-europe"), True)],
)  # fmt: skip
def test_an_offer_for_other_places(countries: frozenset[str], bureaux: frozenset[str], excluded: bool) -> None:
    assert EXCLUDES["other_geography"](ASKED, OfferPlace(countries, bureaux, NOWHERE)) is excluded


@pytest.mark.parametrize(
    ("start", "end", "excluded"),
    [
        (date(2026, 12, 31), date(2027, 6, 1), False), (date(2027, 1, 1), date(2027, 6, 1), True),
        (date(2025, 1, 1), date(2026, 1, 1), False), (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2025, 1, 1), date(2027, 1, 1), False), (None, date(2025, 12, 31), False), (date(2027, 1, 1), None, False),
    ],
)  # fmt: skip
def test_an_offer_at_another_time(start: date | None, end: date | None, excluded: bool) -> None:
    """``start`` and ``end`` are the offer's; where one is None the request leaves the other end open."""
    window = OfferWindow(start or date(2025, 1, 1), end or date.max)
    asked = ASKED
    if start is None:
        asked = replace(ASKED, start=None)
    if end is None:
        asked = replace(ASKED, end=None)
    assert EXCLUDES["not_available"](asked, window) is excluded


@pytest.mark.parametrize(
    ("audience", "parties", "excluded"),
    [(None, (FRANCE,), False), (Audience(kinds=places("state")), (FRANCE,), False),
     (Audience(kinds=places("state")), (FRANCE, "org:euaa"), True), (Audience(parties=places(CHE)), (FRANCE,), True)],
)  # fmt: skip
def test_an_offerer_to_whom_the_request_is_not_opened(audience: Audience, parties: Any, excluded: bool) -> None:
    assert EXCLUDES["outside_audience"](replace(ASKED, audience=audience), parties) is excluded


@pytest.mark.parametrize(("parties", "excluded"), [((FRANCE,), False), ((CHAD,), True), ((FRANCE, CHAD), True)])
def test_an_offer_of_the_state_that_asks(parties: tuple[str, ...], excluded: bool) -> None:
    assert EXCLUDES["own_offer"](ASKED, parties) is excluded
    assert (EXCLUDES["not_live"](ASKED, True), EXCLUDES["not_live"](ASKED, False)) == (False, True)
    assert (EXCLUDES["nothing_left"](ASKED, True), EXCLUDES["nothing_left"](ASKED, False)) == (False, True)


@pytest.mark.paragraph("9")
@pytest.mark.parametrize(
    ("stage", "by", "wanted"),
    [
        ("in_progress", None, HowItEnded("running")), ("fulfilled", None, HowItEnded("fulfilled")),
        ("ended_early", FRANCE, HowItEnded("ended_early", "other", FRANCE)),
        ("withdrawn", CHAD, HowItEnded("withdrawn", "other", CHAD)),
        # An officer closes for no side, and is not named.
        ("closed_unfulfilled", "officer", HowItEnded("closed_unfulfilled", "other")),
    ],
)  # fmt: skip
def test_how_earlier_work_ended(stage: str, by: str | None, wanted: HowItEnded) -> None:
    ending = None if by is None else Ending(reason="other", words="Said", by=by, ended_at=NOW)
    assert how_it_ended(opened().model_copy(update={"stage": stage, "ending": ending})) == wanted


def test_a_signal_tells_the_parts_of_earlier_work_where_there_are_any() -> None:
    plain, told = Signal("language", 1.0, "said"), Signal("prior_relation", 1.0, "said", (WORKED,))
    assert "worked" not in _signal(plain)
    assert _signal(told)["worked"] == [WORKED._asdict()]
    assert _signal(plain)["value"] == 1.0
