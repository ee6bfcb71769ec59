"""Requests while they are prepared, each read by those alone who have a hand in it (WM 8)."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0013_drafts"
down_revision = "0012_begun_at_once"

SEES = """create function acsg_sees_draft(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('draft', state ->> 'region',
        array['lead_requester=' || (state ->> 'lead'), 'owner=' || (state ->> 'opened_by')]
        || acsg_role_words('invited_requester', state -> 'asked')
        || array(select (one ->> 'role') || '=' || (one ->> 'party')
            from jsonb_array_elements(coalesce(state -> 'hands', '[]')) one),
        '{}', '{}') $$"""


def upgrade() -> None:
    """A reader sees those that the policy lets it read, a service all."""
    op.execute(
        "create table if not exists draft (draft_id uuid not null, version integer not null, status text not null,"
        " parties text[] not null, state jsonb not null,"
        " updated_at timestamptz not null default clock_timestamp(), constraint draft_pkey primary key (draft_id))"
    )
    op.execute(
        "comment on column draft.version is 'Of its events; its state has the version that changes are decided on'"
    )
    op.execute("comment on column draft.parties is 'Parties that stand in it, and their country offices'")
    op.execute("create index if not exists draft_parties on draft using gin (parties)")
    op.execute(SEES)
    for statement in (
        *s.forced("draft"),
        s.for_services("draft"),
        s.for_readers("draft", "(select acsg_serves()) or acsg_sees_draft(state)"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away again."""
    op.execute("drop table draft")
    op.execute("drop function acsg_sees_draft(jsonb)")
