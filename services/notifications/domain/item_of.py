"""From an event to the item it is about, as notifications remembers it."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from services.notifications.domain.items import (
    AskedItem,
    Body,
    DraftItem,
    EngagementDay,
    EngagementItem,
    EngagementSideItem,
    Invited,
    Known,
    Line,
    MatchItem,
    MatchSide,
    MeetingItem,
    Named,
    NeedItem,
    OfferItem,
    RequestItem,
    Shown,
    SolicitationItem,
    ThreadItem,
)
from shared.contracts.delivery import EngagementEvent
from shared.contracts.dialogue import MeetingChanged, MeetingEvent, ThreadEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import DraftEvent, SupportRequestEvent
from shared.contracts.matching import CallEvent, MatchEvent, OpenNeedChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.draft import DraftState
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.meeting import MeetingState
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SubmissionRoute, SupportRequestState
from shared.contracts.shapes.thread import ThreadState
from shared.modalities.access.audience import Audience
from shared.modalities.access.resources import of_engagement
from shared.modalities.steps.asked import asked
from shared.modalities.steps.engaged import engaged, planned_days


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


def _named(named: tuple[NamedParty, ...]) -> tuple[Named, ...]:
    return tuple(
        Named(party=one.party, role=one.role, asked_at=one.asked_at, due_at=one.answer_due_at)
        for one in named
        if one.answer == "pending"
    )


def _opened_to(one: SupportRequestState) -> tuple[str, ...]:
    agreed = [Audience.of(consent) for consent in one.consents.values()]
    return tuple(sorted(reduce(and_, agreed).words)) if agreed else ()


def _request(one: SupportRequestState) -> RequestItem:
    given = [consent.given_at for consent in one.consents.values()]
    # From another deployment the way a request came in is not said.
    route: SubmissionRoute | None = one.content.submission_route
    return RequestItem(
        region=one.region,
        reference=one.reference,
        title=one.content.title,
        areas=tuple(sorted({line.functional_area for line in one.content.lines})),
        urgent=one.content.urgent or one.content.crisis is not None,
        status=standing(one),
        states=one.content.requesting_states,
        supporters=one.content.supporters,
        named=_named(one.named),
        office=route.country_office if route else None,
        consents=tuple(one.consents),
        consent_withdrawn_by=one.consent_withdrawn_by,
        audiences=tuple(sorted(Audience.of(one.shown).words)) if one.shown else (),
        opened_to=_opened_to(one),
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
        named=_named(one.named),
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


def _meeting(one: MeetingState, was_at: datetime | None) -> MeetingItem:
    content = one.content
    return MeetingItem(
        region=one.region,
        reference=one.reference,
        title=content.title,
        areas=content.functional_areas,
        status=one.status,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        zone=content.time_zone,
        answer_until=content.answer_until,
        place=content.place,
        join_link=content.join_link,
        invited=tuple(Invited(party=i.party, region=i.region, answer=i.answer) for i in one.invitations),
        moderators=tuple(m.party for m in one.moderators),
        cancelled_because=one.cancelled_because,
        was_at=was_at,
    )


def _engagement(one: EngagementState) -> EngagementItem:
    thing, signed, state = of_engagement(one), one.signed(), one.model_dump(mode="json")
    return EngagementItem(
        region=one.region,
        reference=one.reference,
        title=one.title,
        areas=tuple(sorted({line.functional_area for line in one.lines})),
        status=one.stage,
        sides=tuple(EngagementSideItem(party=s.party, role=s.role, region=s.region) for s in one.sides),
        champions=tuple((champion.party, champion.answer) for champion in one.champions),
        asked=tuple(side.party for side in one.asked_sides if side.answer == "pending"),
        serving=tuple(sorted(thing.serving)),
        signed=signed,
        may_be_titled=signed or "title" in one.shown_fields,
        shows_areas=signed or "lines" in one.shown_fields,
        days=tuple(EngagementDay(what=d.what, key=d.key, on=d.on, done=d.done) for d in planned_days(state)),
        word_due_at=one.report_due_at,
        ended_at=one.ended_at,
        evaluated_by=tuple(given.by for given in one.evaluations),
        results_due_at=one.sustainability_due_at,
        results_said_by=tuple(said.party for said in one.sustainability),
        owing=engaged(one.region, one.stage, state),
    )


def _draft(one: DraftState) -> DraftItem:
    return DraftItem(
        region=one.region,
        title=one.title,
        status=one.status,
        lead=one.lead,
        opened_by=one.opened_by,
        asked=one.asked,
        hands=tuple((hand.party, hand.role) for hand in one.hands),
        unsigned=one.missing(),
        sign_by=one.sign_by,
    )


def _thread(one: ThreadState) -> ThreadItem:
    return ThreadItem(
        region=one.region,
        reference=one.about.reference,
        circle=one.circle,
        sides=tuple((side.party, side.role) for side in one.sides),
        owing=asked(one.region, one.model_dump(mode="json")),
    )


def item_of(event: Event, envelope: Envelope) -> Known | None:
    """The item an event is about, as the event left it; None for events about nothing that is followed here."""
    body: Body
    item_id = event.aggregate_id
    if isinstance(event, SupportRequestEvent):
        body, thread = _request(event.request), event.aggregate_id
    elif isinstance(event, SupportOfferEvent):
        body = _offer(event.offer)
        thread = body.in_response_to or event.aggregate_id
    elif isinstance(event, MatchEvent):
        body = _match(event.match)
        thread = body.request_ids[0]
    elif isinstance(event, CallEvent):
        one = event.solicitation
        body = SolicitationItem(
            region=envelope.region,
            request_id=one.request_id,
            approached=one.approached,
            shown=shown_part(one.shown),
            answer_due_at=one.answer_due_at,
            status=one.standing,
            states=one.requesting_states,
            asked=tuple(
                AskedItem(party=a.party, region=a.region, answered=a.answer is not None) for a in one.everyone()
            ),
        )
        thread = one.request_id
    elif isinstance(event, OpenNeedChanged):
        body = NeedItem(region=event.region, open=event.handed_over_to is None and any(x.open > 0 for x in event.lines))
        # A need has its request's identifier.
        item_id, thread = f"need:{event.request_id}", event.request_id
    elif isinstance(event, MeetingEvent):
        was_at = event.was_at if isinstance(event, MeetingChanged) else None
        body, thread = _meeting(event.meeting, was_at), event.aggregate_id
    elif isinstance(event, EngagementEvent):
        body, thread = _engagement(event.engagement), event.aggregate_id
    elif isinstance(event, DraftEvent):
        body, thread = _draft(event.draft), event.aggregate_id
    elif isinstance(event, ThreadEvent):
        body, thread = _thread(event.thread), event.thread.about.item_id
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
