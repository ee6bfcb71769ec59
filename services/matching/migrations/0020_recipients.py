"""A recipient other than a State that a request names reads its row: asked for its word, or having given it (WM 10)."""

from alembic import op

from shared.runtime.db.row_security.request_readers import BEFORE_RECIPIENTS, WITH_RECIPIENTS

revision = "0020_recipients"
down_revision = "0019_known_organisations"


def upgrade() -> None:
    """Who sees a request, with its recipients."""
    op.execute(WITH_RECIPIENTS)


def downgrade() -> None:
    """As it was."""
    op.execute(BEFORE_RECIPIENTS)
