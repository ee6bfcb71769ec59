"""Asks owners how far they are: so a quiet region is told from one that is cut off, and a missing tail is found.

Nothing here orders or merges by a clock. What an owner told is complete when its numbers have come; when that was is
said by our own clock, and the owner's is only measured, so that one that is wrong can be seen (WM 6).
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert

from services.gateway.http.owner import Owner
from services.gateway.projections.numbers import Hole
from services.gateway.projections.projector import FOREIGN, SUBSCRIPTIONS, lock
from services.gateway.projections.streams import count_missing, open_gaps
from services.gateway.read_model.ledger_tables import owner_heard
from services.gateway.read_model.tables import stream_cursor
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.comparing import note_owner_epoch
from services.gateway.upkeep.witnessing import witness
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import StreamsAnswer
from shared.runtime.federation.peers import PeerAway

log = structlog.get_logger()
_CAUSE, TOGETHER_S = ByClock("listening"), 0.25
Positions = Mapping[str, tuple[int, int]]
"""Stream -> epoch and the last number told."""


@dataclass(frozen=True)
class OwnersWord:
    """What an owner said at a moment of our clock: how far it is, and how far its clock is ahead of ours."""

    region: str
    source: str
    epoch: int
    positions: Positions
    at: datetime
    clock_off_s: float


@dataclass(frozen=True)
class _Answered:
    """An owner's answer, with when it was asked and when it came."""

    owner: Owner
    answer: StreamsAnswer
    asked_at: datetime
    came_at: datetime

    def told(self, followed: Collection[str]) -> OwnersWord:
        """What it says of the topics that are read."""
        streams = [one for one in self.answer.streams if one.stream.rpartition("/")[0] in followed]
        positions = {one.stream: (one.epoch, one.last_sequence) for one in streams}
        off = (self.answer.now - (self.asked_at + (self.came_at - self.asked_at) / 2)).total_seconds()
        return OwnersWord(self.owner.region, self.owner.source, self.answer.epoch, positions, self.asked_at, off)


def lacking(positions: Positions, reached: Mapping[str, Mapping[int, int]]) -> dict[str, tuple[int, int, int]]:
    """Streams that have not reached what was told: stream -> epoch, what we have, what was told."""
    found = {}
    for stream, (epoch, told) in positions.items():
        ours = reached.get(stream, {})
        if told and ours.get(epoch, 0) < told and not any(later > epoch for later in ours):
            found[stream] = (epoch, ours.get(epoch, 0), told)
    return found


