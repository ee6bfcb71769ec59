"""A match: to its sides and the officers, each deployment its own (WM 11, 16, 19)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from services.notifications.kinds.offer import OfferItem
from services.notifications.kinds.request.item import RequestItem
from shared.contracts import matching
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.matching import CounterAnswered, MatchConsulted, MatchEvent, MatchReleased
from shared.contracts.notifications import ReminderDue
from shared.contracts.shapes.handover import HANDED_OVER, standing
from shared.contracts.shapes.match import MatchStatus
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.match_view import Beside, match_view
from shared.modalities.paragraphs import P6, P11, P16, P19
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_matches import of_match
from shared.modalities.steps.step import Step


class MatchSide(Shape):
    """A party of a match and its answer."""

    party: str
    role: Literal["requester", "offerer"]
    region: str | None = None
    answer: Literal["pending", "accepted", "declined"]


class MatchCountering(Shape):
    """A counter, as far as somebody owes something by it."""

    party: str
    status: str
    made_at: datetime
    settled_at: datetime | None = None


class MatchItem(ItemBody):
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
    counters: tuple[MatchCountering, ...] = ()

    def kept_in(self) -> frozenset[str]:
        """Deployments of its offers and of its sides."""
        return frozenset({*self.serving, *(side.region for side in self.sides if side.region is not None)})

    def further_threads(self) -> tuple[str, ...]:
        """Every request that it is for."""
        return self.request_ids

    def beside(self) -> tuple[str, ...]:
        """Its offers."""
        return self.offer_ids

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """A possible offerer hears of its own offer, and of the request what it is shown (WM 17)."""
        thing = resources.match(self.region, ((side.party, side.role) for side in self.sides), self.serving)
        of_lines = [{"request_id": one, "offer_id": None} for one in self.request_ids]
        of_lines += [{"request_id": self.request_ids[0], "offer_id": one} for one in self.offer_ids]
        view = match_view(who, thing, {"lines": of_lines}, self._things(group))
        if view is None:
            return None
        requests = [group[one].body for one in self.request_ids if one in group]
        views = [seen for one in requests if isinstance(one, RequestItem) and (seen := one.seen(known, who, group))]
        offers = [group[one].body for one in self.offer_ids if one in group and one in view.own_offers]
        mine = [one for one in offers if isinstance(one, OfferItem)]
        named = view.shows("requesting_states")
        full = view.whole or view.asks
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="match", view="full" if full else "shown",
            reference=self.reference if named else next((one.reference for one in mine), None),
            title=(views[0].title if views else None) or next((one.title for one in mine), None),
            region=self.region if named else None, areas=self.areas if view.shows("lines") else (),
            parties=tuple(s.party for s in self.sides if view.whole or s.party in view.named) if named else (),
            urgent=any(seen.urgent for seen in views), status=self.status,
        )  # fmt: skip

    def _things(self, group: Group) -> dict[str, Beside]:
        found: dict[str, Beside] = {}
        for one in (*self.request_ids, *self.offer_ids):
            item = group[one].body if one in group else None
            if isinstance(item, RequestItem):
                found[one] = Beside(item.thing(), item.shown.names if item.shown is not None else frozenset())
            elif isinstance(item, OfferItem):
                found[one] = Beside(item.thing())
        return found

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """The answers of its sides, and to their counters, then its confirmation."""
        return of_match(self, known.changed_at, limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, MatchEvent)
    one = event.match
    body = MatchItem(
        region=one.region,
        reference=one.reference,
        areas=one.functional_areas,
        status=standing(one),
        sides=tuple(MatchSide(party=s.party, role=s.role, region=s.region, answer=s.answer) for s in one.sides),
        request_ids=tuple(dict.fromkeys(line.request_id for line in one.lines)),
        offer_ids=tuple(dict.fromkeys(line.offer_id for line in one.lines)),
        serving=tuple(sorted({r.offer_region for r in one.reservations} - {one.region})),
        answer_due_at=one.answer_due_at,
        counters=tuple(
            MatchCountering(party=c.party, status=c.status, made_at=c.made_at, settled_at=c.settled_at)
            for c in one.counters
        ),
    )
    return remembered(event, envelope, body, body.request_ids[0])


def sides(event: Event, here: Here) -> tuple[str, ...]:
    """The sides of a match that this deployment serves; both when nothing of another one is in it (WM 11)."""
    assert isinstance(event, MatchEvent)
    return tuple(s.party for s in event.match.sides if (s.region or event.match.region) == here.deployment)


def consulted_side(event: Event, here: Here) -> tuple[str, ...]:
    """The party that a consultation was held with, where it is a side: it reads what was noted of it (WM 11)."""
    assert isinstance(event, MatchConsulted)
    noted = event.match.consultations[-1:]  # a copy from another deployment may come without it
    return tuple(party for party in sides(event, here) if any(one.party == party for one in noted))


def _settled(event: Event, here: Here, *becoming: str) -> tuple[str, ...]:
    """The party of a counter that became one of these, where this deployment serves it."""
    assert isinstance(event, CounterAnswered)
    one = next((c for c in event.match.counters if c.counter_id == event.counter_id), None)
    return tuple(p for p in sides(event, here) if one is not None and p == one.party and one.status in becoming)


def side_asked_again(event: Event, here: Here) -> tuple[str, ...]:
    """The party whose counter an officer did not take: its answer to the proposal is awaited again (WM 11)."""
    return _settled(event, here, "kept")


def side_whose_counter_was_taken(event: Event, here: Here) -> tuple[str, ...]:
    """The party whose counter an officer took: a proposal follows (WM 11)."""
    return _settled(event, here, "taken")


def bureau_of_withdrawn_counter(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when a party took its counter back: what they did with the others they know (WM 11)."""
    assert isinstance(event, CounterAnswered)
    one = next((c for c in event.match.counters if c.counter_id == event.counter_id), None)
    return bureau(event, here) if one is not None and one.status == "withdrawn" else ()


