"""One command that is sent many times at once under one key has one effect, and each is answered as the first or told to wait."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.delivery.main import build
from services.delivery.settings import DeliverySettings
from services.delivery.storage.repository import EngagementRepository
from shared.runtime.clock import SystemClock
from shared.runtime.db import database
from shared.runtime.db.answers import Key
from shared.runtime.db.cause import ByClock
from shared.runtime.db.row_security.context import say
from shared.runtime.http.command import REPLAYED
from tests.support.databases import Named, as_, environment, serving
from tools.bench.reports import engagement

TIMES = 12
PACKAGE = {"amount": "1", "unit": "packages"}
REPORT = {"party": "iso3166:FRA", "line_id": "1", "quantity": PACKAGE, "covers": PACKAGE, "delivered_on": "2026-01-01"}
WRITTEN = """select (select count(*) from audit where aggregate = :one), (select count(*) from outbox where key = :one),
    (select count(*) from idempotency where key = :key)"""


async def became(postgres: Postgres, folder: Path, name: str) -> tuple[Counter[str], tuple[int, int, int], set[bytes]]:
    """What one report sent so often at once was answered, how many rows were written, and the bodies of what was done."""
    given = await environment(postgres, folder, "delivery", f"same_key_{name}")
    service = build(DeliverySettings(**given), SystemClock(), Named())
    state, key = engagement(1, datetime.now(UTC)), f"same-key-{name}"
    async with service.database.unit_of_work(ByClock("test")) as uow:
        await EngagementRepository(uow.connection).add(state)
    headers = as_("fra-authority", key) | {"If-Match": '"1"'}
    async with serving(service.app()) as http:

        async def once() -> httpx.Response:
            return await http.post(f"/engagements/{state.engagement_id}/deliveries", json=REPORT, headers=headers)

        answers = [await once(), *await asyncio.gather(*(once() for _ in range(TIMES)))] if name == "after" else (
            await asyncio.gather(*(once() for _ in range(TIMES)))
        )  # fmt: skip
        async with service.database.unit_of_work(ByClock("test")) as uow:
            row = (await uow.connection.execute(sa.text(WRITTEN), {"one": state.engagement_id, "key": key})).one()
    said = Counter(str(a.json().get("code") or ("again" if REPLAYED in a.headers else "done")) for a in answers)
    return said, (row[0], row[1], row[2]), {a.content for a in answers if a.is_success}


@pytest.mark.parametrize("name", ["at_once", "after"])
async def test_one_key_has_one_effect(postgres: Postgres, tmp_path: Path, name: str) -> None:
    said, written, bodies = await became(postgres, tmp_path, name)
    assert set(said) <= {"done", "again", "idempotency_key_in_progress"}
    assert said["done"] == 1
    assert said["again"] or name == "at_once", "repeats wait for each other too"
    assert written == (1, 1, 1)
    assert len(bodies) == 1


async def _without_waiting(connection: Any, context: Any, cause: Any, key: Key) -> None:
    """Looks for the answer, but locks nothing."""
    await say(connection, context, cause)
    query = sa.text("select 1 from idempotency where party = :party and key = :key")
    assert (await connection.execute(query, {"party": key.party, "key": key.key})).first() is None


@pytest.mark.control
async def test_without_the_lock_a_twin_is_told_something_else(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "begin_command", _without_waiting)
    said, written, _ = await became(postgres, tmp_path, "unlocked")
    assert set(said) - {"done", "again", "idempotency_key_in_progress"}
    assert written == (1, 1, 1), "the database itself takes no second answer under one key"
