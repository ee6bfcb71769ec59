"""The third migration: an old database keeps its secrets and what waited; the tables are those that the code declares."""

import asyncio
import json
import secrets
from pathlib import Path
from typing import Any

import asyncpg
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.provision import drop, provision, working
from services.notifications.storage import announcement_tables, kept, mail_tables, tables, webhook_tables
from shared.runtime.db.migrations import downgrade, upgrade
from tests.support.notifications_desk import NotificationsDesk

DECLARED = (tables, announcement_tables, kept, mail_tables, webhook_tables)
BEFORE = """
alter table webhook drop column name, drop column signing, drop column full_body, drop column fifo, drop column clearance,
    drop column regions, drop column functional_areas, drop column version, drop column created_at, drop column disabled_at,
    drop column disabled_reason, drop column paused_until;
alter table webhook add column secret text not null;
drop index delivery_turn, delivery_sequence, delivery_due;
alter table delivery drop column sequence, drop column on_bus;
create index delivery_due on delivery (next_attempt_at) where state in ('queued', 'retrying');
"""
BODY = {
    "specversion": "1.0", "id": "e1", "source": "/acsg/wca/intake", "type": "acsg.public.support-request-published",
    "subject": "r1", "time": "2026-05-01T12:00:00Z", "dataschema": "urn:acsg:schema:x:1", "region": "wca",
    "aggregateversion": 3, "data": {"aggregate_id": "r1", "aggregate_version": 3, "fields": {"title": "Registration"}},
}  # fmt: skip


def differences(connection: sa.Connection) -> list[Any]:
    """What alembic would change, indexes and server defaults included; comments are for readers of the code, and who spoke
    for a topic is kept by statements of the bus alone.
    """
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    found = compare_metadata(context, tables.metadata)
    others = {"alembic_version", "modify_comment", "directory", "speaker"}
    return [one for one in found if not others & set(str(one).split("'"))]


async def test_the_tables_are_those_that_the_code_declares(notifications: NotificationsDesk) -> None:
    assert len(DECLARED) == 5
    engine = create_async_engine(notifications.owner_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        await connection.execute(sa.text("alter table webhook drop column fifo"))
        assert len(await connection.run_sync(differences)) == 1
    await engine.dispose()


async def test_a_database_of_the_first_release_keeps_secrets_and_what_waited(
    administrator: str, tmp_path: Path
) -> None:
    name = f"notifications_{secrets.token_hex(4)}"
    _, owner = await provision(administrator, name, tmp_path)
    await asyncio.to_thread(upgrade, "notifications", owner, "0003_mail")
    connection = await asyncpg.connect(working(owner))
    try:
        await connection.execute(BEFORE)
        await connection.execute(
            "insert into webhook (webhook_id, party, url, event_types, secret) values "
            "('w1', 'org:x', 'https://x.example.net/', array['acsg.public.support-request-published'], 'whsec_AAAA')"
        )
        for n, state in enumerate(("delivered", "queued")):
            await connection.execute(
                "insert into delivery (delivery_id, event_id, event_type, item_id, recipient, party, channel, must_act, "
                "paragraph, content, state, next_attempt_at) values ($1, $2, $3, 'r1', 'webhook:w1', 'org:x', 'webhook', "
                "false, '17', $4, $5, '2026-05-01T12:00:00Z')",
                f"d{n}", f"e{n}", BODY["type"], json.dumps(BODY), state,
            )  # fmt: skip
        await asyncio.to_thread(upgrade, "notifications", owner)
        secret = await connection.fetchrow("select webhook_id, signing, secret, valid_until from webhook_secret")
        assert tuple(secret) == ("w1", "v1", "whsec_AAAA", None)
        turns = await connection.fetch("select delivery_id, sequence from delivery order by sequence")
        assert [tuple(row) for row in turns] == [("d0", 1), ("d1", 2)]
        queue = await connection.fetchrow("select last_sequence, next_due_at is not null from webhook_queue")
        assert tuple(queue) == (2, True)
        data = await connection.fetch("select event_id, position, data from announcement")
        assert [(row["event_id"], row["position"], json.loads(row["data"])) for row in data] == [
            ("e1", 1, {"fields": {"title": "Registration"}})
        ]
        await asyncio.to_thread(downgrade, "notifications", owner, "0003_mail")
        assert await connection.fetchval("select secret from webhook") == "whsec_AAAA"
        await asyncio.to_thread(upgrade, "notifications", owner)
        assert await connection.fetchval("select secret from webhook_secret") == "whsec_AAAA"
    finally:
        await connection.close()
        await drop(administrator, name)
