"""The owners' actions over memory instead of tables, and a broker that keeps logs and compacts: for the public topics."""

import json
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from shared.contracts.event import Event
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.paragraphs import Paragraph
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.outbox import envelope_of, outbox_row
from shared.runtime.kafka.current import current_copies
from shared.runtime.kafka.slots import Claimed
from shared.runtime.settings import RuntimeSettings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SETTINGS = RuntimeSettings(service="test", database_url="postgresql://none", mode="development")
Answer = TypeVar("Answer")


def done(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Runs a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]
    raise AssertionError("memory does not wait")


@dataclass
class Bus:
    """Logs, compacted topics, and every public record ever written, as text."""

    logs: dict[str, list[Event]] = field(default_factory=dict)
    current: dict[tuple[str, str], dict[str, Any] | None] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def record(self, event: Event) -> Any:
        """Takes an event the way the outbox and the relay do."""
        envelope = envelope_of(event, ByClock("canary-correlation-r1"), SETTINGS, SystemClock())
        row = outbox_row(event, envelope, SETTINGS, by_person=False)
        headers = [(name, value.encode()) for name, value in row.headers]
        claimed = Claimed(1, row.topic, row.slot, 1, row.key.encode(), headers, row.body)
        self.logs.setdefault(row.topic, []).append(event)
        if event.topic.tier.value == "public":
            copies: list[Any] = [claimed, *current_copies([claimed])]
            for one in copies:
                self.written.append(f"{one.headers} {(one.body or b'').decode()}")
                if one.topic != row.topic:
                    self.current[one.topic, row.key] = json.loads(one.body)["fields"] if one.body else None
        return envelope

    def now(self) -> datetime:
        """What the system's clock says."""
        return SystemClock().now()

    def audit(self, action: str, paragraph: Paragraph, aggregate: str, version: int, **detail: str | int) -> None:
        """Forgets it."""


@dataclass
class Tables:
    """Implements the ports of intake, roster and matching as far as public topics go."""

    requests: dict[str, SupportRequestState] = field(default_factory=dict)
    offers: dict[str, SupportOfferState] = field(default_factory=dict)
    matches: dict[str, tuple[MatchState, int]] = field(default_factory=dict)
    shown: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    needs: Mapping[str, tuple[NeedLine, ...]] = field(default_factory=dict)

    async def save(self, state: SupportRequestState | SupportOfferState, version: int) -> None:
        """Stores a request or an offer."""
        if isinstance(state, SupportRequestState):
            self.requests[state.request_id] = state
        else:
            self.offers[state.offer_id] = state

    async def keep_version(self, state: SupportRequestState) -> None:
        """Versions are not looked at here."""

    async def next_public_version(self, key: str) -> int:
        """Counts."""
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key]

    async def request(self, request_id: str) -> SupportRequestState | None:
        return self.requests.get(request_id)

    async def offer(self, offer_id: str) -> SupportOfferState | None:
        return self.offers.get(offer_id)

    async def match(self, match_id: str) -> tuple[MatchState, int] | None:
        return self.matches.get(match_id)

    async def keep_match(self, match: MatchState, version: int) -> None:
        self.matches[match.match_id] = match, version

    async def need(self, request_id: str) -> tuple[tuple[NeedLine, ...], int]:
        return self.needs[request_id], 1

    async def need_owner(self, request_id: str) -> str | None:
        """Nothing is handed over here."""
        return None

    async def keep_need(self, request_id: str, lines: Sequence[NeedLine], version: int) -> None:
        """Needs are not looked at here."""

    async def published(self, match_id: str) -> dict[str, Any] | None:
        return self.shown.get(match_id)

    async def keep_published(self, match_id: str, fields: dict[str, Any] | None) -> int:
        self.shown[match_id] = fields
        return await self.next_public_version(match_id)
