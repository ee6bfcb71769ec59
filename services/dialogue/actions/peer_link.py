"""A peer link as commands meet it (WM 1, 20)."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict, Field

from services.dialogue.actions.meeting import Dialogue, serves
from services.dialogue.domain.peer_link import Peer, public_view
from services.dialogue.storage.peer_links import PeerLinkRepository
from shared.application.following_public import follow_public
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.peer_links import PeerLinkEvent, PeerLinkPublished, PeerLinkRetracted
from shared.contracts.shapes.peer_link import MOST_PARTIES, PeerLinkContent, PeerLinkState
from shared.contracts.shapes.values import Offerer
from shared.modalities.access import actions as a
from shared.modalities.access import links as access
from shared.modalities.access.actor import Actor

Link = Stored[PeerLinkState]
EXAMPLE: dict[str, Any] = {
    "title": "Registration of arrivals by mobile teams",
    "language": "en",
    "goal": "Zambia shows how its mobile teams register; Niger tries it in two places.",
    "functional_areas": ["registration"],
    "countries": ["iso3166:NER", "iso3166:ZMB"],
    "mode": "hybrid",
    "languages": ["en", "fr"],
    "parties": ["iso3166:ZMB"],
}


class PeerLinkBody(PeerLinkContent):
    """A link as it is wished, and whom one names: nobody, to ask the Secretariat whom it knows; for an officer, two or more."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    parties: tuple[Offerer, ...] = Field(default=(), max_length=MOST_PARTIES - 1)

    def content(self) -> PeerLinkContent:
        """The link itself, as it is kept."""
        return PeerLinkContent.model_validate(self.model_dump(exclude={"parties"}))


async def view(_: object, reader: Actor, state: PeerLinkState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return access.seen(reader, access.of_link(state), state.model_dump(mode="json")) or {}


LINK = Kind(
    "link",
    a.READ_LINK,
    access.of_link,
    lambda connection, link_id, lock: PeerLinkRepository(connection).find(link_id, lock=lock),
    view,
)
after = LINK.after


def peers(doing: Dialogue, parties: Iterable[str]) -> list[Peer]:
    """Parties with the deployment that serves each today, where that is another."""
    return [Peer(one, serves(doing, one)) for one in parties]


async def changed(doing: Dialogue, event: PeerLinkEvent) -> Done[PeerLinkState]:
    """Ends a change: what the event carries is stored and told, and the public topic follows."""
    state, links = event.link, PeerLinkRepository(doing.uow.connection)
    done = await kept(doing.uow, links, state, event)
    await follow_public(links, doing.uow, state.link_id, public_view(state), PeerLinkPublished, PeerLinkRetracted)
    return done
