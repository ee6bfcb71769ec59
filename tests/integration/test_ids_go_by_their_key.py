"""A read of one item by its identifier goes by a key, also among 50,000 (review-architecture 8.1)."""

import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from deploy.local.postgres import Postgres
from services.dialogue.storage.repository import MeetingRepository
from services.intake.storage import moving as of_requests
from services.intake.storage.repository import RequestRepository
from services.matching.storage.repository import BoardRepository
from services.roster.storage import moving as of_offers
from services.roster.storage.repository import OfferRepository
from shared.modalities.errors import NotFound
from tests.support.databases import environment

ROWS = 50_000
ONE = uuid.UUID("01890000-0000-7000-8000-000000000001")
FILLING = {
    "intake": (
        """insert into support_request (request_id, reference, version, status, requesting_states, state)
        select case n when 1 then :one else gen_random_uuid() end, 'R-' || n, 1, 'submitted', '{iso3166:TCD}', '{}'
        from generate_series(1, :rows) n""",
        """insert into request_version (request_id, content_version, content, findings, rule_set, submitted_at)
        select request_id, 1, '{}', '[]', 'r', now() from support_request""",
    ),
    "roster": (
        """insert into support_offer (offer_id, reference, version, status, offering_parties, state)
        select case n when 1 then :one else gen_random_uuid() end, 'O-' || n, 1, 'live', '{iso3166:DEU}', '{}'
        from generate_series(1, :rows) n""",
    ),
    "dialogue": (
        """insert into meeting (meeting_id, reference, version, status, starts_at, state)
        select case n when 1 then :one else gen_random_uuid() end, 'M-' || n, 1, 'convened', now() + n * interval '1 s', '{}'
        from generate_series(1, :rows) n""",
    ),
    "matching": (
        """insert into match (match_id, reference, version, status, reservation_deadline, state)
        select case n when 1 then cast(cast(:one as uuid) as text) else gen_random_uuid()::text end, 'MA-' || n, 1,
            'proposed', now(), '{}'
        from generate_series(1, :rows) n""",
    ),
}
ASKED_BY = {
    "service": {"acsg.service": "operator", "acsg.reach": ""},
    "reader": {"acsg.service": "", "acsg.reach": json.dumps({"whole": [], "regions": [], "of": {
        kind: {"words": [f"{role}=iso3166:TCD"]} for kind, role in (("request", "requester"), ("offer", "offerer"),
                                                                   ("meeting", "invited"), ("match", "requesting_side"))}})},
}  # fmt: skip
"""In which context: row security asks more of a row that a party reads."""
Read = Callable[[AsyncConnection], Awaitable[object]]
READS: list[tuple[str, str, Read]] = [
    ("intake", "locked", lambda c: RequestRepository(c).locked(ONE)),
    ("intake", "one", lambda c: RequestRepository(c).one(ONE, lock=False)),
    ("intake", "version", lambda c: RequestRepository(c).version(str(ONE), 1)),
    ("intake", "next_public_version", lambda c: RequestRepository(c).next_public_version(str(ONE))),
    ("intake", "stands_sealed", lambda c: of_requests.stands_sealed(c, "request", str(ONE), 1)),
    ("intake", "content_of", lambda c: of_requests.content_of(c, str(ONE))),
    ("roster", "locked", lambda c: OfferRepository(c).locked(ONE)),
    ("roster", "find", lambda c: OfferRepository(c).find(ONE, lock=False)),
    ("roster", "next_public_version", lambda c: OfferRepository(c).next_public_version(str(ONE))),
    ("roster", "stands_sealed", lambda c: of_offers.stands_sealed(c, "offer", str(ONE), 1)),
    ("dialogue", "locked", lambda c: MeetingRepository(c).find(ONE, lock=True)),
    ("dialogue", "find", lambda c: MeetingRepository(c).find(ONE, lock=False)),
    ("matching", "match", lambda c: BoardRepository(c).match(str(ONE))),
]


@pytest.fixture(scope="module")
def engines() -> dict[str, AsyncEngine]:
    return {}


async def filled(postgres: Postgres, folder: Path, service: str, engines: dict[str, AsyncEngine]) -> AsyncEngine:
    """A database of a service with so many items that a scan shows."""
    if service not in engines:
        given = await environment(postgres, folder, service, f"by_key_{service}")
        url = given["migration_url"].replace("postgresql://", "postgresql+asyncpg://", 1)
        engines[service] = create_async_engine(
            url, poolclass=sa.NullPool, connect_args={"server_settings": {"acsg.service": "operator"}}
        )
        async with engines[service].begin() as connection:
            for statement in FILLING[service]:
                values = {name: value for name, value in (("one", ONE), ("rows", ROWS)) if f":{name}" in statement}
                await connection.execute(sa.text(statement), values)
        async with engines[service].connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(sa.text("analyze"))
    return engines[service]


@asynccontextmanager
async def heard(connection: AsyncConnection) -> AsyncIterator[list[tuple[str, Any]]]:
    """Every statement that goes to the database meanwhile."""
    said: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        said.append((statement, parameters))

    sa.event.listen(connection.sync_connection, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(connection.sync_connection, "before_cursor_execute", note)


def scans(plan: dict[str, Any]) -> list[str]:
    """Tables that a plan reads from one end to the other."""
    found = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" else []
    return found + [name for inner in plan.get("Plans", ()) for name in scans(inner)]


async def scanned(connection: AsyncConnection, said: list[tuple[str, Any]]) -> list[str]:
    """Of statements, the large tables that they scan."""
    found = []
    for statement, parameters in said:
        row = (await connection.exec_driver_sql("explain (format json) " + statement, parameters)).scalar_one()
        plans = json.loads(row) if isinstance(row, str) else row
        large = {"support_request", "request_version", "support_offer", "meeting", "match"}
        found += [name for plan in plans for name in scans(plan["Plan"]) if name in large]
    return found


@pytest.mark.parametrize("by", ASKED_BY)
@pytest.mark.parametrize(("service", "name", "read"), READS, ids=[f"{s}-{n}" for s, n, _ in READS])
async def test_a_read_by_identifier_scans_nothing(
    postgres: Postgres, tmp_path: Path, engines: dict[str, AsyncEngine], service: str, name: str, read: Read, by: str
) -> None:
    engine = await filled(postgres, tmp_path, service, engines)
    async with engine.connect() as connection:
        for setting, value in ASKED_BY[by].items():
            await connection.execute(sa.func.set_config(setting, value, False).select())
        async with heard(connection) as said:
            with suppress(
                NotFound, ValueError, NoResultFound
            ):  # made-up rows are no states; the statement is what counts
                await read(connection)
        assert said
        assert await scanned(connection, said) == [], said


@pytest.mark.control
async def test_a_cast_identifier_scans_the_table(
    postgres: Postgres, tmp_path: Path, engines: dict[str, AsyncEngine]
) -> None:
    engine = await filled(postgres, tmp_path, "intake", engines)
    async with engine.connect() as connection:
        async with heard(connection) as said:
            planted = "select state from support_request where cast(request_id as text) = :one for update"
            await connection.execute(sa.text(planted), {"one": str(ONE)})
        assert await scanned(connection, said) == ["support_request"]
