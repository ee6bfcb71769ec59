"""What of a match a reader sees (WM 11, 17): of each request what its States agreed to show, of each offer what its
visibility allows, of the parties no more than follows from both.

What is made of a text is as closed as that text: areas and amounts are those of the request's lines, the reference names
the State that asks, and each signal of the explanation is made of fields that are named here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, Resource
from shared.modalities.access.signals import CAPACITY, EARLIER_WORK, MADE_OF

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """A request or an offer that stands in a match; ``shown`` names the fields that its States agreed to show."""

    thing: Resource
    shown: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class MatchView:
    """What a reader may know of a match. ``requests`` -> the fields shown, None for all of it; an absent one is hidden."""

    reader: Actor
    whole: bool
    request_ids: tuple[str, ...]
    requests: Mapping[str, frozenset[str] | None]
    own_offers: frozenset[str]
    offers: frozenset[str]
    named: frozenset[str]
    """Parties that may be named."""

    def shows(self, name: str) -> bool:
        """Whether a field of every request in it may be known."""
        fields = [self.requests.get(one, frozenset()) for one in self.request_ids]
        return self.whole or all(shown is None or name in shown for shown in fields)

    @property
    def asks(self) -> bool:
        """Whether the reader may read every request of it."""
        return self.whole or all(self.requests.get(one, frozenset()) is None for one in self.request_ids)

    def line(self, request_id: str) -> bool:
        """Whether lines of a request may be known."""
        shown = self.requests.get(request_id, frozenset())
        return self.whole or shown is None or "lines" in shown


def match_view(actor: Actor, thing: Resource, state: State, beside: Mapping[str, Beside]) -> MatchView | None:
    """What the actor may know of a match; None: not of its being. What is not known to be shown is not shown.

    ``state``: needs the lines' ``request_id`` and ``offer_id``.
    """
    if not decide(actor, a.READ_MATCH, thing).allowed:
        return None
    whole = decide(actor, a.READ_MATCH_WHOLE, thing).allowed
    request_ids = tuple(dict.fromkeys(line["request_id"] for line in state["lines"]))
    requests: dict[str, frozenset[str] | None] = {}
    named: set[str] = {actor.party} if actor.party else set()
    for one in (one for one in request_ids if one in beside):
        request = beside[one]
        if decide(actor, a.READ_ASSESSMENT, request.thing).allowed:
            requests[one] = None
        elif decide(actor, a.READ_SHOWN_REQUEST, request.thing).allowed and request.shown:
            requests[one] = request.shown
        if requests.get(one, frozenset()) is None or "requesting_states" in (requests.get(one) or ()):
            named |= request.thing.parties(PartyRole.REQUESTER)
    asks = any(fields is None for fields in requests.values())
    own, offers = set[str](), set[str]()
    for one in (one for one in dict.fromkeys(line["offer_id"] for line in state["lines"]) if one in beside):
        offer = beside[one].thing
        if decide(actor, a.READ_OFFER_WHOLE, offer).allowed:
            own.add(one)
        if one in own or (asks and decide(actor, a.READ_OFFER, offer).allowed):
            offers.add(one)
            named |= offer.parties(PartyRole.OFFERER)
    return MatchView(actor, whole, request_ids, requests, frozenset(own), frozenset(offers), frozenset(named))


def match(actor: Actor, thing: Resource, state: State, beside: Mapping[str, Beside]) -> dict[str, Any] | None:
    """The state of a match as the actor sees it; what is hidden is null, or left out of its list."""
    view = match_view(actor, thing, state, beside)
    if view is None or view.whole:
        return dict(state) if view is not None else None
    says_who = view.shows("requesting_states")
    seen = {**state, "proposed_by": None, "confirmed_by": None}
    seen |= {} if says_who else {"reference": None, "region": None, "handed_over_to": None, "belonged": []}
    seen |= {} if view.shows("lines") else {"functional_areas": []}
    all_offers = view.offers >= {line["offer_id"] for line in state["lines"]}
    seen |= {} if view.asks and all_offers else {"proposal_reason": None}
    return seen | {
        "lines": list(_lines(view, state["lines"])),
        "sides": list(_sides(view, state["sides"])),
        "reservations": list(_reservations(view, state["reservations"])),
        "consultations": [
            {**one, "recorded_by": None} for one in state.get("consultations", ()) if one["party"] == actor.party
        ],
        # What it would give or take instead is between a party and officers; the other side sees the proposal that follows.
        "counters": [
            {**one, "settled_by": None, "lines": list(_lines(view, one["lines"]))}
            for one in state.get("counters", ())
            if one["party"] == actor.party
        ],
        "followed_by": None,
        "explanation": list(_explanation(view, state.get("explanation", ()))),
    }


def _lines(view: MatchView, lines: Iterable[State]) -> Iterable[State]:
    for line in lines:
        mine = line["offer_id"] in view.own_offers
        request = view.requests.get(line["request_id"], frozenset())
        if not mine and request is not None:
            continue
        hidden = {} if line["request_id"] in view.requests else {"request_id": None}
        closed = {name: None for name in ("request_line_id", "covers") if name in line}
        hidden |= {} if view.line(line["request_id"]) else closed
        hidden |= {} if line["offer_id"] in view.offers else {"offer_id": None, "offer_line_id": None}
        yield {**line, **hidden}


def _sides(view: MatchView, sides: Iterable[State]) -> Iterable[State]:
    for side in sides:
        if side["party"] == view.reader.party or (view.asks and side["party"] in view.named):
            yield side
        elif side["party"] in view.named:
            yield {**side, "region": None, "reason_code": None, "answered_at": None}


def _reservations(view: MatchView, reservations: Iterable[State]) -> Iterable[State]:
    for one in reservations:
        if one["offer_id"] in view.own_offers:
            yield one
        elif one["offer_id"] in view.offers:
            yield {**one, "reason": None}


def _explanation(view: MatchView, ranked: Iterable[State]) -> Iterable[State]:
    for one in ranked:
        if one.get("offer_id") not in view.offers:
            continue
        mine = one.get("offer_id") in view.own_offers
        signals = [signal for signal in one.get("signals", ()) if _knows(view, signal, mine=mine)]
        # Whoever has the score and all signals but one has that one.
        whole = len(signals) == len(one.get("signals", ()))
        hidden = {} if view.asks and whole else {"rank": None, "score": None}
        hidden |= {} if view.shows("lines") else {"line_id": None}
        yield {**one, **hidden, "signals": signals}


def _knows(view: MatchView, signal: State, *, mine: bool) -> bool:
    """Whether all that a signal is made of may be known; one that is not listed is made of who knows what."""
    made_of = MADE_OF.get(signal.get("signal") or "")
    if made_of is None or (CAPACITY in made_of and not mine):
        return False
    if EARLIER_WORK in made_of and not _took_part(view, signal.get("worked", ())):
        return False
    return all(view.shows(name) for name in made_of - {CAPACITY, EARLIER_WORK})


def _took_part(view: MatchView, worked: Sequence[State]) -> bool:
    """Whether the reader stood itself in all earlier work that is told of. What does not say whose it was is not told."""
    return bool(worked) and all(view.reader.party in {one["state"], one["party"]} for one in worked)
