"""Real tables of requests, lines and findings, filled from the read model's states, for PostGraphile to read."""

from collections.abc import Sequence

import asyncpg

SCHEMA = "plain"
_TABLES = """
create schema plain;
create table plain.request (
  item_id text primary key, region text not null, version int not null, status text not null, reference text, title text,
  parties text[] not null, functional_areas text[] not null, begun_at timestamptz not null, changed_at timestamptz not null
);
create index on plain.request (begun_at desc, item_id desc);
create table plain.request_line (
  request_id text not null references plain.request on delete cascade, number int not null, line_id text not null,
  functional_area text not null, support_type text not null, amount text not null, unit text not null, start text not null,
  "end" text, primary key (request_id, number)
);
create table plain.request_finding (
  request_id text not null references plain.request on delete cascade, number int not null, paragraph text not null,
  outcome text not null, reason text not null, evidence text[] not null, moved_from text, officer_outcome text,
  officer_comment text, primary key (request_id, number)
);
"""
_FILL = (
    "delete from plain.request where $1::text[] is null or item_id = any($1)",
    """insert into plain.request
    select id, region, version, status, reference, state -> 'content' ->> 'title', parties, areas, begun_at, changed_at
    from item where kind = 'request' and ($1::text[] is null or id = any($1))""",
    """insert into plain.request_line
    select id, number, x ->> 'line_id', x ->> 'functional_area', x ->> 'support_type', x -> 'quantity' ->> 'amount',
      x -> 'quantity' ->> 'unit', x -> 'period' ->> 'start', x -> 'period' ->> 'end'
    from item, jsonb_array_elements(state -> 'content' -> 'lines') with ordinality as one(x, number)
    where kind = 'request' and ($1::text[] is null or id = any($1))""",
    """insert into plain.request_finding
    select id, number, x ->> 'paragraph', x ->> 'outcome', x ->> 'reason',
      array(select jsonb_array_elements_text(x -> 'evidence')), x ->> 'moved_from', x ->> 'officer_outcome',
      x ->> 'officer_comment'
    from item, jsonb_array_elements(state -> 'findings') with ordinality as one(x, number)
    where kind = 'request' and ($1::text[] is null or id = any($1))""",
)


async def lay(connection: asyncpg.Connection) -> None:
    """Makes the tables and fills them with every request of the read model."""
    await connection.execute(_TABLES)
    await take(connection, None)
    await connection.execute("analyze")


async def take(connection: asyncpg.Connection, ids: Sequence[str] | None) -> None:
    """Takes requests anew as the read model has them now, in one transaction; all of them with None."""
    async with connection.transaction():
        for statement in _FILL:
            await connection.execute(statement, ids)
