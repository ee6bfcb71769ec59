"""Requests in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.domain.alike import OPEN, likeness_of
from services.intake.domain.support_request import OPEN as MAY_BE_REVISED
from services.intake.storage.tables import open_alike, request_version, support_request
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.support_request import RequestContent, SupportRequestState
from shared.modalities.access.resources import of_request
from shared.modalities.errors import NotFound
from shared.runtime.db.alike import Alike


class RequestRepository:
    """Implements the port ``Requests`` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def locked(self, request_id: UUID) -> tuple[SupportRequestState, int]:
        """State and version, locked until the transaction ends. Raises NotFound."""
        return await self.one(request_id, lock=True)

    async def one(self, request_id: UUID, *, lock: bool) -> tuple[SupportRequestState, int]:
        """State and version. Raises NotFound."""
        table = support_request
        query = sa.select(table.c.state, table.c.version).where(table.c.request_id == str(request_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        if row is None:
            raise NotFound("not_found", "There is no such support request")
        return SupportRequestState.model_validate(row.state), row.version

    async def undecided(self, after: str | None, most: int) -> list[SupportRequestState]:
        """Requests that may still be revised here, by identifier, after one."""
        table = support_request
        query = sa.select(table.c.state).where(table.c.status.in_(MAY_BE_REVISED))
        query = query if after is None else query.where(table.c.request_id > after)
        rows = await self._connection.execute(query.order_by(table.c.request_id).limit(most))
        return [SupportRequestState.model_validate(row.state) for row in rows]

    async def save(self, state: SupportRequestState, version: int) -> None:
        """Stores a changed state; the content is kept too when it is a new version."""
        values: dict[str, object] = {
            "version": version,
            "status": standing(state),
            "state": state.model_dump(mode="json"),
            "requesting_states": list(state.content.requesting_states),
            "shown_to": sorted(of_request(state).shown_to),
        }
        values["updated_at"] = sa.func.clock_timestamp()
        changed = sa.update(support_request).where(support_request.c.request_id == state.request_id)
        await self._connection.execute(changed.values(values))
        if standing(state) not in OPEN:
            await Alike(self._connection, open_alike).release(state.request_id)

    async def revised(self, before: RequestContent, after: SupportRequestState, distinct_from: Sequence[str]) -> None:
        """What a revised request says now is in another one's way. Raises Conflict naming an open one that says it."""
        alike, says = Alike(self._connection, open_alike), likeness_of(after.content)
        if distinct_from or says != likeness_of(before) or not await alike.is_claimed(after.request_id):
            await alike.claim(likeness_of(after.content, distinct_from), after.request_id, after.reference)

    async def keep_version(self, state: SupportRequestState) -> None:
        """Keeps the content and findings of a new version, for ever as they are."""
        row = state.model_dump(
            mode="json", include={"request_id", "content_version", "content", "findings", "rule_set"}
        )
        row["submitted_at"] = state.revised_at or state.submitted_at
        await self._connection.execute(sa.insert(request_version).values(row))

    async def version(self, request_id: str, number: int) -> dict[str, object]:
        """Content and findings of one version. Raises NotFound."""
        table = request_version
        mine = table.c.request_id == request_id
        row = (
            await self._connection.execute(sa.select(table).where(mine, table.c.content_version == number))
        ).one_or_none()
        if row is None:
            raise NotFound("not_found", "There is no such version of this request")
        return {"content_version": number, "content": row.content, "findings": row.findings, "rule_set": row.rule_set}

    async def next_public_version(self, request_id: str) -> int:
        """Counts the public events of a request."""
        raised = sa.update(support_request).where(support_request.c.request_id == request_id)
        raised = raised.values(public_version=support_request.c.public_version + 1)
        found = await self._connection.execute(raised.returning(support_request.c.public_version))
        return int(found.scalar_one())
