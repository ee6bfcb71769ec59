"""What notifications remembers of each item, reduced to what a message may need: no text of the parties but the title.

Built from events alone; the newest (epoch, version) stands. ``thread`` is the request that an item belongs to, so that a
reader finds one request's messages together.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import MatchEvent, OffersSought, OpenNeedChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SubmissionRoute, SupportRequestState


class Line(Shape):
    """One thing asked for: area, and how much of which unit."""

    area: str
    amount: str
    unit: str


class Shown(Shape):
    """The consented view as far as a message uses it (WM 17): a field that is not shown is absent here."""

    title: str | None = None
    reference: str | None = None
    urgent: bool = False
    states: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class RequestItem(Shape):
    """A support request."""

    kind: Literal["request"] = "request"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    urgent: bool
    status: str
    states: tuple[str, ...]
    supporters: tuple[str, ...] = ()
    office: str | None = None
    consents: tuple[str, ...] = ()
    consent_withdrawn_by: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    shown: Shown | None = None
    feedback_due_at: datetime
    decided_at: datetime | None = None
    consented_at: datetime | None = None


class OfferItem(Shape):
    """A support offer."""

    kind: Literal["offer"] = "offer"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    parties: tuple[str, ...]
    visibility: str
    in_response_to: str | None = None


class MatchSide(Shape):
    """A party of a match and its answer."""

    party: str
    role: Literal["requester", "offerer"]
    region: str | None = None
    answer: Literal["pending", "accepted", "declined"]


class MatchItem(Shape):
    """A match."""

    kind: Literal["match"] = "match"
    region: str
    reference: str
    areas: tuple[str, ...]
    status: str
    sides: tuple[MatchSide, ...]
    request_ids: tuple[str, ...]
    offer_ids: tuple[str, ...]
    serving: tuple[str, ...] = ()
    answer_due_at: datetime


class SolicitationItem(Shape):
    """A call for offers, with what was shown then."""

    kind: Literal["solicitation"] = "solicitation"
    region: str
    request_id: str
    approached: tuple[str, ...]
    shown: Shown
    answer_due_at: datetime


class NeedItem(Shape):
    """Whether something of a conforming request is still open (WM 16)."""

    kind: Literal["need"] = "need"
    region: str
    open: bool


Body = Annotated[RequestItem | OfferItem | MatchItem | SolicitationItem | NeedItem, Field(discriminator="kind")]


class Known(Shape):
    """An item as its last event left it."""

    item_id: str
    thread: str
    epoch: int
    version: int
    changed_at: datetime
    body: Body

    @property
    def threads(self) -> tuple[str, ...]:
        """Every request it belongs to; the first one is its thread."""
        return tuple(dict.fromkeys((self.thread, *(self.body.request_ids if isinstance(self.body, MatchItem) else ()))))


Group = Mapping[str, Known]
"""Items by id, as far as they are known."""


def offers_of(one: Known) -> tuple[str, ...]:
    """The offers of a match."""
    return one.body.offer_ids if isinstance(one.body, MatchItem) else ()


def shown_part(fields: Mapping[str, Any]) -> Shown:
    """The part of a consented view that messages use."""
    lines = tuple(
        Line(area=one["functional_area"], amount=str(one["quantity"]["amount"]), unit=one["quantity"]["unit"])
        for one in fields.get("lines") or ()
    )
    return Shown(
        title=fields.get("title"),
        reference=fields.get("reference"),
        urgent=bool(fields.get("urgent")),
        states=tuple(fields.get("requesting_states") or ()),
        lines=lines,
    )


def _request(one: SupportRequestState) -> RequestItem:
    given = [consent.given_at for consent in one.consents.values()]
    # From another deployment the way a request came in is not said.
    route: SubmissionRoute | None = one.content.submission_route
    return RequestItem(
        region=one.region,
        reference=one.reference,
        title=one.content.title,
        areas=tuple(sorted({line.functional_area for line in one.content.lines})),
        urgent=one.content.urgent,
        status=standing(one),
        states=one.content.requesting_states,
        supporters=one.content.supporters,
        office=route.country_office if route else None,
        consents=tuple(one.consents),
        consent_withdrawn_by=one.consent_withdrawn_by,
        audiences=one.shown.audiences if one.shown else (),
        shown=shown_part(one.shown.fields) if one.shown else None,
        feedback_due_at=one.feedback_due_at,
        decided_at=one.decision.decided_at if one.decision else None,
        consented_at=max(given) if given else None,
    )


def _offer(one: SupportOfferState) -> OfferItem:
    return OfferItem(
        region=one.region,
        reference=one.reference,
        title=one.content.title,
        areas=tuple(sorted({area for line in one.content.lines for area in line.functional_areas})),
        status=standing(one),
        parties=one.content.offering_parties,
        visibility=one.content.visibility,
        in_response_to=one.content.in_response_to,
    )


def _match(one: MatchState) -> MatchItem:
    return MatchItem(
        region=one.region,
        reference=one.reference,
        areas=one.functional_areas,
        status=standing(one),
        sides=tuple(MatchSide(party=s.party, role=s.role, region=s.region, answer=s.answer) for s in one.sides),
        request_ids=tuple(dict.fromkeys(line.request_id for line in one.lines)),
        offer_ids=tuple(dict.fromkeys(line.offer_id for line in one.lines)),
        serving=tuple(sorted({r.offer_region for r in one.reservations} - {one.region})),
        answer_due_at=one.answer_due_at,
    )


def item_of(event: Event, envelope: Envelope) -> Known | None:
    """The item an event is about, as the event left it; None for events about nothing that is followed here."""
    body: RequestItem | OfferItem | MatchItem | SolicitationItem | NeedItem
    item_id = event.aggregate_id
    if isinstance(event, SupportRequestEvent):
        body, thread = _request(event.request), event.aggregate_id
    elif isinstance(event, SupportOfferEvent):
        body = _offer(event.offer)
        thread = body.in_response_to or event.aggregate_id
    elif isinstance(event, MatchEvent):
        body = _match(event.match)
        thread = body.request_ids[0]
    elif isinstance(event, OffersSought):
        one = event.solicitation
        body = SolicitationItem(
            region=envelope.region,
            request_id=one.request_id,
            approached=one.approached,
            shown=shown_part(one.shown),
            answer_due_at=one.answer_due_at,
        )
        thread = one.request_id
    elif isinstance(event, OpenNeedChanged):
        body = NeedItem(region=event.region, open=event.handed_over_to is None and any(x.open > 0 for x in event.lines))
        # A need has its request's identifier.
        item_id, thread = f"need:{event.request_id}", event.request_id
    else:
        return None
    return Known(
        item_id=item_id,
        thread=thread,
        epoch=envelope.epoch,
        version=event.aggregate_version,
        changed_at=envelope.time,
        body=body,
    )
