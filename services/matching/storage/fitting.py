"""Requests that proactive offers may answer, in PostgreSQL: whose parties heard of which version (WM 18)."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.domain.fitting import Heard
from services.matching.storage import tables as t
from shared.contracts.shapes.fitting import FittingRequestState
from shared.contracts.shapes.support_offer import SupportOfferState

_SERVING = sa.text(
    "jsonb_path_exists(state, '$.content.lines[*].functional_areas[*] ? (@ == $areas[*])',"
    " jsonb_build_object('areas', cast(:areas as jsonb)))"
)


class FittingRepository:
    """On one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_request(self, request_id: str) -> Heard | None:
        """What was told of a request, locked until the end."""
        table = t.fitting_request
        query = sa.select(table.c.state, table.c.version, table.c.heard).where(table.c.request_id == request_id)
        row = (await self._connection.execute(query.with_for_update())).one_or_none()
        if row is None:
            return None
        return Heard(FittingRequestState.model_validate(row.state), row.version, frozenset(row.heard))

    async def find(self, fitting_id: str) -> Heard | None:
        """The same by its own identifier."""
        table = t.fitting_request
        query = sa.select(table.c.request_id).where(table.c.fitting_id == fitting_id)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return None if found is None else await self.of_request(found)

    async def keep(self, state: FittingRequestState, version: int, heard: Collection[str]) -> None:
        """Stores it after a change."""
        values = {"version": version, "state": state.model_dump(mode="json"), "heard": sorted(heard)}
        kept = insert(t.fitting_request).values(fitting_id=state.fitting_id, request_id=state.request_id, **values)
        await self._connection.execute(kept.on_conflict_do_update(index_elements=["fitting_id"], set_=values))

    async def proactive(self, areas: Sequence[str]) -> list[SupportOfferState]:
        """Live offers that answer no request and serve one of these areas."""
        table = t.known_offer
        own_accord = table.c.state["origin"].astext == "proactive"
        serving = _SERVING.bindparams(sa.bindparam("areas", list(areas), type_=sa.JSON))
        query = sa.select(table.c.state).where(table.c.status == "live", own_accord, serving)
        return [SupportOfferState.model_validate(state) for state in (await self._connection.execute(query)).scalars()]
