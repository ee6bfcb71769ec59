"""Engagements are found by the parties of their sides, for calendars (WM 15.vii)."""

from alembic import op

revision = "0012_engaged"
down_revision = "0011_rows_by_role"


def upgrade() -> None:
    """An index over what is known of engagements alone."""
    op.execute(
        "create index known_item_engaged on known_item using gin ((document -> 'body' -> 'sides')) "
        "where document -> 'body' ->> 'kind' = 'engagement'"
    )


def downgrade() -> None:
    """Without it."""
    op.execute("drop index known_item_engaged")
