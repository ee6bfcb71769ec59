"""Geneva's view: order by epoch, versions of items, roll-ups, and what is known of the view's own completeness.

Items that are there already get their present state as their only version; ``rebuild`` brings back the earlier ones.
"""

from alembic import op

from services.gateway.read_model.ledger_tables import LATER
from services.gateway.read_model.tables import item_version, rollup

revision = "0003_world"
down_revision = "0002_epochs"

COLUMNS = (
    "alter table item add column if not exists epoch integer not null default 1",
    "alter table item add column if not exists serving text[] not null default '{}'",
    "alter table item add column if not exists figures jsonb not null default '[]'",
    "alter table item add column if not exists withheld text[] not null default '{}'",
    "alter table item add column if not exists seal text",
    "alter table history add column if not exists epoch integer not null default 1",
    "alter table history add column if not exists kind text",
    "alter table stream_cursor add column if not exists topic text",
    'alter table stream_cursor add column if not exists "offset" bigint',
    "drop table if exists request_version",
)
VERSIONS = """create view request_version as
select distinct on (region, id, content_version) region, id as request_id, content_version as number,
    state -> 'content' as content, state -> 'findings' as findings,
    coalesce(state ->> 'revised_at', state ->> 'submitted_at')::timestamptz as submitted_at
from item_version where kind = 'request'
order by region, id, content_version, epoch desc, version desc"""
PRESENT = """insert into item_version (region, kind, id, epoch, version, at, reference, status, areas, parties, shown_to,
    serving, content_version, state)
select region, kind, id, epoch, version, changed_at, reference, status, areas, parties, shown_to, serving,
    case when kind = 'request' then (state ->> 'content_version')::int end, state from item"""
# Large states are packed by the faster method where the server has it.
PACKED = """do $$ begin
    alter table item alter column state set compression lz4;
    alter table item_version alter column state set compression lz4;
exception when feature_not_supported then null; end $$"""
SEALED = """update item set seal = md5(concat_ws('|', epoch, version, reference, status, array_to_string(areas, ','),
    array_to_string(parties, ','), array_to_string(shown_to, ','), array_to_string(serving, ','), figures))"""
SERVING = """update item set serving = array(
    select distinct held ->> 'offer_region' from jsonb_array_elements(state -> 'reservations') held order by 1)
where kind = 'match'"""
LATER_COLUMNS = {
    "item": ("epoch", "serving", "figures", "withheld", "seal"),
    "history": ("epoch", "kind"),
    "stream_cursor": ("topic", '"offset"'),
}


def upgrade() -> None:
    """Adds everything."""
    connection = op.get_bind()
    for statement in COLUMNS:
        connection.exec_driver_sql(statement)
    for table in (item_version, rollup, *LATER):
        table.create(connection)
    for statement in (PACKED, SERVING, VERSIONS, PRESENT, SEALED):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Takes it away; contents of versions are told by the topics again."""
    connection = op.get_bind()
    connection.exec_driver_sql("drop view request_version")
    for table in (*reversed(LATER), rollup, item_version):
        table.drop(connection)
    connection.exec_driver_sql(
        "create table request_version (region text, request_id text, number integer, content jsonb not null, "
        "findings jsonb not null, submitted_at timestamptz not null, primary key (region, request_id, number))"
    )
    for table, columns in LATER_COLUMNS.items():
        for column in columns:
            connection.exec_driver_sql(f"alter table {table} drop column {column}")
