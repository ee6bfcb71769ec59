"""An edition of a report through its life, its digest, when one is owed, and what differs between two (WM 21)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.dialogue.actions.owe_report import today_in, year_ends
from services.dialogue.domain import edition as domain
from shared.contracts.shapes.edition import EditionState, ReportedPeriod, is_intact
from shared.modalities.edition_difference import difference
from shared.modalities.errors import Conflict, Invalid
from shared.modalities.steps.of_editions import edition_of, of_edition
from tests.support.reports import FIGURES, IDS, OFFICERS, PERIOD, Edition, figure, shown
from tests.unit.test_steps import LIMITS

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
pytestmark = pytest.mark.paragraph("21")


def faults(period: ReportedPeriod, kind: str = "other", languages: tuple[str, ...] = ("en",)) -> list[str]:
    begun = domain.NewEdition("e1", "REPORT-2026-WCA-001", "wca", "Africa/Dakar", NOW)
    with pytest.raises(Invalid) as refused:
        domain.opened(begun, domain.EditionAsked(kind, period, languages, OFFICERS), NOW.date())  # type: ignore[arg-type]
    return [f"{one.pointer} {one.code}" for one in refused.value.faults]


def test_a_period_that_cannot_be_reported_on_is_refused_naming_every_fault() -> None:
    assert faults(ReportedPeriod(from_on=date(2027, 2, 1), until_on=date(2027, 1, 1)), languages=("en", "fr", "en")) == [
        "/period/until_on out_of_order", "/period/from_on period_to_come", "/languages twice",
    ]  # fmt: skip
    assert faults(PERIOD, "annual") == ["/period no_year"]
    # A period that runs may be reported on: what has not happened yet counts for nothing.
    running = ReportedPeriod(from_on=date(2026, 11, 20), until_on=date(2026, 12, 31))
    begun = domain.NewEdition("e1", "REPORT-2026-WCA-001", "wca", "Africa/Dakar", NOW)
    assert domain.opened(begun, domain.EditionAsked("other", running, ("en",), OFFICERS), NOW.date()).scope == "region"


def test_a_report_of_geneva_is_of_the_world() -> None:
    assert [Edition(NOW, region=one, year=2025).state.scope for one in ("geneva", "wca")] == ["world", "region"]


def test_each_step_is_taken_where_it_stands_and_nowhere_else() -> None:
    one = Edition(NOW)
    for step in (one.worded, one.published):
        with pytest.raises(Conflict) as refused:
            step()
        assert refused.value.code == "edition_opened"
    with pytest.raises(Conflict) as refused:
        one.followed()
    assert refused.value.code == "edition_not_frozen"
    one.frozen()
    with pytest.raises(Conflict) as refused:
        one.frozen()
    assert refused.value.code == "edition_frozen"
    with pytest.raises(Conflict) as refused:
        one.published()
    assert refused.value.code == "edition_without_words"
    one.worded("fr")
    one.worded("fr", "Autrement")
    assert ([said.title for said in one.state.narratives], one.state.lacking()) == (["Autrement"], ("en",))
    one.published()
    one.worded("en")
    with pytest.raises(Conflict) as refused:
        one.worded("fr")
    assert (refused.value.code, one.state.lacking()) == ("edition_published", ())


def test_the_next_edition_has_the_days_and_words_and_no_figures_of_the_one_before() -> None:
    one = Edition(NOW)
    one.frozen()
    one.worded()
    before = one.state.model_dump_json()
    follows = one.followed()
    assert (follows.number, follows.previous, follows.report, follows.frozen) == (2, "e1", one.state.reference, None)
    assert (follows.period, follows.zone, follows.narratives) == (PERIOD, "Africa/Dakar", one.state.narratives)
    assert one.state.model_dump_json() == before
    with pytest.raises(Conflict) as refused:
        one.followed(last=False)
    assert refused.value.code == "edition_followed"


def changed(state: EditionState, **figures: object) -> EditionState:
    """The state with something of its frozen figures written anew."""
    assert state.frozen is not None
    return state.model_copy(update={"frozen": state.frozen.model_copy(update=figures)})


@pytest.mark.control
def test_a_manipulated_edition_is_found_and_what_comes_later_changes_no_digest() -> None:
    one = Edition(NOW)
    one.frozen()
    frozen = one.state.frozen
    assert frozen is not None
    one.now += timedelta(days=9)
    one.worded()
    one.published()
    assert (one.state.frozen, is_intact(one.state)) == (frozen, True)
    # As everybody has it, without the figures of officers.
    assert is_intact(changed(one.state, figures=()))
    other = frozen.figures[0].model_copy(update={"amount": "6"})
    less = frozen.shown[0].model_copy(update={"items": 4})
    for planted in (
        changed(one.state, figures=(other, *frozen.figures[1:])),
        changed(one.state, figures=(), shown=(less, *frozen.shown[1:])),
        changed(one.state, frozen_at=NOW + timedelta(hours=1)),
        changed(one.state, least=1),
        one.state.model_copy(update={"number": 2}),
        one.state.model_copy(update={"period": PERIOD.model_copy(update={"until_on": date(2026, 7, 1)})}),
    ):
        assert not is_intact(planted)


def test_figures_that_cannot_be_are_refused() -> None:
    one, counted = Edition(NOW), domain.Counted
    small = shown(figure("offers", "2", IDS[:2]))
    named = figure("offers", "5")
    for figures, everybody, codes in (
        ((figure(), figure()), (), ["twice"]),
        ((figure().model_copy(update={"items": 4}),), (), ["not_made_of"]),
        ((), (small,), ["group_too_small"]),
        ((), (named,), ["shown_behind"]),
    ):
        with pytest.raises(Invalid) as refused:
            domain.frozen(one.state, counted(figures, everybody, (), 3), OFFICERS, NOW)
        assert [fault.code for fault in refused.value.faults] == codes
    assert domain.frozen(one.state, counted((), (shown(figure("offers", "3", IDS[:3])),), (), 3), OFFICERS, NOW).frozen


def test_the_report_of_a_year_is_owed_once_after_its_end_where_the_bureau_sits() -> None:
    since, known = date(2025, 6, 1), Edition(NOW, year=2025).state
    assert domain.year_owed(date(2025, 12, 31), since, ()) is None
    assert domain.year_owed(date(2026, 1, 1), since, ()) == 2025
    assert domain.year_owed(date(2026, 1, 1), since, (known,)) is None
    assert domain.year_owed(date(2027, 1, 1), since, (known,)) == 2026
    # Of a year in which there was no such mechanism here nobody owes a report.
    assert domain.year_owed(date(2026, 3, 1), date(2026, 1, 1), ()) is None
    assert domain.year_owed(date(2026, 3, 1), date(2025, 12, 31), ()) == 2025
    # In Panama the year ends five hours later than in UTC, in Bangkok seven hours sooner.
    edge = datetime(2025, 12, 31, 20, tzinfo=UTC)
    assert [today_in(one, edge) for one in ("americas", "ap")] == [date(2025, 12, 31), date(2026, 1, 1)]
    assert year_ends("americas", edge) == datetime(2026, 1, 1, 5, tzinfo=UTC)
    assert year_ends("ap", edge) == datetime(2026, 12, 31, 17, tzinfo=UTC)


def test_days_of_a_period_begin_and_end_in_its_time_zone() -> None:
    year = ReportedPeriod(from_on=date(2026, 1, 1), until_on=date(2026, 12, 31))
    assert year.bounds("UTC") == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert year.bounds("Asia/Bangkok")[0] == datetime(2025, 12, 31, 17, tzinfo=UTC)
    # The day on which clocks go back has 25 hours, and all of them are in it.
    back = ReportedPeriod(from_on=date(2026, 10, 25), until_on=date(2026, 10, 25))
    begins, ends = back.bounds("Europe/Zurich")
    assert ends - begins == timedelta(hours=25)


def test_what_differs_is_told_figure_by_figure() -> None:
    before = (figure(), figure("offers", "2", IDS[:2]), figure("meetings", "1", IDS[:1]))
    after = (
        figure("requests", "5", (*IDS[1:], "new")), figure("offers", "2", IDS[:2]),
        figure("first_feedback", "4", IDS[:2]), figure("non_state_recipients", None, ()),
    )  # fmt: skip
    found = {one.key[0]: one for one in difference(before, after)}
    assert set(found) == {"requests", "meetings", "first_feedback"}
    same = found["requests"]
    assert (same.before, same.after, same.came, same.went) == ("5", "5", ("new",), (IDS[0],))
    assert (found["meetings"].after, found["first_feedback"].before) == (None, None)
    assert difference(before, before) == []


def test_officers_owe_the_figures_of_the_year_then_its_publication() -> None:
    def owed(one: Edition) -> list[tuple[str, str]]:
        thing = edition_of("wca", one.state.model_dump(mode="json"))
        return [(step.code, step.party) for step in of_edition(thing, LIMITS)]

    one = Edition(NOW, year=2025)
    assert owed(one) == [("freeze_edition", OFFICERS)]
    one.frozen(FIGURES)
    assert owed(one) == [("publish_edition", OFFICERS)]
    one.worded()
    one.published()
    assert owed(one) == owed(Edition(NOW)) == []
