"""Tables of notifications. The database itself refuses a second delivery of an event to a mailbox by a channel."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.tables import moment, runtime_tables

metadata = sa.MetaData()
SIGNING = {"type": "services.notifications.domain.endpoint:Signing"}
runtime = runtime_tables(metadata)
known = known_tables(metadata)


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
    sa.Column("active", sa.Boolean, nullable=False, server_default="true"),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("signing", sa.Text, nullable=False, server_default="v1", info=SIGNING),
    sa.Column("full_body", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("fifo", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("clearance", sa.Text, nullable=False, server_default="unclassified"),
    sa.Column("regions", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("functional_areas", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    moment("created_at", server_default=sa.func.clock_timestamp(), nullable=False),
    moment("disabled_at"),
    sa.Column("disabled_reason", sa.Text),
    moment("paused_until"),
    sa.Index("webhook_party", "party"),
    sa.CheckConstraint("signing in ('v1', 'v1a')", name="webhook_signing"),
)  # fmt: skip
delivery = sa.Table(
    "delivery", metadata,
    sa.Column("delivery_id", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("item_id", sa.Text, nullable=False, index=True),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False, info={"type": "shared.contracts.shapes.channels:NotificationChannel"}),
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
    sa.Column("sequence", sa.BigInteger, comment="Place in the queue of its webhook; no gaps per webhook"),
    sa.Column("on_bus", sa.Boolean, nullable=False, server_default="false", comment="Its state was told on the bus"),
    sa.UniqueConstraint("event_id", "recipient", "channel", "mailbox", name="one_delivery_each"),
    sa.CheckConstraint("state in ('queued', 'retrying', 'delivered', 'failed')", name="delivery_state"),
    sa.Index(
        "delivery_due", "next_attempt_at",
        postgresql_where=sa.text("channel = 'email' and state in ('queued', 'retrying')"),
    ),
    sa.Index(
        "delivery_turn", "recipient", "next_attempt_at",
        postgresql_where=sa.text("channel = 'webhook' and state in ('queued', 'retrying')"),
    ),
    sa.Index("delivery_newest", "created_at", "delivery_id"),
    sa.Index("delivery_party", "party", "created_at", "delivery_id"),
    sa.Index("delivery_failed", "created_at", "delivery_id", postgresql_where=sa.text("state = 'failed'")),
    sa.Index("delivery_sequence", "recipient", "sequence", postgresql_where=sa.text("channel = 'webhook'")),
)  # fmt: skip
OWN = (directory, webhook, delivery)
