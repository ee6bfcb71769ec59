"""Requests that are shown to a reader, newest first: SQL narrows as exactly as the policy, which decides once more."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.storage.tables import support_request
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.actions import READ_SHOWN_REQUEST
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import ANYBODY, reading
from shared.modalities.access.policy import decide, relations_of
from shared.modalities.access.relations import in_its_audience
from shared.modalities.access.resources import of_request
from shared.runtime.db.audience import in_audience


@dataclass(frozen=True)
class ConsentedRequest:
    """A request in the form that its States agreed to show."""

    request_id: str
    region: str
    fields: dict[str, Any]


class ShownRequests:
    """Reads on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(self, actor: Actor, after: str | None, most: int) -> list[ConsentedRequest]:
        """The first ``most`` after a request, by identifier, which begins with its moment."""
        acting, relations = relations_of(actor, READ_SHOWN_REQUEST)
        if not relations:
            return []
        reader = reading(acting.party) if in_its_audience in relations else ANYBODY
        table = support_request
        query = sa.select(table.c.state).where(
            table.c.shown_to != sa.text("'{}'"), in_audience(table.c.shown_to, reader)
        )
        query = query.order_by(table.c.request_id.desc()).limit(most)
        if after is not None:
            query = query.where(table.c.request_id < after)
        states = [SupportRequestState.model_validate(row.state) for row in await self._connection.execute(query)]
        return [
            ConsentedRequest(one.request_id, one.region, one.shown.fields)
            for one in states
            if one.shown is not None and decide(actor, READ_SHOWN_REQUEST, of_request(one)).allowed
        ]
