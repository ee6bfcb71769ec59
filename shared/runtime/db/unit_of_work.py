"""One command or one consumed batch = one transaction: domain rows, audit row, outbox rows. Only the edge opens it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.paragraphs import Paragraph
from shared.runtime.clock import Clock
from shared.runtime.db.answers import Answer, Key
from shared.runtime.db.cause import Cause
from shared.runtime.db.closing import close
from shared.runtime.db.outbox import OutboxRow, envelope_of, outbox_row
from shared.runtime.db.tables import RuntimeTables
from shared.runtime.settings import RuntimeSettings


@dataclass
class UnitOfWork:
    """The open transaction with what it will write at its end. Actions take it as a parameter and never commit."""

    connection: AsyncConnection
    cause: Cause
    settings: RuntimeSettings
    tables: RuntimeTables
    clock: Clock
    events: list[OutboxRow] = field(default_factory=list)
    audits: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    known: Answer | None = None
    """What was answered to this command before; then there is nothing to do but to ask whether it may still be told."""
    rings: bool = True
    """Whether loops of this process look for what this transaction leaves to do."""
    tells: bool = False
    """Whether those of other processes do too."""

    def record(self, event: Event) -> Envelope:
        """Queues an event for the outbox; it is stored with the rest or not at all. Raises TooLarge."""
        envelope = envelope_of(event, self.cause, self.settings, self.clock)
        self.events.append(outbox_row(event, envelope, self.settings, by_person=self.cause.actor is not None))
        return envelope

    def now(self) -> datetime:
        """What its clock says."""
        return self.clock.now()

    def audit(self, action: str, paragraph: Paragraph, aggregate: str, version: int, **detail: str | int) -> None:
        """Queues an audit row: who did what to which aggregate. ``detail`` takes identifiers and codes only."""
        actor = self.cause.actor
        if actor is not None and actor.via is not None:
            detail = {"via": actor.via, **detail}
        self.audits.append(
            {
                "at": self.clock.now(),
                "actor": actor.subject if actor else self.settings.source,
                "role": actor.role.value if actor else "system",
                "party": actor.party if actor else None,
                "action": action,
                "paragraph": paragraph.number,
                "aggregate": aggregate,
                "aggregate_version": version,
                "correlation_id": self.cause.correlation_id,
                "detail": detail,
            }
        )

    def remember(self, key: Key, answer: Answer) -> None:
        """Queues the answer to a command, for whoever sends it again."""
        said = {"party": key.party, "key": key.key, "request_hash": key.digest}
        self.answers.append(said | asdict(answer))

    async def flush(self) -> None:
        """Writes what is queued, in one round trip; called by the edge before it commits."""
        if self.audits or self.events or self.answers:
            await close(self.connection, self.audits, self.events, self.answers)
        self.tells |= bool(self.audits or self.events)
        self.audits, self.events, self.answers = [], [], []
