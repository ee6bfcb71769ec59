"""Copies of offers are marked with the transaction that wrote them; a plain counter passes over who commits late."""

from alembic import op

revision = "0004_changed_by_transaction"
down_revision = "0003_federation"


def upgrade() -> None:
    """A database that was made by this release never had the counter. Old marks are below every transaction's number."""
    op.execute("alter table known_offer alter column changed drop default")
    op.execute("drop sequence if exists known_offer_changed")
    op.execute("update known_offer set changed = 0")


def downgrade() -> None:
    """The counter again."""
    op.execute("create sequence known_offer_changed")
    op.execute("alter table known_offer alter column changed set default nextval('known_offer_changed')")
