"""Tables of what may leave: announcements with the position of each, and the health of the channels."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.notifications.storage.tables import metadata
from shared.runtime.db.tables import moment

announcement = sa.Table(
    "announcement", metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event_id", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    moment("time", nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("aggregate_version", sa.Integer, nullable=False),
    sa.Column("classification", sa.Text, nullable=False),
    sa.Column("paragraph", sa.Text, nullable=False),
    sa.Column("areas", ARRAY(sa.Text), nullable=False),
    sa.Column("data_schema", sa.Text, nullable=False),
    sa.Column("data", JSONB, comment="Null once a later event of the item took its place"),
    moment("announced_at", nullable=False),
    sa.Index("announcement_subject", "subject", "aggregate_version"),
    sa.Index("announcement_time", "time"),
)  # fmt: skip
stream_position = sa.Table(
    "stream_position", metadata,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("last_position", sa.BigInteger, nullable=False),
)  # fmt: skip
channel_health = sa.Table(
    "channel_health", metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    moment("next_test_at", nullable=False),
    moment("last_test_at"),
    moment("last_passed_at"),
    sa.Column("last_code", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    moment("quiet_since"),
    moment("muted_until"),
    sa.Column("muted_by", sa.Text),
    sa.Column("mute_reason", sa.Text),
    sa.Column("secret", sa.Text, nullable=False, comment="Signs the self-test of webhooks"),
    moment("received_at", comment="When the interface last took the self-test of webhooks"),
    moment("since", nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
)  # fmt: skip
