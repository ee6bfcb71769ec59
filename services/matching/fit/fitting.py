"""Which proactive offers may answer a request, worked out of what is shown of it and of nothing else (WM 17, 18). Pure.

The ranking's own filters and order say so, for lines that serve the very area that is asked. Who hears of it learns that it
fits: so of a request whose States are not named no offer for chosen countries or regions hears, whoever it would fit.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.matching.fit.asked import asked_lines
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import rank
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import RequestContent, RequestLine
from shared.modalities.access.audience import Audience

LINES, STATES = "lines", "requesting_states"


def shown_lines(fields: Mapping[str, Any]) -> tuple[RequestLine, ...]:
    """The lines that a request shows; none where they are not among the agreed fields."""
    return tuple(RequestLine.model_validate(line) for line in fields.get(LINES) or ())


def areas_of(lines: Sequence[RequestLine]) -> tuple[str, ...]:
    """What they ask for."""
    return tuple(sorted({line.functional_area for line in lines}))


def fitting(
    content: RequestContent, fields: Mapping[str, Any], audience: Audience, open_amounts: Mapping[str, Decimal],
    offers: Sequence[SupportOfferState], today: date,
) -> list[str]:  # fmt: skip
    """Identifiers of the offers, the best first. ``fields``: what is shown of the content to the ``audience``;
    ``open_amounts``: what is still open of its lines.
    """
    named = bool(fields.get(STATES))
    standing = [one for one in offers if one.origin == "proactive" and (named or _worldwide(one))]
    shown = content.model_copy(update={LINES: shown_lines(fields)})
    # The States stand here to leave out their own offers; where they are not named nothing else is compared with them.
    asked = asked_lines(shown, today, open_amounts, audience=audience)
    best: dict[str, float] = {}
    for line, ranking in zip(asked, rank(asked, [None], prepare(standing, today)), strict=True):
        for one in ranking.ranked:
            if any(line.area in it.areas for it in one.offer.lines if it.line_id == one.offer_line_id):
                best[one.offer.offer_id] = max(best.get(one.offer.offer_id, 0.0), one.score)
    return sorted(best, key=lambda offer_id: (-best[offer_id], offer_id))


def _worldwide(offer: SupportOfferState) -> bool:
    return not offer.content.countries and not offer.content.bureaux
