"""A call for offers: to the parties that it asks, the States that it is for, and the officers (WM 6, 17).

Each deployment tells its own: the call's its States and those asked that no other one serves, another one those it serves.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, bureau
from services.notifications.domain.seen import Seen
from services.notifications.domain.shown import Shown, shown_part
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from services.notifications.kinds.offer import OfferItem
from services.notifications.kinds.request.item import RequestItem, of_shown
from shared.contracts import matching
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.matching import CallEvent, OffersSought
from shared.contracts.notifications import ReminderDue
from shared.contracts.shapes.call import TAKES_ANSWERS, Solicitation
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.audience import Audience
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P6, P17
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Call


class AskedItem(Shape):
    """A party that is asked for an offer. ``region``: the deployment that tells it, if it is another."""

    party: str
    region: str | None = None
    answered: bool = False


class SolicitationItem(ItemBody):
    """A call for offers, with what was shown then. ``approached``: to whom it is shown, nobody once it is recalled."""

    kind: Literal["solicitation"] = "solicitation"
    region: str
    request_id: str
    approached: tuple[str, ...]
    shown: Shown
    answer_due_at: datetime
    status: str = "open"
    states: tuple[str, ...] = ()
    asked: tuple[AskedItem, ...] = ()

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.asked if one.region is not None)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """The request, as its States and the officers read it; to who is asked as it is shown now (WM 17)."""
        request = group.get(self.request_id)
        now = request.body if request is not None and isinstance(request.body, RequestItem) else None
        asks = who.party in self.states
        if asks or who.role in OFFICERS:
            thing = resources.solicitation(self.region, self.approached, self.states, self.kept_in())
            allowed = decide(who, a.READ_SOLICITATION, thing).allowed
            if allowed and now is None and who.role in OFFICERS and self.approached:
                # Officers of a deployment that serves some of the parties know of the request what these are shown.
                return of_shown(known, self.shown, self.region)
            return _in_full(known, now) if allowed and now else None
        if who.party not in self.approached:
            return None
        if request is None or now is None:
            # The request itself is not known here yet: what was shown when they were asked.
            return of_shown(known, self.shown, self.region)
        if now.shown is None or not Audience.of_words(now.audiences).admits(who.party):
            return None
        return of_shown(known, now.shown, self.region)

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """The answers of those that it asks."""
        return rules.of_call(self._owing(group))

    def _owing(self, group: Group) -> Call:
        request = group.get(self.request_id)
        now = request.body if request is not None and isinstance(request.body, RequestItem) else None
        # Who is not shown the request any more owes nothing on it (WM 17).
        opened = Audience.of_words(now.audiences).admits if now is not None else lambda _: True
        offers = (one.body for one in group.values() if isinstance(one.body, OfferItem))
        answered = {party for one in offers if one.in_response_to == self.request_id for party in one.parties}
        answered |= {one.party for one in self.asked if one.answered}
        asked = tuple(filter(opened, self.approached)) if self.status in TAKES_ANSWERS else ()
        regions = {one.party: one.region for one in self.asked if one.region is not None}
        return Call(asked, frozenset(answered), self.answer_due_at, regions)


def _in_full(known: Known, request: RequestItem) -> Seen:
    return Seen(
        item_id=known.item_id, thread=known.thread, kind="solicitation", view="full", reference=request.reference,
        title=request.title, region=request.region, areas=request.areas, parties=request.states, urgent=request.urgent,
    )  # fmt: skip


def _state(event: Event) -> Solicitation:
    assert isinstance(event, CallEvent)
    return event.solicitation


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = SolicitationItem(
        region=envelope.region,
        request_id=one.request_id,
        approached=one.approached,
        shown=shown_part(one.shown),
        answer_due_at=one.answer_due_at,
        status=one.standing,
        states=one.requesting_states,
        asked=tuple(AskedItem(party=a.party, region=a.region, answered=a.answer is not None) for a in one.everyone()),
    )
    return remembered(event, envelope, body, one.request_id)


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    if not isinstance(event, OffersSought) or role != "approached":
        return ()
    return (Spoken(kind="call", text=event.solicitation.message or ""),)


def approached(event: Event, here: Here) -> tuple[str, ...]:
    """The parties whom UNHCR asks for offers, and that no other deployment tells (WM 17)."""
    one = _state(event)
    elsewhere = {a.party for a in one.asked if a.region not in (None, here.deployment)}
    return tuple(party for party in one.approached if party not in elsewhere)


def approached_from_elsewhere(event: Event, here: Here) -> tuple[str, ...]:
    """Those that another deployment's call asks and this one tells (WM 17)."""
    one = _state(event)
    return tuple(a.party for a in one.asked if a.region == here.deployment and a.party in one.approached)


def were_asked(event: Event, here: Here) -> tuple[str, ...]:
    """Everybody who was asked, whatever may still be shown (WM 17)."""
    return tuple(a.party for a in _state(event).everyone() if a.region in (None, here.deployment))


def were_asked_from_elsewhere(event: Event, here: Here) -> tuple[str, ...]:
    """The same of another deployment's call."""
    return tuple(a.party for a in _state(event).asked if a.region == here.deployment)


def asking_states(event: Event, _: Here) -> tuple[str, ...]:
    """The States for which offers are sought (WM 17)."""
    return _state(event).requesting_states


def serving_call(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose parties another one's call asks (WM 6)."""
    return bureau(event, here) if here.deployment in {a.region for a in _state(event).asked} else ()


KIND = ItemKind(
    item=SolicitationItem,
    events=(CallEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        approached: "approached",
        approached_from_elsewhere: "approached",
        were_asked: "approached",
        were_asked_from_elsewhere: "approached",
        asking_states: "requesting_state",
        serving_call: "serving_bureau",
    },
    told={
        matching.OffersSought: ((approached, True, P17), (asking_states, False, P17)),
        matching.CallAnswered: ((bureau, False, P17), (asking_states, False, P17)),
        matching.CallClosed: ((bureau, False, P17), (asking_states, False, P17)),
        matching.CallRecalled: ((were_asked, False, P17), (bureau, False, P17)),
    },
    told_abroad={
        matching.OffersSought: ((approached_from_elsewhere, True, P17), (serving_call, False, P17)),
        matching.CallAnswered: ((serving_call, False, P17),),
        matching.CallClosed: ((serving_call, False, P17),),
        matching.CallRecalled: ((were_asked_from_elsewhere, False, P17), (serving_call, False, P17)),
    },
    untold={
        matching.CallReached: "read where the call is; whom no message reaches stands in the officers' worklist",
        matching.CallClosing: "who has not answered is reminded of its own step",
        matching.CallHandedOver: "both bureaux hear of the request that the call belongs to",
        matching.CallTakenOver: "both bureaux hear of the request that the call belongs to",
        matching.CallRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(matching.CallAnswered,),
    # That a party answered a call is for those who may know that it was asked.
    not_followed=(matching.CallAnswered,),
    told_unseen=(matching.CallRecalled,),
    reminders={ReminderDue: P6},
    voluntary=frozenset({"solicitation"}),
    words=SpokenForms(("call",), _said),
)
