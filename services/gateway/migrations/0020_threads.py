"""Threads are items of the read model, without the words in them (WM 8)."""

from alembic import op

revision = "0020_threads"
down_revision = "0019_calls"
BEFORE = ("request", "offer", "match", "need", "delivery", "commitment", "meeting", "engagement", "solicitation")


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "thread"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'thread'")
    op.execute("delete from item where kind = 'thread'")
    _allow(BEFORE)
