"""Tables of notifications. The database itself refuses a second delivery of an event to a mailbox by a channel."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.tables import moment, runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)


directory = sa.Table(
    "directory", metadata,
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("email", sa.Text, nullable=False, comment="A functional mailbox; personal data stays in this table"),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    comment="As the first migration makes it; the third moves its rows into mailbox",
)  # fmt: skip
webhook = sa.Table(
    "webhook", metadata,
    sa.Column("webhook_id", sa.Text, primary_key=True),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("event_types", ARRAY(sa.Text), nullable=False),
    sa.Column("secret", sa.Text, nullable=False, comment="Signing needs the secret itself; never logged, shown once"),
    sa.Column("active", sa.Boolean, nullable=False, server_default="true"),
)  # fmt: skip
delivery = sa.Table(
    "delivery", metadata,
    sa.Column("delivery_id", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("item_id", sa.Text, nullable=False, index=True),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("party", sa.Text, nullable=False, index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("mailbox", sa.Text, nullable=False, server_default="", comment="Which of the party's; empty: the main one"),
    sa.Column("must_act", sa.Boolean, nullable=False),
    sa.Column("paragraph", sa.Text, nullable=False),
    sa.Column("content", JSONB, nullable=False),
    moment("due_at"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    moment("next_attempt_at"),
    moment("lease_until"),
    sa.Column("last_error", sa.Text),
    moment("created_at", server_default=sa.func.clock_timestamp(), nullable=False),
    sa.UniqueConstraint("event_id", "recipient", "channel", "mailbox", name="one_delivery_each"),
    sa.CheckConstraint("state in ('queued', 'retrying', 'delivered', 'failed')", name="delivery_state"),
    sa.Index("delivery_due", "next_attempt_at", postgresql_where=sa.text("state in ('queued', 'retrying')")),
)  # fmt: skip
OWN = (directory, webhook, delivery)
