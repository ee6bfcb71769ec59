"""Plans over all open needs in PostgreSQL, and the board as a plan is made of it (WM 6, 11)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.domain.allocation import AllocationPlan, PlanStanding
from services.matching.storage import tables as t
from services.matching.storage.allocation_tables import allocation_plan as plan
from services.matching.storage.worked_together import WorkedTogether
from shared.contracts.shapes.match import ALIVE
from shared.runtime.identifiers import parsed

UNDER_WAY: tuple[PlanStanding, ...] = ("waiting", "running")
Found = tuple[AllocationPlan, int]


class CopyNow(NamedTuple):
    """A copy's version and its state."""

    version: int
    state: Mapping[str, Any]


class AllocationRepository:
    """Plans on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def alone(self) -> bool:
        """Until the transaction ends nobody else begins a plan; whether none is under way."""
        key = sa.func.hashtextextended("allocation plan", 0)
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
        query = sa.select(plan.c.plan_id).where(plan.c.status.in_(UNDER_WAY)).limit(1)
        return (await self._connection.execute(query)).first() is None

    async def add(self, state: AllocationPlan) -> None:
        """A plan that waits to be made."""
        row = {"plan_id": state.plan_id, "region": state.region, "version": 1}
        await self._connection.execute(sa.insert(plan).values({**row, **_said(state)}))

    async def find(self, plan_id: UUID, lock: bool) -> Found | None:
        """A plan and its version."""
        query = sa.select(plan.c.state, plan.c.version).where(plan.c.plan_id == str(plan_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (AllocationPlan.model_validate(row.state), row.version) if row else None

    async def named(self, plan_id: str) -> AllocationPlan | None:
        """A plan that somebody names."""
        known = parsed(plan_id)
        found = await self.find(known, lock=False) if known is not None else None
        return found[0] if found is not None else None

    async def page(self, before: UUID | None, first: int) -> list[Found]:
        """Plans, the newest first."""
        query = sa.select(plan.c.state, plan.c.version).order_by(plan.c.plan_id.desc()).limit(first)
        query = query if before is None else query.where(plan.c.plan_id < str(before))
        return [
            (AllocationPlan.model_validate(row.state), row.version) for row in await self._connection.execute(query)
        ]

    async def packed(self, plan_id: str) -> tuple[bytes | None, bytes | None]:
        """Its lines, and what a second plan is made from; None before it is made, the second also once it is superseded."""
        query = sa.select(plan.c.lines, plan.c.problem).where(plan.c.plan_id == plan_id)
        row = (await self._connection.execute(query)).one_or_none()
        return (None, None) if row is None else (row.lines, row.problem)

    async def save(self, state: AllocationPlan, version: int, **more: Any) -> None:
        """A plan after something happened to it."""
        change = sa.update(plan).where(plan.c.plan_id == state.plan_id)
        await self._connection.execute(change.values({**_said(state), "version": version, **more}))

    async def supersede(self, *those: PlanStanding, but: str) -> None:
        """Other plans that stand so are followed no more: what a second plan would be made from goes."""
        query = sa.select(plan.c.state, plan.c.version).where(plan.c.status.in_(those), plan.c.plan_id != but)
        rows = (await self._connection.execute(query.order_by(plan.c.plan_id).with_for_update())).all()
        for row in rows:
            state = AllocationPlan.model_validate(row.state)
            await self.save(state.model_copy(update={"status": "superseded"}), row.version + 1, problem=None)

    async def claim(self, worker: str, now: datetime, until: datetime) -> Found | None:
        """The plan that waits, or whose worker gave up, leased."""
        free = plan.c.lease_until.is_(None) | (plan.c.lease_until <= now)
        query = sa.select(plan.c.state, plan.c.version).where(plan.c.status.in_(UNDER_WAY), free)
        row = (await self._connection.execute(query.limit(1).with_for_update(skip_locked=True))).one_or_none()
        if row is None:
            return None
        state = AllocationPlan.model_validate(row.state).model_copy(update={"status": "running"})
        await self.save(state, row.version, lease_by=worker, lease_until=until)
        return state, row.version

    async def next_free(self) -> datetime | None:
        """When the next lease ends."""
        query = sa.select(sa.func.min(plan.c.lease_until)).where(plan.c.status.in_(UNDER_WAY))
        found: datetime | None = (await self._connection.execute(query)).scalar_one()
        return found

    async def hold(self, plan_id: str, worker: str, until: datetime | None) -> bool:
        """The lease goes on, or is given back (None); False when another worker has it."""
        mine = sa.update(plan).where(plan.c.plan_id == plan_id, plan.c.lease_by == worker)
        done = await self._connection.execute(mine.values(lease_until=until).returning(plan.c.plan_id))
        return done.scalar_one_or_none() is not None

    async def request_now(self, request_id: str) -> CopyNow | None:
        """The copy of a request."""
        query = sa.select(t.known_request.c.version, t.known_request.c.state)
        row = (await self._connection.execute(query.where(t.known_request.c.request_id == request_id))).one_or_none()
        return CopyNow(row.version, row.state) if row else None

    async def offer_now(self, offer_id: str) -> CopyNow | None:
        """The copy of an offer."""
        query = sa.select(t.known_offer.c.version, t.known_offer.c.state)
        row = (await self._connection.execute(query.where(t.known_offer.c.offer_id == offer_id))).one_or_none()
        return CopyNow(row.version, row.state) if row else None

    async def board(self, region: str, today: date, unconfirmed_days: int | None) -> bytes:
        """What stands, as JSON: requests in line that are agreed for solicitation and stay here, offers that are live, open
        proposals. Nothing of a request that is withheld is read.
        """
        offers = sa.select(t.known_offer.c.version, sa.cast(t.known_offer.c.state, sa.Text).label("state"))
        offers = offers.where(t.known_offer.c.status == "live").order_by(t.known_offer.c.offer_id)
        matches = sa.select(sa.cast(t.match.c.state, sa.Text)).where(t.match.c.status.in_(ALIVE))
        told = [
            orjson.Fragment(one)
            for one in (await self._connection.execute(matches.order_by(t.match.c.match_id))).scalars()
        ]
        known = [
            {"version": row.version, "state": orjson.Fragment(row.state)}
            for row in await self._connection.execute(offers)
        ]
        said = {
            "today": today.isoformat(),
            "unconfirmed_days": unconfirmed_days,
            "requests": await self._requests(region),
            "offers": known,
            "matches": told,
        }
        return orjson.dumps(said)

    async def _requests(self, region: str) -> list[dict[str, object]]:
        table, state = t.known_request, t.known_request.c.state
        query = (
            sa.select(
                table.c.request_id, table.c.version, t.need.c.version.label("need_version"),
                sa.cast(state, sa.Text).label("state"), state["content"]["requesting_states"].label("states"),
            )
            .join(t.need, t.need.c.request_id == table.c.request_id)
            .where(
                state["status"].astext == "in_line", state["shown"].astext.is_not(None), state["region"].astext == region,
                state["handed_over_to"].astext.is_(None), t.need.c.handed_over_to.is_(None),
                table.c.request_id.not_in(sa.select(t.leaving.c.request_id)),
            )
            .order_by(table.c.request_id)
        )  # fmt: skip
        rows = (await self._connection.execute(query)).all()
        needs = await self._needs()
        worked: dict[tuple[str, ...], list[Any]] = {}
        for states in dict.fromkeys(tuple(row.states) for row in rows):
            worked[states] = [list(one) for one in await WorkedTogether(self._connection).of(states)]
        return [
            {
                "version": row.version, "need_version": row.need_version, "state": orjson.Fragment(row.state),
                "need": needs.get(row.request_id, []), "worked": worked[tuple(row.states)],
            }
            for row in rows
        ]  # fmt: skip

    async def _needs(self) -> dict[str, list[dict[str, object]]]:
        line, found = t.need_line, dict[str, list[dict[str, Any]]]()
        for row in (await self._connection.execute(sa.select(line).order_by(line.c.position))).mappings():
            left = max(Decimal(0), row["asked"] - row["reserved"] - row["committed"])
            amounts = {name: str(row[name]) for name in ("asked", "reserved", "committed")} | {"open": str(left)}
            said = {name: row[name] for name in ("line_id", "functional_area", "support_type", "unit")}
            found.setdefault(row["request_id"], []).append(said | amounts)
        return found


class PlanColumns(TypedDict):
    """What a row keeps beside its identity, from the state."""

    status: str
    state: dict[str, Any]


def _said(state: AllocationPlan) -> PlanColumns:
    return {"status": state.status, "state": state.model_dump(mode="json")}
