"""A call for offers has a life: its state moves, it ends by its day, and the States that ask see it."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0014_calls"
down_revision = "0013_worked_together"

SEES = """create or replace function acsg_sees_solicitation(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('solicitation', current_setting('acsg.deployment', true),
        acsg_role_words('approached', state -> 'approached') || acsg_role_words('requester', state -> 'requesting_states'),
        '{}', array(select distinct one ->> 'region' from jsonb_array_elements(coalesce(state -> 'asked', '[]')) one
            where one ->> 'region' is not null and one ->> 'region' <> coalesce(state ->> 'region', ''))) $$"""
SAW = """create or replace function acsg_sees_solicitation(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('solicitation', current_setting('acsg.deployment', true),
        acsg_role_words('approached', state -> 'approached'), '{}', '{}') $$"""


def upgrade() -> None:
    """Calls of before close by their day, those whose day has passed without a word; else as a fresh database is made."""
    op.execute("alter table solicitation add column if not exists version integer not null default 1")
    op.execute("alter table solicitation add column if not exists status text not null default 'open'")
    op.execute("alter table solicitation add column if not exists next_at timestamptz")
    op.execute("comment on column solicitation.next_at is 'When it is closing, or closed, by its date; null: never'")
    op.execute(
        "update solicitation set status = 'closed', state = state || jsonb_build_object('status', 'closed',"
        " 'ended_because', 'date', 'ended_at', state -> 'answer_due_at')"
        " where (state ->> 'answer_due_at')::timestamptz <= now()"
    )
    op.execute("update solicitation set next_at = (state ->> 'answer_due_at')::timestamptz where status = 'open'")
    op.execute("create index if not exists solicitation_next on solicitation (next_at) where next_at is not null")
    op.execute(
        "create table if not exists resting (party text not null, solicitation_id text not null, until date not null,"
        " constraint resting_pkey primary key (party, solicitation_id), constraint resting_solicitation_id_fkey"
        " foreign key (solicitation_id) references solicitation (solicitation_id))"
    )
    op.execute("comment on column resting.until is 'It said: not now, ask again after this day'")
    op.execute(
        "create table if not exists heard_party (party text not null, has_address boolean not null,"
        " at timestamptz not null, constraint heard_party_pkey primary key (party))"
    )
    op.execute("comment on column heard_party.has_address is 'Whether the last message to it found a mailbox'")
    for table in ("resting", "heard_party"):
        for statement in (*s.forced(table), s.for_services(table)):
            op.execute(statement)
    op.execute(SEES)


def downgrade() -> None:
    """A call is told once again."""
    op.execute(SAW)
    op.execute("drop table heard_party")
    op.execute("drop table resting")
    for column in ("next_at", "status", "version"):
        op.execute(f"alter table solicitation drop column {column}")
