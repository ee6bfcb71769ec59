"""Calls for offers are items of the read model (WM 17)."""

from alembic import op

revision = "0019_calls"
down_revision = "0018_engagements"
BEFORE = ("request", "offer", "match", "need", "delivery", "commitment", "meeting", "engagement")


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "solicitation"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'solicitation'")
    op.execute("delete from item where kind = 'solicitation'")
    _allow(BEFORE)
