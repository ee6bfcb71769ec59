"""Tokens of parties' programs."""

from alembic import op

revision = "0006_access_tokens"
down_revision = "0005_inbox"


def upgrade() -> None:
    """Adds their table."""
    connection = op.get_bind()
    connection.exec_driver_sql(
        """
        create table if not exists access_token (
            token_id text primary key, party text not null, role text not null, subject text not null,
            language text not null, name text not null, scopes text[] not null, secret_hash bytea not null,
            created_at timestamptz not null, expires_at timestamptz not null, last_used_at timestamptz,
            revoked_at timestamptz, revoked_by text)
        """
    )
    connection.exec_driver_sql("create index if not exists ix_access_token_party on access_token (party)")


def downgrade() -> None:
    """Goes back; every token ends."""
    op.get_bind().exec_driver_sql("drop table if exists access_token")
