"""A support offer: to the officers, to the parties that offer it, and to those that it names (WM 7, 18)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.named import Named, named_since, still_named
from services.notifications.domain.parties import Here, act, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import roster
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import NamingReminderDue, OfferReminderDue
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.handover import AWAITING_PARTIES, HANDED_OVER, standing
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.states import awaited
from shared.modalities.paragraphs import P7, P15_V, P18
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


class OfferItem(ItemBody):
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
    named: tuple[Named, ...] = ()
    confirmed_at: datetime | None = None
    """When its party last said that it stands; None: remembered from before that was kept."""
    available_until: date | None = None

    def thing(self) -> Resource:
        """An offer that waits for a party it names is shown to nobody beside those that stand in it (WM 18)."""
        invited = [one.party for one in self.named]
        return resources.offer(
            self.region, self.parties, "secretariat" if invited else self.visibility, invited_offerers=invited
        )

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whole, or not at all."""
        if not decide(who, a.READ_OFFER, self.thing()).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="offer", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, parties=self.parties, status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """The word of those that it names, and of who leads it, once that was long ago."""
        return rules.of_offer(self, limits)


def _state(event: Event) -> SupportOfferState:
    assert isinstance(event, SupportOfferEvent)
    return event.offer


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = OfferItem(
        region=one.region,
        reference=one.reference,
        title=one.content.title,
        areas=tuple(sorted({area for line in one.content.lines for area in line.functional_areas})),
        status=standing(one),
        parties=one.content.offering_parties,
        visibility=one.content.visibility,
        in_response_to=one.content.in_response_to,
        named=still_named(one.named),
        confirmed_at=one.confirmed_at,
        available_until=one.content.availability.end,
    )
    return remembered(event, envelope, body, body.in_response_to)


def named(event: Event, _: Here) -> tuple[str, ...]:
    """Parties named beside the one that offers, whose word is awaited (WM 18)."""
    return awaited(_state(event).named)


def newly_named(event: Event, here: Here) -> tuple[str, ...]:
    """The same, as far as this event names them for the first time."""
    one = _state(event)
    return named_since(named(event, here), one.named, one.confirmed_at)


def bureau_when_on_roster(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once an offer waits for nobody's word (WM 7, 18)."""
    return () if standing(_state(event)) == AWAITING_PARTIES else bureau(event, here)


def offering_parties(event: Event, _: Here) -> tuple[str, ...]:
    """The parties whose offer it is (WM 7)."""
    return _state(event).content.offering_parties


def not_agreed_to_wording(event: Event, _: Here) -> tuple[str, ...]:
    """Parties of an offer that agreed to other words than it has now (WM 18)."""
    return _state(event).not_agreed_to_wording()


KIND = ItemKind(
    item=OfferItem,
    events=(SupportOfferEvent,),
    known=_known,
    roles={
        named: "named",
        newly_named: "named",
        bureau_when_on_roster: "bureau",
        offering_parties: "offering_party",
        not_agreed_to_wording: "offering_party",
    },
    told={
        roster.OfferListed: (know(bureau_when_on_roster, P18), act(newly_named, P18)),
        roster.OfferMadeInResponse: (act(bureau_when_on_roster, P18), act(newly_named, P18)),
        roster.OfferRevised: (act(newly_named, P18), know(not_agreed_to_wording, P18)),
        roster.PartyOfOfferAnswered: (know(bureau, P18), know(offering_parties, P18)),
        roster.OfferWithdrawn: (know(bureau), know(named)),
        roster.OfferHandedOver: (know(bureau), know(offering_parties)),
        roster.OfferTakenOver: (know(bureau),),
    },
    untold={
        roster.OfferRestated: "nothing happened; the state is said again with less of it",
        roster.CapacityReserved: "a step between services; the match tells the parties",
        roster.CapacityReservationRefused: "a step between services; the match tells the officers",
        roster.CapacityCommitted: "a step between services; the confirmed match tells the parties",
        roster.CapacityReleased: "a step between services; the released match tells the parties",
        roster.SupportOfferPublished: "goes to subscribed webhooks",
        roster.SupportOfferRetracted: "goes to subscribed webhooks",
    },
    repeated=(roster.OfferRevised, roster.PartyOfOfferAnswered),
    reminders={NamingReminderDue: P15_V, OfferReminderDue: P7},
    statuses=("live", "withdrawn", AWAITING_PARTIES, HANDED_OVER),
)
