"""Remembers what the public was last shown of a match, so that its topic follows changes and nothing else."""

from alembic import op

revision = "0002_published"
down_revision = "0001_matching"


def upgrade() -> None:
    """Adds the column. What was published before is not known word for word: the next change publishes or retracts it."""
    connection = op.get_bind()
    connection.exec_driver_sql('alter table "match" add column if not exists published jsonb')
    connection.exec_driver_sql("update \"match\" set published = '{}' where public_version > 0 and published is null")


def downgrade() -> None:
    """Drops the column."""
    op.get_bind().exec_driver_sql('alter table "match" drop column published')
