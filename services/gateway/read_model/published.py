"""What stands on the public topics now: of each item the latest public event, or that it was taken back (WM 17, 18, 19).

The owners decide what is public, and say so in public events; here their latest word is kept, and nothing before it.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.gateway.read_model.tables import metadata
from shared.runtime.db.tables import moment

published = sa.Table(
    "published", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("schema", sa.Text, nullable=False, comment="Of the data, as the event names it"),
    moment("at", nullable=False),
    sa.Column("fields", JSONB, comment="Null once it was taken back"),
    sa.Index("published_at", "at", "region", "kind", "id"),
)  # fmt: skip
