"""Requests on their way between deployments: what is still to go, what is given, what came."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.storage.tables import request_version, support_request
from shared.contracts.shapes.handover import HANDED_OVER
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.resources import of_request
from shared.runtime.federation.handing.arriving import takes_its_row
from shared.runtime.federation.handing.taker import PackageRefused
from shared.runtime.identifiers import parsed

OVER = ("withdrawn", HANDED_OVER)
"""A withdrawn request is closed: it stays where it was, as history."""


def _to_go(country: str, held_back: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    table = support_request
    waiting = [one for one in held_back if parsed(one)]
    return table.c.requesting_states[1] == country, table.c.status.not_in(OVER), table.c.request_id.not_in(waiting)


async def to_go(connection: AsyncConnection, country: str, held_back: Collection[str], most: int) -> list[str]:
    """Open requests that a country leads, the oldest first, but those that must wait."""
    query = (
        sa.select(support_request.c.request_id)
        .where(*_to_go(country, held_back))
        .order_by(support_request.c.request_id)
        .limit(most)
    )
    return list((await connection.execute(query)).scalars())


async def left(connection: AsyncConnection, country: str) -> int:
    """How many are still to go, those that must wait too."""
    query = sa.select(sa.func.count()).select_from(support_request).where(*_to_go(country, ()))
    return int((await connection.execute(query)).scalar_one())


async def stands_sealed(connection: AsyncConnection, _: str, request_id: str, version: int) -> bool:
    """Whether a request stands here as it was sealed: it has not come back since."""
    table = support_request
    same = (table.c.request_id == request_id, table.c.version == version)
    query = sa.select(sa.literal(1)).where(*same, table.c.status == HANDED_OVER)
    return (await connection.execute(query)).first() is not None


async def content_of(connection: AsyncConnection, request_id: str) -> dict[str, Any]:
    """A request whole, as it stands here: state, versions with their findings, how often the public heard of it."""
    table, versions = support_request, request_version
    row = (await connection.execute(sa.select(table).where(table.c.request_id == request_id))).one()
    query = sa.select(versions).where(versions.c.request_id == request_id).order_by(versions.c.content_version)
    kept = [
        {"content_version": v.content_version, "content": v.content, "findings": v.findings, "rule_set": v.rule_set,
         "submitted_at": v.submitted_at.isoformat()}
        for v in await connection.execute(query)
    ]  # fmt: skip
    found = {"state": row.state, "version": row.version, "public_version": row.public_version, "versions": kept}
    # As JSON reads it, so that what is compared with what arrived is the same to the letter.
    same: dict[str, Any] = orjson.loads(orjson.dumps(found))
    return same


async def store(connection: AsyncConnection, content: dict[str, Any]) -> SupportRequestState | None:
    """Stores a request as its giver had it; None when it is ours already. Raises PackageRefused unless it is whole here."""
    state = SupportRequestState.model_validate(content["state"])
    versions = request_version
    values: dict[str, Any] = {
        "reference": state.reference, "version": content["version"], "public_version": content["public_version"],
        "status": state.status, "requesting_states": list(state.content.requesting_states), "state": content["state"],
        "shown_to": sorted(of_request(state).shown_to),
    }  # fmt: skip
    if not await takes_its_row(connection, support_request, "request_id", state.request_id, values):
        return None
    for one in content["versions"]:
        submitted = datetime.fromisoformat(one["submitted_at"])
        row = {"request_id": state.request_id, **one, "submitted_at": submitted}
        await connection.execute(insert(versions).values(row).on_conflict_do_nothing())
    if await content_of(connection, state.request_id) != {name: content[name] for name in _COMPARED}:
        raise PackageRefused(state.request_id)
    return state


_COMPARED = ("state", "version", "public_version", "versions")
