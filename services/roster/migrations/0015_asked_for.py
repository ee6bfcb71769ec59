"""Who is asked by a call for offers, of whichever deployment, may answer it by an offer in response (WM 17, 18)."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0015_asked_for"
down_revision = "0014_begun_at_once"


def upgrade() -> None:
    """As the release that first had it makes it; calls of before are heard again by the next thing that happens to them."""
    op.execute(
        "create table if not exists asked_for (solicitation_id text not null, version integer not null,"
        " request_id text not null, shown_to text[] not null, constraint asked_for_pkey primary key (solicitation_id))"
    )
    op.execute("create index if not exists ix_asked_for_request_id on asked_for (request_id)")
    op.execute("comment on column asked_for.solicitation_id is 'Calls for offers, of any deployment (WM 17)'")
    op.execute("comment on column asked_for.shown_to is 'Words of those asked; none once it is recalled (WM 17)'")
    for statement in (*s.forced("asked_for"), s.for_services("asked_for")):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away: what one is asked for elsewhere is answered without an offer then."""
    op.execute("drop table asked_for")
