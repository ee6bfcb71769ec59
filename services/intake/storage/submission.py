"""The hot statements of intake: requests with everything that belongs to them, stored in one round trip.

Two steps. The first looks the Idempotency-Key up and, when it is new, takes the next reference number; it does not wait for
the disk, because the second step's commit comes later in the same log and waits for both. The second is one statement: the
idempotency record, and only if that is new the request, its first version, the audit row and the outbox row. Requests that
arrive together share both (Batcher); each is still stored whole or not at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import orjson

from services.intake.domain.home import other_region
from services.intake.storage.submission_statements import LOOK, STORE
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Invalid, Retryable
from shared.runtime import failpoints
from shared.runtime.db.batcher import Batcher
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.idempotency import Answer, key_reused
from shared.runtime.db.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class Submission:
    """A request ready to be stored: its state as JSON text, and its event."""

    request_id: str
    reference: str
    requesting_states: tuple[str, ...]
    rule_set: str
    at: datetime
    state: bytes
    event: OutboxRow
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Command:
    """Who submits under which Idempotency-Key; ``digest`` is of the request, ``country`` that of its lead State."""

    actor: Actor
    key: str
    digest: bytes
    country: str
    year: int
    correlation_id: str


_Stored = tuple[Command, Submission]


class Submissions:
    """Stores submissions. Raises Retryable when the database is away, Invalid when a key was used otherwise."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._look = Batcher(self._look_up)
        self._store = Batcher(self._store_all, lanes=2)

    async def submit(self, command: Command, prepare: Callable[[int], Submission]) -> tuple[Answer, bool]:
        """Stores what ``prepare`` makes of the reference number; answers it, or the stored answer and True."""
        try:
            return await self._submit(command, prepare)
        except (
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
            OSError,
            TimeoutError,
        ) as error:
            if is_away(error):
                raise Retryable("database_away", "The database is away for a moment; nothing was changed") from error
            raise

    async def _submit(self, command: Command, prepare: Callable[[int], Submission]) -> tuple[Answer, bool]:
        while True:
            found = await self._look(command)
            if isinstance(found, Invalid | Retryable):
                raise found
            if isinstance(found, Answer):
                return found, True
            submission = prepare(found)
            if await self._store((command, submission)):
                failpoints.hit("after_commit")
                self._database.wake_relay()
                return Answer(201, submission.headers, submission.state), False

    async def _look_up(self, commands: Sequence[Command]) -> list[Answer | Invalid | Retryable | int]:
        """The stored answer of each command, what is wrong with its key, or a new reference number."""
        pool = await self._database.hot(unsynced=True)
        rows = await pool.fetch(
            LOOK, [c.actor.subject for c in commands], [c.key for c in commands], [c.year for c in commands],
            [c.country for c in commands],
        )  # fmt: skip
        found: list[Answer | Invalid | Retryable | int] = []
        for command, row in zip(commands, rows, strict=True):
            if row["status"] is None:
                found.append(row["number"] if row["number"] is not None else _elsewhere(command, row["moved_to"]))
                continue
            same = bytes(row["request_hash"]) == command.digest
            known = Answer(row["status"], orjson.loads(row["headers"]), bytes(row["body"]))
            found.append(known if same else key_reused())
        return found

    async def _store_all(self, given: Sequence[_Stored]) -> list[bool]:
        """Whether each was stored; False when its key was taken in between, by a twin in this batch or elsewhere."""
        first: dict[tuple[str, str], _Stored] = {}
        for command, submission in given:
            first.setdefault((command.actor.subject, command.key), (command, submission))
        pool = await self._database.hot()
        failpoints.hit("before_commit")
        # In the order of their keys, so that two batches that meet cannot wait for each other in a ring.
        columns = zip(*(_columns(*first[name]) for name in sorted(first)), strict=True)
        stored = {row["request_id"] for row in await pool.fetch(STORE, *map(list, columns))}
        return [submission.request_id in stored for _, submission in given]


def _elsewhere(command: Command, moved_to: str | None) -> Invalid | Retryable:
    if moved_to is None:
        return Retryable("being_handed_over", f"{command.country} is being handed over to another deployment just now")
    return other_region(command.country, moved_to)


def _columns(command: Command, s: Submission) -> tuple[object, ...]:
    actor = command.actor
    return (
        actor.subject, command.key, command.digest, orjson.dumps(s.headers).decode(), s.state, s.request_id,
        s.reference, " ".join(s.requesting_states), s.rule_set, s.at, actor.role.value, actor.party,
        command.correlation_id, s.event.event_id, s.event.topic, s.event.slot, s.event.type,
        orjson.dumps(s.event.headers).decode(), s.event.body,
    )  # fmt: skip
