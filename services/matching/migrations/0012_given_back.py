"""What engagements gave back of needs."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0012_given_back"
down_revision = "0011_rows_by_role"


def upgrade() -> None:
    """As the release that first had engagements makes it."""
    op.execute(
        "create table if not exists given_back (match_id text not null, request_id text not null, line_id text not null,"
        " amount numeric(18, 2) not null, constraint given_back_pkey primary key (match_id, request_id, line_id))"
    )
    op.execute("comment on column given_back.amount is 'Of what the match had committed of the request line'")
    for statement in (*s.forced("given_back"), s.for_services("given_back")):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away."""
    op.execute("drop table given_back")
