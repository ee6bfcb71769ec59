"""How much a service has stored of one kind of thing: what comes of other things meanwhile is not counted."""

import asyncpg

from deploy.local.stack import Stack


async def stored(stack: Stack, service: str, table: str, topic: str) -> int:
    """Rows of a table and events of a topic, from the topic's name on (``acsg.dialogue.meeting``: its reminders too)."""
    connection = await asyncpg.connect(stack.databases[service])
    query = f"select (select count(*) from {table}) + (select count(*) from outbox where topic ^@ $1)"
    try:
        return int(await connection.fetchval(query, topic))
    finally:
        await connection.close()
