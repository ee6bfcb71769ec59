"""A peer link through its life: agreed by the own word of each party, with the exchanges that peers hold (WM 1, 20). Pure: state in, state out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.dialogue.domain.no_person_named import no_person_named
from shared.contracts.shapes.peer_link import (
    MOST_EXCHANGES,
    MOST_PARTIES,
    LinkParty,
    LinkStatus,
    PeerExchange,
    PeerLinkContent,
    PeerLinkState,
)
from shared.contracts.shapes.public_views import PublicPeerLink
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted, twice
from shared.modalities.paragraphs import P1, P20


@dataclass(frozen=True)
class Peer:
    """A party, and the deployment that serves it, if that is another than the link's."""

    party: str
    region: str | None = None


@dataclass(frozen=True)
class NewLink:
    """What every new link has."""

    link_id: str
    reference: str
    region: str
    now: datetime

    def own(self) -> dict[str, Any]:
        """The same, as the state names it."""
        return {name: getattr(self, name) for name in ("link_id", "reference", "region")} | {"begun_at": self.now}


def wished(begun: NewLink, content: PeerLinkContent, by: Peer, others: Sequence[Peer]) -> PeerLinkState:
    """What a party wishes, with whom; who names nobody asks the Secretariat for an introduction. Raises Invalid."""
    faults = _faults(content) + _named_twice([one.party for one in others], {by.party})
    if faults:
        raise Invalid(tuple(faults), paragraph=P1)
    mine = LinkParty(
        party=by.party, came="wished", answer="accepted", asked_at=begun.now, answered_at=begun.now, region=by.region
    )
    parties = (mine, *_asked(others, "named", begun.now))
    return PeerLinkState(
        **begun.own(), status="wished", content=content, proposed_by=by.party, parties=parties, introduction=not others,
        asked_since=None if others else begun.now,
    )  # fmt: skip


