"""To whom each request is shown, beside its state: what other deployments show to their parties is read by it (WM 17)."""

from alembic import op

revision = "0009_audience"
down_revision = "0008_alike"


def upgrade() -> None:
    """What is shown so far is shown to all possible offerers, or to all."""
    op.execute("alter table support_request add column if not exists shown_to text[] not null default '{}'")
    op.execute("comment on column support_request.shown_to is 'Words of its audience (WM 17)'")
    op.execute(
        "update support_request set shown_to = array(select jsonb_array_elements_text(state -> 'shown' -> 'audiences'))"
        " where jsonb_typeof(state -> 'shown') = 'object' and status <> 'handed_over' and shown_to = '{}'"
    )
    op.execute(
        "create index if not exists support_request_shown on support_request (request_id) where shown_to <> '{}'"
    )


def downgrade() -> None:
    """Takes it away."""
    op.execute("drop index support_request_shown")
    op.execute("alter table support_request drop column shown_to")
