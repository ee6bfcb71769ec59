"""Warnings are items of the read model (WM 12)."""

from alembic import op

revision = "0025_warnings"
down_revision = "0024_projects"
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
    "review",
    "crisis",
    "project",
)


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "warning"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'warning'")
    op.execute("delete from item where kind = 'warning'")
    _allow(BEFORE)