def sides_of_ended(event: Event, here: Here) -> tuple[str, ...]:
    """The sides of a match that ended; not again when an owner's late answer only repeats it (WM 11)."""
    assert isinstance(event, MatchReleased)
    return () if event.reason == "late_answer" else sides(event, here)


def bureau_when_open_again(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when the end of a match leaves something for them to do (WM 11, 16)."""
    assert isinstance(event, MatchReleased)
    return () if event.reason in {"late_answer", "request_withdrawn", "countered"} else bureau(event, here)


def offering_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose offer is in another one's match (WM 11)."""
    assert isinstance(event, MatchEvent)
    offers = {reservation.offer_region for reservation in event.match.reservations}
    return bureau(event, here) if here.deployment in offers else ()


def bureau_when_all_accepted(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, once nobody's answer is missing (WM 11)."""
    assert isinstance(event, MatchEvent)
    return bureau(event, here) if all(s.answer == "accepted" for s in event.match.sides) else ()


def bureau_while_answers_are_missing(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, while an answer is missing or negative (WM 11)."""
    return () if bureau_when_all_accepted(event, here) else bureau(event, here)


KIND = ItemKind(
    item=MatchItem,
    events=(MatchEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        sides: "side",
        consulted_side: "side",
        side_asked_again: "side",
        side_whose_counter_was_taken: "side",
        bureau_of_withdrawn_counter: "bureau",
        sides_of_ended: "side",
        bureau_when_all_accepted: "bureau",
        bureau_when_open_again: "bureau",
        bureau_while_answers_are_missing: "bureau",
        offering_bureau: "offering_bureau",
    },
    told={
        matching.MatchReserved: (act(sides, P11),),
        matching.MatchRefused: (act(bureau, P16),),
        matching.MatchAnswered: (act(bureau_when_all_accepted, P11), know(bureau_while_answers_are_missing, P11)),
        matching.MatchConsulted: (know(consulted_side, P11),),
        matching.MatchCountered: (act(bureau, P11),),
        matching.CounterAnswered: (
            act(side_asked_again, P11),
            know(side_whose_counter_was_taken, P11),
            know(bureau_of_withdrawn_counter, P11),
        ),
        matching.SideLeft: (
            know(sides, P11),
            act(bureau_when_all_accepted, P11),
            know(bureau_while_answers_are_missing, P11),
        ),
        matching.MatchConfirmed: (know(sides, P19), know(bureau, P19), know(secretariat, P19)),
        matching.MatchReleased: (know(sides_of_ended, P11), act(bureau_when_open_again, P16)),
        matching.MatchHandedOver: (know(sides),),
    },
    told_abroad={
        matching.MatchReserved: (act(sides, P11), know(offering_bureau, P11)),
        matching.MatchConsulted: (know(consulted_side, P11),),
        matching.CounterAnswered: (act(side_asked_again, P11), know(side_whose_counter_was_taken, P11)),
        matching.SideLeft: (know(sides, P11), know(offering_bureau, P11)),
        matching.MatchConfirmed: (know(sides, P19), know(offering_bureau, P19), know(secretariat, P19)),
        matching.MatchReleased: (know(sides_of_ended, P11), know(offering_bureau, P11)),
        matching.MatchHandedOver: (know(sides), know(offering_bureau)),
    },
    untold={
        matching.MatchRestated: "nothing happened; the state is said again with less of it",
        matching.MatchTakenOver: "its new bureau hears of the request that the match belongs to",
        matching.MatchProposed: "owners are asked over the bus first; the parties hear when capacity is held",
        matching.MatchPublished: "goes to subscribed webhooks",
        matching.MatchRetracted: "goes to subscribed webhooks",
    },
    repeated=(matching.MatchAnswered, matching.MatchConsulted, matching.MatchCountered, matching.CounterAnswered),
    # A note on a consultation is for the side that it was held with, a counter for its party and officers.
    not_followed=(matching.MatchConsulted, matching.MatchCountered, matching.CounterAnswered),
    reminders={ReminderDue: P6},
    statuses=(*get_args(MatchStatus), HANDED_OVER),
)
