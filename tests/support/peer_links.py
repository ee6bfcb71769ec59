"""A peer link through its life without a running service: made with dialogue's own rules, so that its states are possible."""

from datetime import date, datetime
from typing import Any

from services.dialogue.domain import peer_link as domain
from services.dialogue.domain.peer_link import NewLink, Peer
from shared.contracts import peer_links
from shared.contracts.shapes.peer_link import PeerExchange, PeerLinkContent, PeerLinkState
from tests.support.interfaces import Interfaces

NER, ZMB, ECRE = "iso3166:NER", "iso3166:ZMB", "org:ecre"


def link_content(**changes: Any) -> dict[str, Any]:
    """Mobile registration, of Niger and Zambia."""
    return {
        "title": "Mobile registration",
        "language": "en",
        "goal": "Zambia shows how its mobile teams register; Niger tries it in two places.",
        "functional_areas": ["registration"],
        "countries": [NER, ZMB],
        "mode": "hybrid",
        "languages": ["en", "fr"],
    } | changes


def link_body(*parties: str, **changes: Any) -> dict[str, Any]:
    """The same as a body, with whom it names."""
    return link_content(**changes) | {"parties": list(parties)}


def exchange_body(day: date, **changes: Any) -> dict[str, Any]:
    """A visit of a team."""
    return {
        "held_on": str(day), "kind": "visit", "title": "Visit to Meheba", "language": "en",
        "learnt": "Two days suffice for a team of six.",
    } | changes  # fmt: skip


class PeerLink:
    """Each method takes a step and gives its event. ``by``: who wishes it; None where officers propose it."""

    def __init__(self, now: datetime, *parties: str, by: str | None = NER, regions: Any = None, **changes: Any) -> None:
        self.version, self.now = 1, now
        self.regions: dict[str, str] = regions or {}
        content = PeerLinkContent.model_validate(link_content(**changes))
        begun, others = NewLink("l1", "LINK-2026-WCA-001", "wca", now), [self._peer(one) for one in parties]
        self.state = (
            domain.proposed(begun, content, others)
            if by is None
            else domain.wished(begun, content, self._peer(by), others)
        )
        self.first = self._event(peer_links.PeerLinkWished)

    def _peer(self, party: str) -> Peer:
        return Peer(party, self.regions.get(party))

    def _event(self, kind: type[peer_links.PeerLinkEvent], **more: Any) -> Any:
        return kind(aggregate_id="l1", aggregate_version=self.version, link=self.state, **more)

    def _next(self, kind: type[peer_links.PeerLinkEvent], state: PeerLinkState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind, **more)

    def introduced(self, *parties: str) -> Any:
        state = domain.introduced(self.state, [self._peer(one) for one in parties], self.now)
        return self._next(peer_links.PeersIntroduced, state)

    def answered(self, party: str = ZMB, accepts: bool = True) -> Any:
        state = domain.answered(self.state, party, accepts, self.now)
        if state.status == "ended":
            return self._next(peer_links.PeerLinkEnded, state)
        kind = peer_links.PeerLinkAgreed if state.status == "agreed" else peer_links.PeerAnswered
        return self._next(kind, state, party=party)

    def held(self, by: str = NER, number: int = 1, **changes: Any) -> Any:
        own = {"exchange_id": f"e{number}", "recorded_by": by, "recorded_at": self.now}
        exchange = PeerExchange.model_validate(exchange_body(self.now.date(), **changes) | own)
        state = domain.held(self.state, exchange, self.now)
        return self._next(peer_links.PeerExchangeHeld, state, exchange_id=exchange.exchange_id)

    def publishes(self, party: str, publishes: bool = True) -> Any:
        state = domain.said_of_publication(self.state, party, publishes, self.now)
        return self._next(peer_links.PeerPublicationAnswered, state, party=party)

    def left(self, party: str, reason: str | None = None) -> Any:
        state = domain.left(self.state, party, reason, "en" if reason else None, self.now)
        if state.status == "ended":
            return self._next(peer_links.PeerLinkEnded, state)
        return self._next(peer_links.PeerLeft, state, party=party)

    def withdrawn(self, reason: str = "We know nobody") -> Any:
        return self._next(peer_links.PeerLinkEnded, domain.withdrawn(self.state, reason, "en", self.now))


def agreed(now: datetime, *more: str, **changes: Any) -> PeerLink:
    """Niger and Zambia, and whoever else is named, said yes."""
    one = PeerLink(now, ZMB, *more, **changes)
    for party in (ZMB, *more):
        one.answered(party)
    return one


def asked_of_links(at: Interfaces, state: str, officer: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Peer links, each operation having one of its own: wished by the State, or for officers with an introduction asked of them."""
    found: dict[str, tuple[str, dict[str, str]]] = {"wish_link": (state, {}), "list_links": (state, {})}
    officers = ("introduce_peers", "withdraw_link")
    for name in ("read_link", "answer_link", "record_exchange", "answer_link_publication", "leave_link", *officers):
        made = at.call(state, "dialogue", "POST", "/peer-links", link_body()).json()
        found[name] = (officer if name in officers else state, {"link_id": made["link_id"]})
    return found
