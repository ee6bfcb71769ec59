"""Peer links in PostgreSQL (WM 1, 20)."""

from services.dialogue.storage.tables import peer_link, peer_link_counter
from shared.contracts.shapes.peer_link import PeerLinkState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import ShownStates


class PeerLinkRepository(Numbered, ShownStates[PeerLinkState]):
    """Stored peer links, on one connection."""

    table, shape = peer_link, PeerLinkState
    numbered = "LINK", peer_link_counter