class OwnersListener:
    """Asks and judges; the tests give it moments of their own."""

    def __init__(self, database: Database, settings: GatewaySettings) -> None:
        self._database, self._settings = database, settings
        self.behind = set[tuple[str, str]]()
        """Owners, by region and source, that gave no answer or of whom not all has come that they told."""

    def _followed(self, region: str) -> set[str]:
        """Topics that are read of a region."""
        kinds = SUBSCRIPTIONS if region == self._settings.deployment else FOREIGN[self._settings.scope]
        return {kind.topic.name for kind in kinds}

    async def ask(self, *owners: Owner) -> bool:
        """One question to each, all at the same time; False when one gave no answer.

        What is answered at once is taken in together, what comes late by itself: nobody waits for one that is away.
        """
        asked = {asyncio.ensure_future(self._question(owner)) for owner in owners}
        try:
            late = asked
            most: float | None = TOGETHER_S
            while late:
                when = asyncio.ALL_COMPLETED if most else asyncio.FIRST_COMPLETED
                done, late = await asyncio.wait(late, timeout=most, return_when=when)
                most = None
                if found := [answer for one in done if (answer := one.result()) is not None]:
                    await self._hear(found)
            return all(one.result() is not None for one in asked)
        finally:
            for one in asked:
                one.cancel()

    async def _question(self, owner: Owner) -> "_Answered | None":
        clock = self._database.clock
        asked_at = clock.now()
        self.behind.add((owner.region, owner.source))
        try:
            answer = await owner.streams()
        except PeerAway as away:
            log.info("owner_away", region=owner.region, source=owner.source, code=away.code)
            return None
        return _Answered(owner, answer, asked_at, clock.now())

    async def _hear(self, answers: Sequence["_Answered"]) -> None:
        complete: set[tuple[str, str]] = set()
        async with self._database.unit_of_work(_CAUSE, looks=True) as uow:
            # In one order, so that no two wait for each other.
            for one in sorted(answers, key=lambda given: (given.owner.region, given.owner.source)):
                owner, answer = one.owner, one.answer
                await note_owner_epoch(uow, owner, answer.epoch)
                await witness(uow, owner, answer.epoch, answer.audit, one.asked_at, self._settings.witness_every_s)
                if await self.heard(uow, one.told(self._followed(owner.region))):
                    complete.add((owner.region, owner.source))
        self.behind -= complete

    async def heard(self, uow: UnitOfWork, told: OwnersWord) -> bool:
        """Takes in what an owner said, and judges how complete we are; whether all of it has come."""
        table = owner_heard
        mine = (table.c.region == told.region, table.c.source == told.source)
        before = (await uow.connection.execute(sa.select(table).where(*mine))).one_or_none()
        reached, missing = await _reached(uow, told.region, told.source)
        values: dict[str, Any] = {"epoch": told.epoch, "heard_at": told.at, "clock_off_s": told.clock_off_s}
        values |= {"measured_at": told.at, "pending": None, "pending_at": None}
        lag = lacking(told.positions, reached)
        if not lag and not missing:
            values["complete_at"] = told.at
        elif before is None or before.pending is None:
            values |= {"pending": told.positions, "pending_at": told.at}
        elif not missing and not lacking(before.pending, reached):
            values |= {"complete_at": before.pending_at, "pending": told.positions, "pending_at": told.at}
        else:
            values |= {"pending": before.pending, "pending_at": before.pending_at}
            if told.at - before.pending_at > timedelta(seconds=self._settings.gap_grace_s):
                await self._tail_is_missing(uow, told, before.pending)
        written = insert(table).values({"region": told.region, "source": told.source} | values)
        await uow.connection.execute(written.on_conflict_do_update(index_elements=["region", "source"], set_=values))
        if abs(told.clock_off_s) > self._settings.clock_off_s:
            log.error("clock_alarm", region=told.region, source=told.source, seconds=round(told.clock_off_s))
        return not lag and not missing

    async def _tail_is_missing(self, uow: UnitOfWork, told: OwnersWord, pending: Positions) -> None:
        """Numbers that were told a while ago and have not come are a gap, though nothing came after them."""
        await lock(uow, [told.region])
        reached, _ = await _reached(uow, told.region, told.source)
        for stream, (epoch, ours, theirs) in lacking(pending, reached).items():
            key = (told.region, told.source, epoch, stream)
            await open_gaps(uow, {key: (Hole(ours + 1, theirs, "unknown"),)}, told.at)
            row = {"region": told.region, "source": told.source, "epoch": epoch, "stream": stream}
            written = insert(stream_cursor).values(
                row | {"last_sequence": theirs, "last_event_at": told.at, "applied_at": told.at}
            )
            written = written.on_conflict_do_update(index_elements=list(row), set_={"last_sequence": theirs})
            await uow.connection.execute(written)
            await count_missing(uow, [key])


async def _reached(uow: UnitOfWork, region: str, source: str) -> tuple[dict[str, dict[int, int]], int]:
    """Numbers reached, by stream and epoch, and how many are missing."""
    table = stream_cursor
    query = sa.select(table.c.stream, table.c.epoch, table.c.last_sequence, table.c.missing)
    reached: dict[str, dict[int, int]] = {}
    missing = 0
    for row in await uow.connection.execute(query.where(table.c.region == region, table.c.source == source)):
        reached.setdefault(row.stream, {})[row.epoch] = row.last_sequence
        missing += row.missing
    return reached, missing
