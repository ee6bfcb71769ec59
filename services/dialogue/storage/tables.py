"""Tables of dialogue."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.alike import alike_table
from shared.runtime.db.counting import counter_table
from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.states import shown_columns, state_table
from shared.runtime.db.tables import runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)
known = known_tables(metadata)

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
    sa.Column("apart_with", sa.Text, server_default=sa.text("''"), nullable=False,
              comment="The one party that reads it beside the Secretariat; empty in every other circle"),
    sa.UniqueConstraint("about_id", "about_kind", "circle", "apart_with", name="thread_about"),
)  # fmt: skip
thread_message = sa.Table(
    "thread_message", metadata,
    sa.Column("thread_id", sa.Uuid(as_uuid=False), sa.ForeignKey("thread.thread_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("body", JSONB, nullable=False),
)  # fmt: skip
practice = state_table(
    metadata, "practice", "practice_id",
    sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
    *shown_columns(),
    sa.Index("practice_page", "proposed_at", "practice_id"),
)  # fmt: skip
practice_counter = sa.Table(
    "practice_counter", metadata,
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)  # fmt: skip
peer_link = state_table(metadata, "peer_link", "link_id", *shown_columns())
peer_link_counter = counter_table(metadata, "peer_link_counter")
known_engagement = sa.Table(
    "known_engagement", metadata,
    sa.Column("engagement_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False, comment="Parties in their roles: role=party"),
    sa.Column("serving", ARRAY(sa.Text), nullable=False),
)  # fmt: skip
initiative = state_table(metadata, "initiative", "initiative_id")
initiative_counter = counter_table(metadata, "initiative_counter")
call_for_action = state_table(metadata, "call_for_action", "call_for_action_id")
call_for_action_counter = counter_table(metadata, "call_for_action_counter")
liaison = state_table(metadata, "liaison", "liaison_id")
liaison_counter = counter_table(metadata, "liaison_counter")
known_thing = sa.Table(
    "known_thing", metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("item_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False, comment="Parties in their roles: role=party"),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False),
    sa.Column("serving", ARRAY(sa.Text), nullable=False),
)  # fmt: skip
review = state_table(metadata, "review", "review_id")
review_counter = counter_table(metadata, "review_counter")
review_year = sa.Table(
    "review_year", metadata,
    sa.Column("one", sa.Boolean, primary_key=True),
    sa.Column("counted_from", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("one", name="review_year_one"),
)  # fmt: skip
edition = state_table(metadata, "edition", "edition_id")
edition_counter = counter_table(metadata, "edition_counter")
open_alike = alike_table(metadata)
OWN = (meeting, reference_counter)