def proposed(begun: NewLink, content: PeerLinkContent, others: Sequence[Peer]) -> PeerLinkState:
    """What officers propose between parties, of which none has said anything yet. Raises Invalid naming every fault."""
    faults = _faults(content) + _named_twice([one.party for one in others], set())
    if len(others) < 2:
        faults.append(Fault("/parties", "a link is between two parties or more", "two_parties_needed"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P1)
    asked = _asked(others, "introduced", begun.now)
    return PeerLinkState(**begun.own(), status="wished", content=content, parties=asked)


def introduced(state: PeerLinkState, others: Sequence[Peer], now: datetime) -> PeerLinkState:
    """Further parties are asked into a link that is wished; one that declined may be asked again. Raises Conflict, Invalid."""
    _while(state, "wished")
    standing = {one.party for one in state.parties if one.answer != "declined"}
    if faults := _named_twice([one.party for one in others], standing):
        raise Invalid(tuple(faults), paragraph=P20)
    if len(state.parties) + len(others) > MOST_PARTIES:
        raise Conflict("link_full", f"A link takes {MOST_PARTIES} parties", P20)
    return state.model_copy(update={"parties": (*state.parties, *_asked(others, "introduced", now))})


def answered(state: PeerLinkState, party: str, accepts: bool, now: datetime) -> PeerLinkState:
    """With a party's own word; agreed with the last one, if two or more said yes. Raises Conflict, NotPermitted."""
    _while(state, "wished")
    mine = state.party(party)
    if mine is None or mine.answer != "pending":
        raise NotPermitted("not_asked", f"No such word of {party} is waited for", P1)
    return _settled(_with(state, party, answer="accepted" if accepts else "declined", answered_at=now), now)


def _settled(after: PeerLinkState, now: datetime) -> PeerLinkState:
    """How a wished link stands after a word: agreed, still wished, or with nobody left to link with."""
    inside = [one for one in after.parties if one.answer == "accepted"]
    awaited = [one for one in after.parties if one.answer == "pending"]
    if not awaited and len(inside) > 1:
        return after.model_copy(update={"status": "agreed", "agreed_at": now, "asked_since": None})
    if len(inside) + len(awaited) > 1:
        return after
    if after.introduction and inside:  # Whom the Secretariat knew did not want to: it is asked again.
        return after.model_copy(update={"asked_since": now})
    return after.model_copy(update={"status": "ended", "ended_at": now, "asked_since": None})


def held(state: PeerLinkState, exchange: PeerExchange, now: datetime) -> PeerLinkState:
    """With an exchange that was held; the first one makes the link active. Raises Conflict, Invalid naming every fault."""
    _while(state, "agreed", "active")
    if len(state.exchanges) >= MOST_EXCHANGES:
        raise Conflict("link_full", f"A link takes {MOST_EXCHANGES} exchanges", P20)
    assert state.agreed_at is not None, "it is agreed"
    faults = list(no_person_named("/title", exchange.title))
    if exchange.held_on > now.date():
        faults.append(Fault("/held_on", "lies in the future", "date_in_future"))
    elif exchange.held_on < state.agreed_at.date():
        faults.append(Fault("/held_on", f"lies before the link was agreed, {state.agreed_at.date()}", "out_of_order"))
    if any(_same(one, exchange) for one in state.exchanges):
        faults.append(Fault("/title", "this exchange is recorded already", "twice"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P20)
    return state.model_copy(update={"status": "active", "exchanges": (*state.exchanges, exchange)})


def said_of_publication(state: PeerLinkState, party: str, publishes: bool, now: datetime) -> PeerLinkState:
    """With a party's word on what is public; it is public once each agrees, and no more when one takes that back. Raises Conflict."""
    if state.agreed_at is None:
        raise Conflict(f"link_{state.status}", "What no two parties agreed is not published", P1)
    mine = state.party(party)
    if mine is not None and mine.publishes == publishes:
        raise Conflict("nothing_changed", "That is what your party said", P1)
    after = _with(state, party, publishes=publishes)
    shown = after.published_at or (now if after.public() else None)
    return after.model_copy(update={"published_at": shown})


def left(state: PeerLinkState, party: str, reason: str | None, language: str | None, now: datetime) -> PeerLinkState:
    """A party takes its part out; fewer than two are no link, and who wished it takes it back as long as it is not agreed.

    Raises Conflict.
    """
    _while(state, "wished", "agreed", "active")
    early = state.status == "wished"
    after = _with(state, party, answer="declined" if early else "left", answered_at=now)
    after = after.model_copy(update={"reason": reason, "reason_language": language if reason else None})
    if early and state.proposed_by != party:
        return _settled(after, now)
    if not early and sum(one.answer == "accepted" for one in after.parties) > 1:
        return after
    return after.model_copy(update={"status": "ended", "ended_at": now, "asked_since": None})


def withdrawn(state: PeerLinkState, reason: str, language: str, now: datetime) -> PeerLinkState:
    """Officers take back what they propose, or tell who asked that they know nobody. Raises Conflict, NotPermitted."""
    _while(state, "wished")
    if state.proposed_by is not None and not state.introduction:
        raise NotPermitted("its_partys_own", "What a party wishes of parties that it named is its own to take back", P1)
    ended = {"status": "ended", "ended_at": now, "asked_since": None, "reason": reason, "reason_language": language}
    return state.model_copy(update=ended)


def public_view(state: PeerLinkState) -> dict[str, object] | None:
    """What everybody may read of it; None when nothing is public."""
    if not state.public() or state.agreed_at is None:
        return None
    content = state.content
    view = PublicPeerLink(
        reference=state.reference, title=content.title, language=content.language,
        functional_areas=content.functional_areas, countries=content.countries,
        parties=tuple(one.party for one in state.members()), agreed_on=state.agreed_at.date(),
        ended_on=state.ended_at.date() if state.ended_at is not None else None,
    )  # fmt: skip
    return view.model_dump(mode="json")


def _while(state: PeerLinkState, *statuses: LinkStatus) -> None:
    if state.status not in statuses:
        raise Conflict(f"link_{state.status}", f"The peer link is {state.status}", P1)


def _asked(others: Sequence[Peer], came: Any, now: datetime) -> tuple[LinkParty, ...]:
    return tuple(
        LinkParty(party=one.party, came=came, answer="pending", asked_at=now, region=one.region) for one in others
    )


def _with(state: PeerLinkState, party: str, **said: Any) -> PeerLinkState:
    mine = state.party(party)
    assert mine is not None, "the policy lets nobody else"
    changed = mine.model_copy(update=said)
    return state.model_copy(update={"parties": tuple(changed if one is mine else one for one in state.parties)})


def _same(one: PeerExchange, other: PeerExchange) -> bool:
    return (one.held_on, one.kind, one.title) == (other.held_on, other.kind, other.title)


def _faults(content: PeerLinkContent) -> list[Fault]:
    lists = {
        "countries": content.countries,
        "languages": content.languages,
        "functional_areas": content.functional_areas,
    }
    faults = [fault for name, those in lists.items() for fault in twice(f"/{name}/{{n}}", those)]
    return faults + list(no_person_named("/title", content.title))


def _named_twice(named: Sequence[str], standing: set[str]) -> list[Fault]:
    return [
        Fault(f"/parties/{n}", f"'{one}' stands in it already", "twice")
        for n, one in enumerate(named)
        if one in standing or one in named[:n]
    ]
