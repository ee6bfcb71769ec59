"""Tables of delivery."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.tables import runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)
known = known_tables(metadata)

engagement = sa.Table(
    "engagement", metadata,
    sa.Column("engagement_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("match_id", sa.Uuid(as_uuid=False), unique=True),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("parties", ARRAY(sa.Text), nullable=False),
    sa.Column("word_due_at", sa.DateTime(timezone=True), comment="When a side owes a word; null: none is owed, or it was asked"),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
    sa.Column("public_version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("published", JSONB, comment="What the public was last shown; null when nothing"),
    sa.Column(
        "said_with", sa.Integer, nullable=False, server_default="0",
        comment="By which rules it was last said whole; others say it again",
    ),
    sa.Index("engagement_said_with", "said_with"),
    sa.Index("engagement_word_due", "word_due_at", postgresql_where=sa.text("word_due_at is not null")),
    sa.Index("engagement_parties", "parties", postgresql_using="gin"),
)  # fmt: skip
released_contact = sa.Table(
    "released_contact", metadata,
    sa.Column("engagement_id", sa.Uuid(as_uuid=False), sa.ForeignKey("engagement.engagement_id"), primary_key=True),
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("focal_point", JSONB, nullable=False),
    sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
    comment="Contacts that one side lets the other read; taken back, they are gone",
)  # fmt: skip
known_content = sa.Table(
    "known_content", metadata,
    sa.Column("item_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("content_version", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", JSONB, nullable=False),
    comment="Requests and offers as they were worded, so that an engagement begins with what was agreed",
)  # fmt: skip
waiting_match = sa.Table(
    "waiting_match", metadata,
    sa.Column("match_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("items", ARRAY(sa.Text), nullable=False),
    sa.Column("state", JSONB, nullable=False),
    comment="Confirmed matches whose request or offer has not come by the bus yet",
)  # fmt: skip
reference_counter = sa.Table(
    "reference_counter", metadata,
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)  # fmt: skip
SAID_WITH = 1
"""By which rules engagements are said. Raised when what follows from a state changed, for readers or for the public."""
OWN = (engagement, released_contact, known_content, waiting_match, reference_counter)
