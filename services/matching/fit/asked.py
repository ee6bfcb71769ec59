"""From a request to what the ranking compares."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from services.matching.domain.worked import Worked
from services.matching.fit.features import home_bureau, languages_of
from services.matching.fit.signals import AskedLine
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.audience import Audience


def asked_lines(
    content: RequestContent,
    today: date,
    open_amounts: Mapping[str, Decimal] | None = None,
    worked: Iterable[Worked] = (),
    audience: Audience | None = None,
) -> list[AskedLine]:
    """One entry per line that is still open. ``worked``: earlier work of its States; ``audience``: those to whom the
    request is opened.
    """
    audience = None if audience is not None and audience.of_all_offerers else audience
    states = content.requesting_states
    spoken = frozenset(content.languages) or frozenset().union(*(languages_of(state) for state in states))
    bureaux = frozenset(bureau for state in states if (bureau := home_bureau(state, today)))
    by_party: dict[str, tuple[Worked, ...]] = {}
    for one in worked:
        by_party[one.party] = (*by_party.get(one.party, ()), one)
    return [
        AskedLine(
            line.line_id, line.functional_area, frozenset(one.functional_area for one in content.lines),
            line.support_type, line.support_form, line.quantity.unit, amount, line.period.start, line.period.end,
            states, bureaux, spoken, frozenset(content.quality_characteristics), by_party,
            content.engagement == "ongoing", audience,
        )
        for line in content.lines
        if (amount := (open_amounts or {}).get(line.line_id, line.quantity.amount)) > 0
    ]  # fmt: skip


def texts_of(content: RequestContent) -> list[str | None]:
    """The request's own words."""
    return [content.title, content.summary, content.gap, *(line.description for line in content.lines)]
