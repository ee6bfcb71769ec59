"""Peer links in the read model: whole where a party of theirs is served, for the others what is public (WM 1, 20)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.peer_links import PeerLinkEvent
from shared.modalities.access import actions as a
from shared.modalities.access import links
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_links import of_link, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, PeerLinkEvent)
    one = event.link
    # Who is in it by its own word: nobody who is only asked.
    return row("link", "link", one.status, one.begun_at, tuple(it.party for it in one.members()), links.of_link(one),
               reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_link(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="link",
    family=PeerLinkEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_LINK,
    listed="peerLinks",
    published="peer-link",
    seen=links.seen,
    owing=_owing,
    know_steps=a.READ_LINK_WHOLE,
    own_word=(a.ANSWER_LINK, ("link_word",)),
)
