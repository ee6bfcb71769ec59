"""Meetings are items of the read model (WM 4)."""

from alembic import op

revision = "0007_meetings"
down_revision = "0006_published"
BEFORE = ("request", "offer", "match", "need", "delivery", "commitment")


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "meeting"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'meeting'")
    op.execute("delete from item where kind = 'meeting'")
    _allow(BEFORE)
