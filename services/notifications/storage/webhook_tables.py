"""Tables of endpoints: the secrets they know, the queue of each with its health and lease, and every attempt."""

import sqlalchemy as sa

from services.notifications.storage.tables import metadata
from shared.runtime.db.tables import moment

webhook_secret = sa.Table(
    "webhook_secret", metadata,
    sa.Column("secret_id", sa.Text, primary_key=True),
    sa.Column("webhook_id", sa.Text, sa.ForeignKey("webhook.webhook_id"), nullable=False, index=True),
    sa.Column("signing", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False, comment="Signing needs the secret itself; never logged, shown once"),
    moment("created_at", nullable=False),
    moment("valid_until"),
    sa.CheckConstraint("signing in ('v1', 'v1a')", name="webhook_secret_signing"),
)  # fmt: skip
webhook_queue = sa.Table(
    "webhook_queue", metadata,
    sa.Column("webhook_id", sa.Text, sa.ForeignKey("webhook.webhook_id"), primary_key=True),
    sa.Column("last_sequence", sa.BigInteger, nullable=False, server_default="0"),
    moment("next_due_at"),
    sa.Column("owner", sa.Text),
    sa.Column("fence", sa.BigInteger, nullable=False, server_default="0"),
    moment("lease_until"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    moment("failing_since"),
    sa.Column("circuit", sa.Text, nullable=False, server_default="closed"),
    sa.Column("opened", sa.Integer, nullable=False, server_default="0"),
    moment("blocked_until"),
    sa.Column("blocked_why", sa.Text),
    moment("last_success_at"),
    moment("last_failure_at"),
    sa.Column("last_code", sa.Text),
    moment("told_failing_at"),
    sa.CheckConstraint("circuit in ('closed', 'open', 'half_open')", name="webhook_queue_circuit"),
    sa.Index("webhook_queue_due", "next_due_at", postgresql_where=sa.text("next_due_at is not null")),
)  # fmt: skip
delivery_attempt = sa.Table(
    "delivery_attempt", metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("delivery_id", sa.Text, nullable=False, index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    moment("at", nullable=False),
    sa.Column("duration_ms", sa.Integer, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("status", sa.SmallInteger),
    moment("next_attempt_at"),
    sa.Index("delivery_attempt_channel", "channel", "code", "at"),
)  # fmt: skip
