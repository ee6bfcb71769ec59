"""A peer link: to who is asked, to its parties, and to the officers who serve them; nobody is named in a message (WM 1, 20)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import peer_links
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.peer_links import PeerLinkEvent
from shared.contracts.peer_reminders import LinkReminderDue
from shared.contracts.shapes.peer_link import LinkStatus, PeerLinkState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.links import link
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P1, P6, P20
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_links import AskedPeer, LinkOwing, of_link
from shared.modalities.steps.step import Step


class LinkedPeer(Shape):
    """A party with its own word."""

    party: str
    answer: str
    asked_at: datetime
    region: str | None = None


class LinkItem(ItemBody):
    """A peer link, with no word of it but what it is called (WM 1). ``elsewhere``: other deployments that tell parties of it."""

    kind: Literal["link"] = "link"
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    parties: tuple[LinkedPeer, ...] = ()
    asked_since: datetime | None = None
    public: bool = False
    elsewhere: tuple[str, ...] = ()

    # Nobody has to enter one (WM 1).
    not_escalated = frozenset({"link_word"})

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(self.elsewhere)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For whoever may read it; of its parties nobody is named."""
        thing = link(self.region, ((one.party, one.answer) for one in self.parties), self.public, self.elsewhere)
        if not decide(who, a.READ_LINK, thing).allowed:
            return None
        stands = decide(who, a.READ_LINK, thing.unshown()).allowed
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="link", view="full" if stands else "shown",
            reference=self.reference, title=self.title, region=self.region, areas=self.areas, status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What those who are asked and the Secretariat owe of it."""
        pending = [AskedPeer(one.party, one.asked_at, one.region) for one in self.parties if one.answer == "pending"]
        return of_link(LinkOwing(self.region, self.status, self.asked_since, pending), limits)


def _state(event: Event) -> PeerLinkState:
    assert isinstance(event, PeerLinkEvent)
    return event.link


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = LinkItem(
        region=one.region, reference=one.reference, title=one.content.title, areas=one.content.functional_areas,
        status=one.status, asked_since=one.asked_since, public=one.public(), elsewhere=tuple(sorted(one.serving())),
        parties=tuple(
            LinkedPeer(party=it.party, answer=it.answer, asked_at=it.asked_at, region=it.region) for it in one.parties
        ),
    )  # fmt: skip
    return remembered(event, envelope, body)


def _told_here(event: Event, here: Here, fits: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Those of its parties, by name and word, that this deployment tells."""
    one = _state(event)
    stand: Iterable[str] = (
        it.party for it in one.parties if (it.region or one.region) == here.deployment and fits(it.party, it.answer)
    )
    return tuple(sorted(set(stand)))


def _by(event: Event) -> str:
    """Who did it: that party is not told of its own word."""
    if isinstance(event, peer_links.PeerExchangeHeld):
        return next(it.recorded_by for it in event.link.exchanges if it.exchange_id == event.exchange_id)
    return str(getattr(event, "party", ""))


def asked_peer(event: Event, here: Here) -> tuple[str, ...]:
    """Who is asked whether it enters the link (WM 1)."""
    return _told_here(event, here, lambda _, answer: answer == "pending")


def newly_asked_peer(event: Event, here: Here) -> tuple[str, ...]:
    """Who was asked just now, by an officer (WM 20)."""
    last = max(it.asked_at for it in _state(event).parties)
    new = {it.party for it in _state(event).parties if it.answer == "pending" and it.asked_at == last}
    return _told_here(event, here, lambda party, _: party in new)


def other_peers(event: Event, here: Here) -> tuple[str, ...]:
    """Who is or was in it by its own word, but for who did it."""
    by = _by(event)
    return _told_here(event, here, lambda party, answer: answer in ("accepted", "left") and party != by)


