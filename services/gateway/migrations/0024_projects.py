"""Thematic projects are items of the read model (WM 18)."""

from alembic import op

revision = "0024_projects"
down_revision = "0023_crises"
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
)


def _allow(kinds: tuple[str, ...]) -> None:
    op.execute("alter table item drop constraint if exists item_kind")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"alter table item add constraint item_kind check (kind in ({listed}))")


def upgrade() -> None:
    """Lets them in."""
    _allow((*BEFORE, "project"))


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    op.execute("delete from item_version where kind = 'project'")
    op.execute("delete from item where kind = 'project'")
    _allow(BEFORE)
