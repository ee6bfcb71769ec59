"""Own commitments in PostgreSQL (WM 13)."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.storage.tables import own_commitment
from shared.contracts.shapes.own_commitment import OwnCommitmentState


class CommitmentRepository:
    """Own commitments on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, commitment_id: UUID, *, lock: bool) -> tuple[OwnCommitmentState, int] | None:
        """State and version; None when there is no such thing here."""
        table = own_commitment
        query = sa.select(table.c.state, table.c.version).where(table.c.commitment_id == str(commitment_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (OwnCommitmentState.model_validate(row.state), row.version) if row else None

    async def add(self, state: OwnCommitmentState) -> None:
        """Stores a new one."""
        said = state.model_dump(mode="json")
        row = {"commitment_id": state.commitment_id, "party": state.content.party, "state": said}
        await self._connection.execute(sa.insert(own_commitment).values(row))

    async def save(self, state: OwnCommitmentState, version: int) -> None:
        """Stores a changed one."""
        changed = sa.update(own_commitment).where(own_commitment.c.commitment_id == state.commitment_id)
        await self._connection.execute(changed.values(state=state.model_dump(mode="json"), version=version))

    async def latest_first(self, before: UUID | None, most: int) -> Sequence[OwnCommitmentState]:
        """The last recorded first; ``before``: the identifier of the last one read, which rise with time."""
        table = own_commitment
        query = sa.select(table.c.state)
        if before is not None:
            query = query.where(table.c.commitment_id < str(before))
        rows = (await self._connection.execute(query.order_by(table.c.commitment_id.desc()).limit(most))).scalars()
        return [OwnCommitmentState.model_validate(state) for state in rows]

    async def of_party(self, party: str) -> Sequence[tuple[OwnCommitmentState, int]]:
        """Every one of a party with its version, locked in the order of their identifiers."""
        table = own_commitment
        query = sa.select(table.c.state, table.c.version).where(table.c.party == party)
        rows = await self._connection.execute(query.order_by(table.c.commitment_id).with_for_update())
        return [(OwnCommitmentState.model_validate(row.state), row.version) for row in rows]

    async def of_states(self, named: Sequence[str], parties: Sequence[str]) -> dict[str, OwnCommitmentState]:
        """Those of these identifiers that one of these parties made; by identifier."""
        table = own_commitment
        query = sa.select(table.c.state).where(table.c.commitment_id.in_(named), table.c.party.in_(parties))
        found = [OwnCommitmentState.model_validate(one) for one in (await self._connection.execute(query)).scalars()]
        return {one.commitment_id: one for one in found}
