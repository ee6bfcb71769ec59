"""Experts in PostgreSQL, who they are where their party released that, and engagements that one may be sent to (WM 7)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.roster.domain.expert import Sent
from services.roster.storage.tables import expert, expert_counter, expert_person, known_engagement
from shared.contracts.shapes.expert import ExpertState, Receiver
from shared.contracts.shapes.values import FocalPoint
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States
from shared.runtime.identifiers import parsed


class ExpertRepository(Numbered, States[ExpertState]):
    """Stored experts, on one connection."""

    table, shape = expert, ExpertState
    numbered = "EXPERT", expert_counter

    def _new(self, state: ExpertState, **more: object) -> dict[str, object]:
        return super()._new(state, party=state.party, **more)

    async def all_of(self, expert_ids: Collection[str]) -> dict[str, ExpertState]:
        """Those of these experts that there are, by identifier as it was written."""
        keys = {one: str(key) for one in expert_ids if (key := parsed(one)) is not None}
        query = sa.select(expert.c.state).where(expert.c.expert_id.in_(set(keys.values())))
        found = [ExpertState.model_validate(state) for state in (await self._connection.execute(query)).scalars()]
        by_key = {one.expert_id: one for one in found}
        return {one: by_key[key] for one, key in keys.items() if key in by_key}

    async def keep_person(self, expert_id: str, number: int, person: FocalPoint, now: datetime) -> None:
        """Keeps who the expert is, for both sides of a deployment's engagement."""
        row: dict[str, Any] = {"person": person.model_dump(mode="json"), "released_at": now}
        kept = insert(expert_person).values(expert_id=expert_id, number=number, **row)
        await self._connection.execute(
            kept.on_conflict_do_update(index_elements=["expert_id", "number"], set_=row)
        )  # fmt: skip

    async def forget_person(self, expert_id: str, number: int) -> None:
        """Forgets it."""
        of = (expert_person.c.expert_id == expert_id, expert_person.c.number == number)
        await self._connection.execute(sa.delete(expert_person).where(*of))

    async def people(self, expert_id: UUID) -> Sequence[tuple[int, FocalPoint]]:
        """What was released of an expert, by deployment, of what the reader of this connection may see."""
        query = sa.select(expert_person.c.number, expert_person.c.person).order_by(expert_person.c.number)
        rows = await self._connection.execute(query.where(expert_person.c.expert_id == str(expert_id)))
        return [(row.number, FocalPoint.model_validate(row.person)) for row in rows]

    async def hear_of(self, sent: Sent, givers: Sequence[str], version: int) -> None:
        """Keeps whom an engagement is between; what an older event says changes nothing."""
        row: dict[str, Any] = {"version": version, "reference": sent.reference, "givers": list(givers)}
        row |= {"receivers": [one.model_dump(mode="json") for one in sent.receivers]}
        kept = insert(known_engagement).values({"engagement_id": sent.engagement_id} | row)
        newer = known_engagement.c.version < kept.excluded.version
        await self._connection.execute(
            kept.on_conflict_do_update(index_elements=["engagement_id"], set_=row, where=newer)
        )

    async def given_in(self, engagement_id: str, party: str) -> Sent | None:
        """An engagement in which a party gives; None where none is known."""
        table = known_engagement
        mine = (table.c.engagement_id == engagement_id, table.c.givers.contains([party]))
        row = (await self._connection.execute(sa.select(table).where(*mine))).one_or_none()
        if row is None:
            return None
        return Sent(row.engagement_id, row.reference, tuple(Receiver.model_validate(one) for one in row.receivers))
