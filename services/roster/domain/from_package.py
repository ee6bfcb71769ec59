"""The offer that a package makes: all of it that is left of its time, or as much as a request asks (WM 7, 18). Pure.

A line fits what is asked when it serves that functional area, is of that kind of support and is counted in that unit. What is asked
over some years is met with what the package has in these years, and never with more than is asked.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from shared.contracts.shapes.support_offer import OfferContent, OfferLine
from shared.contracts.shapes.support_package import PackageLine, SupportPackageState
from shared.contracts.shapes.support_request import RequestLine
from shared.contracts.shapes.values import Period, Quantity
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P18

Given = dict[str, dict[int, Decimal]]
"""Line of the package -> year -> how much of it is offered."""


def offer_of(
    state: SupportPackageState,
    today: date,
    language: str | None = None,
    answers: str | None = None,
    asked: Sequence[RequestLine] | None = None,
) -> OfferContent:
    """The content of the offer; ``language``: of its words, as first worded where the package has none in it.

    ``answers``: the request that it answers, with the lines of it that are ``asked``; None: of one's own accord, with all that is
    left. Raises Conflict when the package is withdrawn, over, or has nothing that is asked.
    """
    if state.status == "withdrawn":
        raise Conflict("package_withdrawn", f"{state.reference} is withdrawn", P18)
    content = state.content
    left = {line.line_id: _left(line, today) for line in content.lines}
    if not any(left.values()):
        raise Conflict("package_over", f"Every year of {state.reference} has passed", P18)
    given = left if asked is None else _as_asked(content.lines, left, asked)
    years = [year for amounts in given.values() for year in amounts]
    if not years:
        raise Conflict("nothing_fits", f"{state.reference} has nothing that is asked for", P18)
    words = content.worded(language)
    return OfferContent(
        title=words.title, language=words.language, summary=words.summary, conditions=words.conditions,
        offering_parties=(state.party,), in_response_to=answers,
        quality_characteristics=content.quality_characteristics,
        lines=tuple(_line(line, given[line.line_id]) for line in content.lines if given.get(line.line_id)),
        availability=Period(start=max(today, date(min(years), 1, 1)), end=date(max(years), 12, 31)),
        countries=content.countries, bureaux=content.bureaux, languages=content.languages,
        legal_traditions=content.legal_traditions, channels=content.channels, delivery_modes=content.delivery_modes,
        cost_borne=content.cost_borne,
    )  # fmt: skip


def _left(line: PackageLine, today: date) -> dict[int, Decimal]:
    return {one.year: one.amount for one in sorted(line.years, key=lambda one: one.year) if one.year >= today.year}


def _as_asked(lines: Sequence[PackageLine], left: Given, asked: Iterable[RequestLine]) -> Given:
    """In the order in which it is asked, the earliest years first; what is given for one thing is not given for another."""
    rest = {line_id: dict(years) for line_id, years in left.items()}
    given: Given = {line_id: {} for line_id in left}
    for one in asked:
        open_amount = one.quantity.amount
        for line in (line for line in lines if _fits(line, one)):
            for year, amount in rest[line.line_id].items():
                part = min(amount, open_amount) if _within(year, one.period) else Decimal(0)
                if part > 0:
                    given[line.line_id][year] = given[line.line_id].get(year, Decimal(0)) + part
                    rest[line.line_id][year] -= part
                    open_amount -= part
    return given


def _fits(line: PackageLine, asked: RequestLine) -> bool:
    same = (line.support_type, line.unit) == (asked.support_type, asked.quantity.unit)
    return same and asked.functional_area in line.functional_areas


def _within(year: int, period: Period) -> bool:
    return period.start.year <= year and (period.end is None or year <= period.end.year)


def _line(line: PackageLine, years: dict[int, Decimal]) -> OfferLine:
    quantity = Quantity(amount=sum(years.values(), Decimal(0)), unit=line.unit)
    return OfferLine(
        line_id=line.line_id, functional_areas=line.functional_areas, support_type=line.support_type,
        support_form=line.support_form, quantity=quantity, description=line.description,
        experts=line.experts,
    )  # fmt: skip