def who_named(event: Event, here: Here) -> tuple[str, ...]:
    """Who wished it, where it named the party that answers itself: of whom officers ask it hears once that party agreed."""
    assert isinstance(event, peer_links.PeerAnswered)
    one = event.link
    named = any(it.party == event.party and it.came == "named" for it in one.parties)
    return _told_here(event, here, lambda party, _: named and party == one.proposed_by)


def bureau_that_introduces(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, where an introduction is asked of them (WM 20)."""
    one = _state(event)
    return bureau(event, here) if one.asked_since is not None and one.region == here.deployment else ()


def bureau_beside(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, where nothing is asked of them and they did not propose it themselves (WM 6)."""
    one = _state(event)
    return bureau(event, here) if one.asked_since is None and one.proposed_by is not None else ()


def serving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of another deployment that serves one of its parties (WM 6)."""
    return bureau(event, here) if here.deployment in _state(event).serving() else ()


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """How it ended, in the words of who left it last or took it back."""
    said = _state(event).reason if isinstance(event, peer_links.PeerLinkEnded) else None
    return (Spoken(kind="link", text=said),) if said else ()


_ASKED, _OTHERS = act(asked_peer, P1), know(other_peers, P1)
KIND = ItemKind(
    item=LinkItem,
    events=(PeerLinkEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        asked_peer: "asked_peer",
        newly_asked_peer: "asked_peer",
        other_peers: "peer",
        who_named: "peer",
        bureau_that_introduces: "bureau",
        bureau_beside: "bureau",
        serving_bureau: "link_bureau",
    },
    told={
        peer_links.PeerLinkWished: (_ASKED, act(bureau_that_introduces, P20), know(bureau_beside, P6)),
        peer_links.PeersIntroduced: (act(newly_asked_peer, P20),),
        peer_links.PeerAnswered: (know(who_named, P1), act(bureau_that_introduces, P20)),
        peer_links.PeerLinkAgreed: (_OTHERS, know(bureau, P6)),
        peer_links.PeerExchangeHeld: (know(other_peers, P20),),
        peer_links.PeerPublicationAnswered: (_OTHERS,),
        peer_links.PeerLeft: (_OTHERS, know(bureau, P6)),
        peer_links.PeerLinkEnded: (_OTHERS, know(asked_peer, P1), know(bureau, P6)),
    },
    told_abroad={
        peer_links.PeerLinkWished: (_ASKED, know(serving_bureau, P6)),
        peer_links.PeersIntroduced: (act(newly_asked_peer, P20), know(serving_bureau, P6)),
        peer_links.PeerAnswered: (know(who_named, P1),),
        peer_links.PeerLinkAgreed: (_OTHERS, know(serving_bureau, P6)),
        peer_links.PeerExchangeHeld: (know(other_peers, P20),),
        peer_links.PeerPublicationAnswered: (_OTHERS,),
        peer_links.PeerLeft: (_OTHERS,),
        peer_links.PeerLinkEnded: (_OTHERS, know(asked_peer, P1), know(serving_bureau, P6)),
    },
    untold={
        peer_links.PeerLinkRestated: "nothing happened; the state is said again with less of it",
        peer_links.PeerLinkPublished: "goes to subscribed webhooks",
        peer_links.PeerLinkRetracted: "goes to subscribed webhooks",
    },
    repeated=(peer_links.PeersIntroduced, peer_links.PeerAnswered, peer_links.PeerPublicationAnswered,
              peer_links.PeerExchangeHeld),
    # Who is asked, and what peers write of each other, is not everybody's to follow who reads that there is a link.
    not_followed=(peer_links.PeersIntroduced, peer_links.PeerAnswered, peer_links.PeerPublicationAnswered,
                  peer_links.PeerExchangeHeld),
    reminders={LinkReminderDue: P20},
    voluntary=frozenset({"link_word"}),
    statuses=get_args(LinkStatus),
    words=SpokenForms(("link",), _said, lambda seen: seen.view == "full"),
)  # fmt: skip
