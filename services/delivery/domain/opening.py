"""How an engagement begins: by a confirmed match, with what was agreed (WM 11)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from services.delivery.domain.record import digest_of
from shared.contracts.shapes.engagement import AgreedPart, EngagementLine, EngagementSide, EngagementState
from shared.contracts.shapes.engagement_terms import Terms, TermsContent, TermsLine
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import RequestContent, RequestLine, SupportRequestState
from shared.contracts.shapes.values import Quantity
from shared.modalities.access.audience import reading
from shared.modalities.access.resources import of_request


def by_match(
    match: MatchState,
    requests: Mapping[str, SupportRequestState],
    offers: Mapping[str, SupportOfferState],
    engagement_id: str,
    reference: str,
    now: datetime,
) -> EngagementState:
    """The engagement of a confirmed match. Nobody has agreed to more than the match: it is under discussion."""
    if match.channel is None or match.delivery_mode is None:
        raise ValueError(f"match {match.match_id} is not confirmed")
    lead = requests[match.lines[0].request_id]
    state = EngagementState(
        engagement_id=engagement_id,
        reference=reference,
        region=match.region,
        stage="under_discussion",
        origin="match",
        match_id=match.match_id,
        title=lead.content.title,
        sides=tuple(EngagementSide(party=one.party, role=one.role, region=one.region) for one in match.sides),
        lines=_lines(match, requests, offers),
        agreed_parts=(
            *(_part("request", one.request_id, one, one.content.requesting_states) for one in requests.values()),
            *(_part("offer", one.offer_id, one, one.content.offering_parties) for one in offers.values()),
        ),
        terms=(),
        shown_fields=_shown(requests.values(), (one.party for one in match.sides if one.role == "offerer")),
        horizon=lead.content.horizon,
        asked_at=min(one.submitted_at for one in requests.values()),
        opened_at=now,
        last_word_at=now,
    )
    content = TermsContent(
        lines=tuple(_terms(one, requests) for one in state.lines),
        channel=match.channel,
        delivery_mode=match.delivery_mode,
    )
    first = Terms(version=1, content=content, proposed_at=now, digest=digest_of(state, 1, content, None))
    return state.model_copy(update={"terms": (first,)})


def _lines(
    match: MatchState, requests: Mapping[str, SupportRequestState], offers: Mapping[str, SupportOfferState]
) -> tuple[EngagementLine, ...]:
    regions = {one.offer_id: one.offer_region for one in match.reservations}
    found = []
    for number, one in enumerate(match.lines, 1):
        asked = _asked(requests[one.request_id].content, one.request_line_id)
        amounts = {"committed": one.quantity.amount, "committed_covers": one.covers.amount}
        found.append(
            EngagementLine(
                line_id=str(number),
                request_id=one.request_id,
                request_line_id=one.request_line_id,
                offer_id=one.offer_id,
                offer_line_id=one.offer_line_id,
                offer_region=regions[one.offer_id],
                functional_area=asked.functional_area,
                support_type=asked.support_type,
                unit=one.quantity.unit,
                covers_unit=one.covers.unit,
                **amounts,
                agreed=one.quantity.amount,
                agreed_covers=one.covers.amount,
                reported=0,
                reported_covers=0,
                delivered=0,
                delivered_covers=0,
                released=0,
                released_covers=0,
            )
        )
    return tuple(found)


def _asked(content: RequestContent, line_id: str) -> RequestLine:
    return next(one for one in content.lines if one.line_id == line_id)


def _terms(line: EngagementLine, requests: Mapping[str, SupportRequestState]) -> TermsLine:
    return TermsLine(
        line_id=line.line_id,
        quantity=Quantity(amount=line.committed, unit=line.unit),
        covers=Quantity(amount=line.committed_covers, unit=line.covers_unit),
        period=_asked(requests[line.request_id].content, line.request_line_id).period,
    )


def _shown(requests: Iterable[SupportRequestState], offering: Iterable[str]) -> tuple[str, ...]:
    """Fields that every request in it shows to every party that offers (WM 17)."""
    readers, fields = [reading(party) for party in offering], []
    for one in requests:
        shown_to = of_request(one).shown_to
        opened = one.shown is not None and all(reader.may(shown_to) for reader in readers)
        fields.append(set(one.shown.fields) if one.shown and opened else set[str]())
    return tuple(sorted(set.intersection(*fields))) if fields else ()


def _part(
    kind: Literal["request", "offer"],
    item_id: str,
    state: SupportRequestState | SupportOfferState,
    parties: Iterable[str],
) -> AgreedPart:
    return AgreedPart(
        kind=kind, item_id=item_id, reference=state.reference, content_version=state.content_version,
        title=state.content.title, parties=tuple(parties),
    )  # fmt: skip
