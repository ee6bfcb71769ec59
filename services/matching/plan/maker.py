"""The worker that makes plans: one at a time under a lease, each in a process of its own (WM 6, 11).

A worker that dies leaves a plan that waits: the next one makes it, of what stands by then.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import orjson
import structlog

from services.matching.domain.allocation import AllocationPlan, PlanFaultSaid
from services.matching.plan.apart import NoPlan, PlanAnswer, made_apart
from services.matching.plan.reading import PlanFault
from services.matching.settings import MatchingSettings
from services.matching.storage.allocations import AllocationRepository
from shared.modalities.errors import Retryable
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.row_security.context import ServiceAtWork
from shared.runtime.identifiers import new_id
from shared.runtime.looking import Found, Quiet, looking
from shared.runtime.supervision import Loop

EVERY_S = 0.5
Result = TypeVar("Result")
Planner = Callable[[bytes, float], Awaitable[PlanAnswer]]
log = structlog.get_logger()


class PlanLeaseLost(Exception):
    """Another worker goes on with it."""


class PlanMaker:
    """Makes whatever plan waits."""

    def __init__(self, database: Database, settings: MatchingSettings, planner: Planner = made_apart) -> None:
        self._database, self._settings, self._planner = database, settings, planner
        self._name = new_id(database.clock)

    def loops(self) -> dict[str, Loop]:
        """The loop that looks for a plan to make."""
        return {
            "plans": looking(self.look, EVERY_S, "plans_wait", takes_long=True, bell=self._database.bell)
        }  # fmt: skip

    async def look(self) -> Found:
        """Makes the plan that waits; until when there is nothing to do where none does. Cancelled, it leaves no process."""
        now = self._database.clock.now()
        async with self._database.unit_of_work(ByClock("plans"), looks=True) as uow:
            plans = AllocationRepository(uow.connection)
            claimed = await plans.claim(self._name, now, now + self._lease)
            free = await plans.next_free() if claimed is None else None
        if claimed is None:
            return Quiet.until(free, now)
        state, version = claimed
        try:
            await self._made(state, version)
        except NoPlan as refused:
            await self._ended(state, version, refused.faults)
        except PlanLeaseLost:
            log.warning("plan_lease_lost", plan_id=state.plan_id)
        except Exception as error:
            if is_away(error) or isinstance(error, Retryable):
                raise
            log.exception("plan_failed", plan_id=state.plan_id, error=type(error).__name__)
            await self._ended(state, version, [PlanFault("", "plan_failed", "Something went wrong; it was logged")])
        except asyncio.CancelledError:
            await self._given_back(state)
            raise
        return 1

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self._settings.plan_lease_s)

    async def _made(self, state: AllocationPlan, version: int) -> None:
        as_of, asked = await self._asked(state)
        answer: PlanAnswer = await self._held(state, self._planner(asked, self._settings.plan_most_s))
        changes = {**answer.said, "status": "made", "as_of": as_of, "made_at": self._database.clock.now()}
        made = AllocationPlan.model_validate(state.model_dump() | changes)
        async with self._database.unit_of_work(ByClock("plans")) as uow:
            plans = AllocationRepository(uow.connection)
            await self._hold(plans, state.plan_id)
            await plans.save(made, version + 1, lines=answer.lines, problem=answer.kept)
            if state.compared_with is None:
                # What was made of older inputs and kept by nobody is not taken from any more.
                await plans.supersede("made", but=state.plan_id)

    async def _asked(self, state: AllocationPlan) -> tuple[datetime | None, bytes]:
        """The moment of the inputs, and what the planner is asked."""
        settings, now = self._settings, self._database.clock.now()
        bounds = {"seconds": settings.plan_seconds, "most_s": settings.plan_most_s, "most": settings.plan_candidates}
        # All of it as it stood at one moment.
        async with self._database.reading(ServiceAtWork("plans"), isolation_level="REPEATABLE READ") as connection:
            plans = AllocationRepository(connection)
            if state.compared_with is None:
                board = await plans.board(state.region, now.date(), settings.offer_unconfirmed_days)
                return now, orjson.dumps({**bounds, "board": orjson.Fragment(board)})
            lines, problem = await plans.packed(state.compared_with)
            found = await plans.find(UUID(state.compared_with), False)
        if lines is None or problem is None or found is None:
            raise NoPlan(PlanFault("/compared_with", "plan_over", "The plan it is compared with was superseded"))
        first = {"lines": lines.hex(), "kept": problem.hex()}
        return found[0].as_of, orjson.dumps({**bounds, "first": first, "what_if": state.what_if or {}})

    async def _ended(self, state: AllocationPlan, version: int, faults: Iterable[PlanFault]) -> None:
        said = tuple(_told(state, one) for one in faults)
        over = state.model_copy(update={"status": "failed", "faults": said, "made_at": self._database.clock.now()})
        async with self._database.unit_of_work(ByClock("plans")) as uow:
            plans = AllocationRepository(uow.connection)
            await self._hold(plans, state.plan_id)
            await plans.save(over, version + 1)

    async def _given_back(self, state: AllocationPlan) -> None:
        async with self._database.unit_of_work(ByClock("plans"), looks=True) as uow:
            await AllocationRepository(uow.connection).hold(state.plan_id, self._name, None)

    async def _hold(self, plans: AllocationRepository, plan_id: str) -> None:
        if not await plans.hold(plan_id, self._name, self._database.clock.now() + self._lease):
            raise PlanLeaseLost

    async def _held(self, state: AllocationPlan, work: Awaitable[Result]) -> Result:
        """Waits for the planner, and says meanwhile that this worker lives."""
        working = asyncio.ensure_future(work)
        try:
            while not working.done():
                await asyncio.wait({working}, timeout=self._settings.plan_lease_s / 3)
                if not working.done():
                    async with self._database.unit_of_work(ByClock("plans"), looks=True) as uow:
                        await self._hold(AllocationRepository(uow.connection), state.plan_id)
            return working.result()
        finally:
            if not working.done():
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)


def _told(state: AllocationPlan, fault: PlanFault) -> PlanFaultSaid:
    """With its place in what the officer asked."""
    inside = "/what_if" if state.what_if is not None and fault.pointer not in ("", "/compared_with") else ""
    return PlanFaultSaid(pointer=inside + fault.pointer, code=fault.code, message=fault.message)
