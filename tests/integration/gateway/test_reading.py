"""A reading is read-only in the database's eyes, and its connection is whole again afterwards."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.gateway.read_model.tables import runtime
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from tests.support.gateway import settings_of

WRITE = sa.text("update stream_cursor set missing = 0")


async def test_a_reading_cannot_write_and_the_next_transaction_can(filled: str) -> None:
    database = Database(settings_of(filled, pool_size=1), runtime, SystemClock())
    for _ in range(2):
        with pytest.raises(DBAPIError, match="read-only transaction"):
            async with database.reading() as connection:
                await connection.execute(WRITE)
        async with database.unit_of_work(ByClock("test")) as uow:
            await uow.connection.execute(WRITE)
    await database.dispose()
