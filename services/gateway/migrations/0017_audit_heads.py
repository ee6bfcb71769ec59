"""Heads of owners' audits that are kept here: what was seen once nobody can take back."""

from alembic import op

revision = "0017_audit_heads"
down_revision = "0016_audit_tied"

MADE = (
    """create table audit_head (
        region text not null, source text not null, epoch integer not null, sealed bigint not null, hash text not null,
        seen_at timestamptz not null, primary key (region, source, epoch, sealed, hash))""",
    "alter table audit_head enable row level security",
    "alter table audit_head force row level security",
    # A service keeps and reads; without a policy for it nobody changes a row or takes it away.
    "create policy of_services on audit_head for select using ((select acsg_serves()))",
    "create policy of_keepers on audit_head for insert with check ((select acsg_serves()))",
    """do $do$ begin
        execute format('revoke update, delete, truncate on audit_head from %I', regexp_replace(current_user::text, '_owner$', ''));
    end $do$""",
)


def upgrade() -> None:
    """The table, to be added to alone."""
    for statement in MADE:
        op.execute(statement)


def downgrade() -> None:
    """Forgets them."""
    op.execute("drop table audit_head")
