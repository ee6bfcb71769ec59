"""Reviews of the terms are items of the read model (WM 21)."""

from alembic import op

revision = "0022_reviews"
down_revision = "0021_practices"
BEFORE = (
    "request",
    "offer",
    "match",
    "need",
    "delivery",
    "commitment",
    "meeting",
    "engagement",
    "solicitation",
    "thread",
    "practice",
)


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "review"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'review'")
    op.execute("delete from item where kind = 'review'")
    _allow(BEFORE)
