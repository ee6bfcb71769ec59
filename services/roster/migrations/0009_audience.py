"""To whom a request is shown: some of the possible offerers, or all but some. Until now it was all of them or nobody."""

from alembic import op

revision = "0009_audience"
down_revision = "0008_alike"


def upgrade() -> None:
    """What was shown stays shown to all possible offerers."""
    op.execute("alter table shown_request add column if not exists shown_to text[] not null default '{}'")
    op.execute("comment on column shown_request.shown_to is 'Words of its audience (WM 17)'")
    op.execute("update shown_request set shown_to = '{offerers}' where shown and shown_to = '{}'")


def downgrade() -> None:
    """As it was before; what is shown to some alone is shown to nobody there."""
    op.execute("update shown_request set shown = false where not shown_to <@ '{offerers,public}'")
    op.execute("alter table shown_request drop column shown_to")
