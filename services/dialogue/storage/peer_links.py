"""Peer links in PostgreSQL (WM 1, 20)."""

from services.dialogue.storage.tables import peer_link, peer_link_counter
from shared.contracts.references import reference
from shared.contracts.shapes.peer_link import PeerLinkState
from shared.runtime.db.counting import next_number
from shared.runtime.db.states import ShownStates


class PeerLinkRepository(ShownStates[PeerLinkState]):
    """Stored peer links, on one connection."""

    table, shape = peer_link, PeerLinkState

    async def next_reference(self, deployment: str, year: int) -> str:
        """LINK-<year>-<deployment>-<number>; a number that a failed transaction took is given again."""
        return reference("LINK", year, deployment, await next_number(self._connection, peer_link_counter, year=year))
