"""Parties of proactive offers hear of requests that these may answer (WM 18): who heard of which version; for services alone."""

from alembic import op

from shared.runtime.db.row_security import by_role
from shared.runtime.db.row_security import statements as s

revision = "0018_fitting"
down_revision = "0017_reach_once"


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists fitting_request (fitting_id text not null, request_id text not null, version integer not null,"
        " heard text[] not null, state jsonb not null, constraint fitting_request_pkey primary key (fitting_id),"
        " constraint fitting_request_request_id_key unique (request_id))"
    )
    op.execute("comment on column fitting_request.heard is 'Offers whose parties heard of this version of the request'")
    for statement in (
        *s.forced("fitting_request"), s.for_services("fitting_request"), s.for_readers("fitting_request", by_role.SERVICES),
    ):  # fmt: skip
        op.execute(statement)


def downgrade() -> None:
    """Takes it away."""
    op.execute("drop table fitting_request")
