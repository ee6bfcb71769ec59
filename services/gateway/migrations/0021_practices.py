"""Good practices are items of the read model (WM 11)."""

from alembic import op

revision = "0021_practices"
down_revision = "0020_threads"
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
)


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "practice"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'practice'")
    op.execute("delete from item where kind = 'practice'")
    _allow(BEFORE)
