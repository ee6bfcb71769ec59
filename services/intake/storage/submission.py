"""The hot statement of intake: requests with everything that belongs to them, stored in one round trip.

It looks the Idempotency-Key up and, when that is new, takes the next reference number and writes the idempotency record;
and only if that is new too, the request with its number, its first version, the audit row and the outbox row. Requests
that arrive together share it (Batcher); each is still stored whole or not at all. What fails takes no number; only of two
that come under one key at the same moment the second one's may be lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.home import other_region
from services.intake.storage.submission_statements import SUBMIT
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Invalid, ModalityError, Retryable
from shared.runtime import failpoints
from shared.runtime.db import alike
from shared.runtime.db.alike import already_open
from shared.runtime.db.answers import Answer, key_reused
from shared.runtime.db.batcher import Batcher
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.outbox import OutboxRow
from shared.runtime.db.row_security.context import speakers

UNNUMBERED = "#"
"""Stands in a reference for the number that storing it takes."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A request ready to be stored, but for its number: its event, whose state has ``series`` and UNNUMBERED as reference."""

    request_id: str
    series: str
    requesting_states: tuple[str, ...]
    rule_set: str
    at: datetime
    event: OutboxRow
    headers: dict[str, str]
    likeness: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """Who submits under which Idempotency-Key; ``digest`` is of the request, ``country`` that of its lead State."""

    actor: Actor
    key: str
    digest: bytes
    country: str
    year: int
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Halves:
    """An event's data before and after the number in the reference; its state begins at ``state_at`` and ends one byte
    before its end."""

    before: bytes
    after: bytes
    state_at: int

    @classmethod
    def of(cls, body: bytes, series: str) -> "Halves":
        """Divides the data of an event. Only identifiers of ours stand before the reference, so the first one is it."""
        state_at = body.index(_STATE) + len(_STATE)
        found = b'"reference":"%b"' % (series + UNNUMBERED).encode()
        end = body.index(found, state_at) + len(found) - 1
        return cls(body[: end - len(series + UNNUMBERED)], body[end:], state_at)

    def state(self, reference: str) -> bytes:
        """The state with its reference, as JSON text."""
        return self.before[self.state_at :] + reference.encode() + self.after[:-1]


_STATE = b'"request":'
_Asked = tuple[Command, Submission, Halves]
_Again = None
"""The key was taken by a twin in the same batch or by somebody else at the same moment."""


class Submissions:
    """Stores submissions. Raises Retryable when the database is away, Invalid when a key was used otherwise."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._store = Batcher(self._store_all, lanes=2)

    async def submit(self, command: Command, submission: Submission) -> tuple[Answer, bool]:
        """Stores a submission under the next number; answers it, or the stored answer and True."""
        await self._database.may_write()
        try:
            return await self._submit((command, submission, Halves.of(submission.event.body, submission.series)))
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

    async def _submit(self, asked: _Asked) -> tuple[Answer, bool]:
        while True:
            found = await self._store(asked)
            if isinstance(found, ModalityError):
                raise found
            if isinstance(found, Answer):
                return found, True
            if found is not _Again:
                failpoints.hit("after_commit")
                self._database.tell()
                _, submission, halves = asked
                return Answer(201, submission.headers, halves.state(found)), False

    async def _store_all(self, asked: Sequence[_Asked]) -> list[Answer | ModalityError | str | None]:
        """Of each the reference it was stored under, the stored answer, what is wrong with its key; None: try again."""
        first: dict[tuple[str, str], _Asked] = {}
        saying = dict[bytes, tuple[str, str]]()
        for one in asked:
            named_so = one[0].actor.subject, one[0].key
            # Of two that say the same the second waits for the next batch, which finds the first one open.
            if saying.setdefault(one[1].likeness, named_so) == named_so:
                first.setdefault(named_so, one)
        pool = await self._database.hot()
        failpoints.hit("before_commit")
        # In the order of their keys, so that two batches that meet cannot wait for each other in a ring.
        named = sorted(first)
        columns = zip(*(_columns(*first[name]) for name in named), strict=True)
        try:
            said = speakers(first[name][0].actor for name in named)
            rows = dict(zip(named, await pool.fetch(SUBMIT, *map(list, columns), said), strict=True))
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name != alike.KEY:
                raise
            return [_Again] * len(asked)
        return [
            _found(one[0], rows[name]) if first.get(name) is one else _Again
            for one in asked
            for name in [(one[0].actor.subject, one[0].key)]
        ]


async def submit_within(connection: AsyncConnection, command: Command, submission: Submission) -> str:
    """Stores a submission in an open transaction, whose end decides over it; answers its reference.

    Raises what the other way raises: Conflict for one that says the same, Invalid for a country of elsewhere, Retryable.
    """
    asked = command, submission, Halves.of(submission.event.body, submission.series)
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    columns = [[one] for one in _columns(*asked)]
    try:
        (row,) = await raw.fetch(SUBMIT, *columns, speakers([command.actor]))
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != alike.KEY:
            raise
        raise Retryable("being_submitted", "Another one that says the same is submitted at this moment") from error
    found = _found(command, row)
    if isinstance(found, ModalityError):
        raise found
    assert isinstance(found, str)
    return found


def _found(command: Command, row: asyncpg.Record) -> Answer | ModalityError | str | None:
    if row["status"] is not None:
        same = bytes(row["request_hash"]) == command.digest
        return Answer(row["status"], orjson.loads(row["headers"]), bytes(row["body"])) if same else key_reused()
    if row["numbered"]:
        stored: str | None = row["reference"]
        return stored
    if row["alike"] is not None:
        return already_open(row["alike"])
    return _elsewhere(command, row["moved_to"])


def _elsewhere(command: Command, moved_to: str | None) -> Invalid | Retryable:
    if moved_to is None:
        return Retryable("being_handed_over", f"{command.country} is being handed over to another deployment just now")
    return other_region(command.country, moved_to)


def _columns(command: Command, s: Submission, halves: Halves) -> tuple[object, ...]:
    actor, event = command.actor, s.event
    return (
        actor.subject, command.key, command.digest, orjson.dumps(s.headers).decode(), command.year, command.country,
        s.series, halves.before, halves.after, halves.state_at + 1, s.request_id, " ".join(s.requesting_states), s.rule_set,
        s.at, actor.role.value, actor.party, command.correlation_id, event.event_id, event.topic, event.slot, event.type,
        orjson.dumps(event.headers).decode(), s.likeness,
    )  # fmt: skip
