"""What actions need of the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.paragraphs import Paragraph


class Recorder(Protocol):
    """The part of the unit of work that remembers events and audit rows."""

    def record(self, event: Event) -> Envelope:
        """Queues an event."""
        ...

    def audit(self, action: str, paragraph: Paragraph, aggregate: str, version: int, **detail: str | int) -> None:
        """Queues an audit row."""
        ...


class Board(Protocol):
    """Matching's own copies and its own matches, within a unit of work."""

    async def request(self, request_id: str) -> SupportRequestState | None:
        """The copy of a request; None when it is not known here."""
        ...

    async def offer(self, offer_id: str) -> SupportOfferState | None:
        """The copy of an offer; None when it is not known here."""
        ...

    async def need(self, request_id: str) -> tuple[tuple[NeedLine, ...], int]:
        """The need of a request with its version, locked until the end; empty and 0 when there is none."""
        ...

    async def need_owner(self, request_id: str) -> str | None:
        """The deployment that a need was handed over to; None when it is ours."""
        ...

    async def keep_need(self, request_id: str, lines: Sequence[NeedLine], version: int) -> None:
        """Stores a need."""
        ...

    async def match(self, match_id: str) -> tuple[MatchState, int] | None:
        """A match with its version, locked until the end; None when there is none here."""
        ...

    async def keep_match(self, match: MatchState, version: int) -> None:
        """Stores a match."""
        ...

    async def next_reference(self, whose: str, year: int) -> str:
        """MATCH-<year>-<State>-<number>."""
        ...

    async def alive_of_request(self, request_id: str) -> Sequence[str]:
        """Matches of a request that are not over and not confirmed."""
        ...

    async def alive_of_offer(self, offer_id: str) -> Sequence[str]:
        """The same of an offer."""
        ...

    async def overdue(self, now: datetime) -> Sequence[str]:
        """Matches still waiting for owners past their deadline."""
        ...

    async def published(self, match_id: str) -> dict[str, Any] | None:
        """What the public was last shown of a match; None when nothing, or nothing any more."""
        ...

    async def keep_published(self, match_id: str, fields: dict[str, Any] | None) -> int:
        """Remembers what the public is shown from now on; the number of this public event."""
        ...
