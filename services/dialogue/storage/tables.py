"""Tables of dialogue."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.runtime.db.alike import alike_table
from shared.runtime.db.tables import runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)

meeting = sa.Table(
    "meeting", metadata,
    sa.Column("meeting_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
)  # fmt: skip
reference_counter = sa.Table(
    "reference_counter", metadata,
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)  # fmt: skip
thread = sa.Table(
    "thread", metadata,
    sa.Column("thread_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("circle", sa.Text, nullable=False),
    sa.Column("about_kind", sa.Text, nullable=False),
    sa.Column("about_id", sa.Uuid(as_uuid=False), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("about_version", sa.Integer, nullable=False, comment="Of the thing, as far as it was heard"),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
    sa.UniqueConstraint("about_id", "about_kind", "circle", name="thread_about"),
)  # fmt: skip
thread_message = sa.Table(
    "thread_message", metadata,
    sa.Column("thread_id", sa.Uuid(as_uuid=False), sa.ForeignKey("thread.thread_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("body", JSONB, nullable=False),
)  # fmt: skip
open_alike = alike_table(metadata)
OWN = (meeting, reference_counter)
