"""Support offers in the read model (WM 7, 18)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.gateway.kinds.awaited import AwaitedParty, moment, named_in
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.handover import standing
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.resources import of_offer
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True, slots=True)
class _Offer:
    status: str
    named: Sequence[AwaitedParty]
    region: str
    parties: Sequence[str]
    confirmed_at: datetime
    available_until: date | None


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, SupportOfferEvent)
    one = event.offer
    areas = sorted({area for line in one.content.lines for area in line.functional_areas})
    return row("offer", "offer", standing(one), one.listed_at, one.content.offering_parties,
               of_offer(one), reference=one.reference, areas=areas)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    last = kept.state["content"]["availability"].get("end")
    until = date.fromisoformat(last) if last else None
    confirmed_at = moment(kept.state["confirmed_at"])
    offer = _Offer(kept.status, named_in(kept.state), kept.region, kept.parties, confirmed_at, until)
    yield from rules.of_offer(offer, limits)


KIND = RowKind(
    name="offer",
    family=SupportOfferEvent,
    row=_row,
    owner="roster",
    read=a.READ_OFFER,
    others_kept=True,
    listed="supportOffers",
    published="support-offer",
    seen=views.offer,
    owing=_owing,
    know_steps=a.READ_OFFER_WHOLE,
    own_word=(a.READ_OFFER, ("naming",)),
)
