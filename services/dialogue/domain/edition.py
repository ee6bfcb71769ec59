"""An edition of a report through its life (WM 21). Pure: state in, state out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.contracts.shapes.edition import (
    WORKING,
    EditionState,
    EditionStatus,
    FrozenFigures,
    Narrative,
    RegionKnown,
    ReportedPeriod,
    ReportFigure,
    ReportKind,
    ReportScope,
    digest_of,
)
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P6, P21

HUB = "geneva"
"""The one deployment that reads of all of them, and so the one whose reports are of the world."""


@dataclass(frozen=True)
class NewEdition:
    """What every new edition has. ``zone``: in which its deployment counts days."""

    edition_id: str
    reference: str
    region: str
    zone: str
    now: datetime

    def own(self) -> dict[str, Any]:
        """The same, as the state names it."""
        named = {name: getattr(self, name) for name in ("edition_id", "reference", "region", "zone")}
        return named | {"begun_at": self.now}


@dataclass(frozen=True)
class EditionAsked:
    """What a report is to be about."""

    kind: ReportKind
    period: ReportedPeriod
    languages: tuple[str, ...]
    by: str | None


@dataclass(frozen=True)
class Counted:
    """Figures as they were counted: all of them, those for everybody, and how far they were known."""

    figures: tuple[ReportFigure, ...]
    shown: tuple[ReportFigure, ...]
    regions: tuple[RegionKnown, ...]
    least: int


def due(begun: NewEdition, year: int) -> EditionState:
    """The report of a year that has ended: of the world in Geneva, of its region elsewhere."""
    period = ReportedPeriod(from_on=date(year, 1, 1), until_on=date(year, 12, 31))
    return EditionState(
        **begun.own(), status="due", report=begun.reference, number=1, kind="annual", scope=_scope(begun.region), came="yearly",
        period=period, languages=WORKING, due_on=date(year + 1, 1, 1),
    )  # fmt: skip


def opened(begun: NewEdition, asked: EditionAsked, today: date) -> EditionState:
    """The first edition of a report. Raises Invalid naming every fault of its period and languages."""
    faults = list(_faults_of(asked, today))
    if faults:
        raise Invalid(tuple(faults), paragraph=P21)
    return EditionState(
        **begun.own(), status="opened", report=begun.reference, number=1, kind=asked.kind, scope=_scope(begun.region),
        came="opened", period=asked.period, languages=asked.languages, opened_by=asked.by,
    )  # fmt: skip


def _faults_of(asked: EditionAsked, today: date) -> Iterable[Fault]:
    period = asked.period
    if period.until_on < period.from_on:
        yield Fault("/period/until_on", "lies before the first day", "out_of_order")
    if period.from_on > today:
        yield Fault("/period/from_on", "is yet to come: there is nothing to count", "period_to_come")
    if asked.kind == "annual" and (period.from_on, period.until_on) != _year(period.from_on.year):
        yield Fault("/period", "is no calendar year, which an annual report is about", "no_year")
    if len(set(asked.languages)) != len(asked.languages):
        yield Fault("/languages", "names a language twice", "twice")


def _scope(region: str) -> ReportScope:
    return "world" if region == HUB else "region"


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def following(begun: NewEdition, before: EditionState, last: bool, by: str | None) -> EditionState:
    """The next edition of a report: of the same days, with the words of the one before, which stays as it is. Raises Conflict where
    that one has no figures yet, or is not the ``last`` one.
    """
    if before.frozen is None:
        raise Conflict("edition_not_frozen", f"{before.reference} has no figures yet", P21)
    if not last:
        raise Conflict("edition_followed", f"{before.report} has a later edition than {before.number}", P21)
    kept = before.model_dump(include={"report", "kind", "scope", "period", "languages", "narratives"})
    return EditionState(
        **begun.own() | kept | {"zone": before.zone}, status="opened", number=before.number + 1,
        previous=before.edition_id, came="opened", opened_by=by,
    )  # fmt: skip


def _while(state: EditionState, *statuses: EditionStatus) -> None:
    """Raises Conflict that says how the edition stands."""
    if state.status not in statuses:
        raise Conflict(f"edition_{state.status}", f"The edition is {state.status}", P21)


def frozen(state: EditionState, counted: Counted, by: str, now: datetime) -> EditionState:
    """The edition with its figures, once and for all. Raises Conflict, Invalid naming every figure that cannot be one."""
    _while(state, "due", "opened")
    faults = [*_faults_in("figures", counted.figures, counted.least, behind=True)]
    faults += _faults_in("shown", counted.shown, counted.least, behind=False)
    if faults:
        raise Invalid(tuple(faults), paragraph=P6)
    made = FrozenFigures(
        frozen_at=now, frozen_by=by, regions=counted.regions, least=counted.least, figures=counted.figures,
        shown=counted.shown, digest="", shown_digest="",
    )  # fmt: skip
    held = state.model_copy(update={"status": "frozen", "frozen": made})
    digests = {"digest": digest_of(held, made.figures), "shown_digest": digest_of(held, made.shown)}
    return held.model_copy(update={"frozen": made.model_copy(update=digests)})


def _faults_in(name: str, figures: tuple[ReportFigure, ...], least: int, *, behind: bool) -> Iterable[Fault]:
    """Figures that stand twice, that are not made of what is behind them, or that show too few things or which they are."""
    seen = set[tuple[str, str, str, str]]()
    for number, one in enumerate(figures):
        place = f"/{name}/{number}"
        if one.key in seen:
            yield Fault(place, "stands here twice", "twice")
        seen.add(one.key)
        if behind and len(set(one.behind)) != one.items:
            yield Fault(f"{place}/behind", f"names {len(set(one.behind))} of {one.items} things", "not_made_of")
        if not behind and one.behind:
            yield Fault(f"{place}/behind", "is not shown to everybody", "shown_behind")
        if not behind and one.items < least:
            yield Fault(f"{place}/items", f"is a group of fewer than {least}", "group_too_small")


def worded(state: EditionState, language: str, title: str, text: str, now: datetime) -> EditionState:
    """The edition with its words in a language. Once it is published a language that lacks may still come, and none is worded
    anew: who cited it would find other words. Raises Conflict.
    """
    _while(state, "frozen", "published")
    if state.status == "published" and any(one.language == language for one in state.narratives):
        raise Conflict("edition_published", f"It is published in {language}: a next edition may say it otherwise", P21)
    said = Narrative(language=language, title=title, text=text, worded_at=now)
    others = tuple(one for one in state.narratives if one.language != language)
    return state.model_copy(update={"narratives": (*others, said)})


def published(state: EditionState, now: datetime) -> EditionState:
    """The edition for everybody. Raises Conflict where nobody wrote what stands beside its figures."""
    _while(state, "frozen")
    if not state.narratives:
        raise Conflict("edition_without_words", "Nobody wrote yet what stands beside its figures", P21)
    return state.model_copy(update={"status": "published", "published_at": now})


def year_owed(today: date, counted_from: date, known: Iterable[EditionState]) -> int | None:
    """The last year that has ended with this mechanism at work and of which no annual report was begun."""
    year = today.year - 1
    if counted_from > date(year, 12, 31):
        return None
    begun = any(one.kind == "annual" and one.period.from_on.year == year for one in known)
    return None if begun else year


def next_year(today: date) -> date:
    """When the running year ends: its first day no more."""
    return date(today.year, 12, 31) + timedelta(days=1)
