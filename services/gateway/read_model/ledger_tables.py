"""What the read model knows about its own completeness: gaps, epochs, comparisons with owners, what vanished.

Nothing here is ever silently dropped: a gap that is filled stays in its table with the way it was filled.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, INT8MULTIRANGE, JSONB

from services.gateway.read_model.tables import metadata
from shared.runtime.db.tables import moment

gap = sa.Table(
    "gap", metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("missing", INT8MULTIRANGE, nullable=False, comment="Numbers that have still not come"),
    sa.Column("cause", sa.Text, nullable=False),
    moment("found_at", nullable=False),
    moment("healed_at"),
    sa.Column("healed_by", sa.Text, comment="bus: it came late; pull: asked of its owner; state: only what it led to"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    moment("next_at", nullable=False),
    sa.Column("error", sa.Text, comment="Why the last attempt failed, as a code"),
    sa.CheckConstraint("cause in ('retention', 'topic_recreated', 'unknown')", name="gap_cause"),
    sa.CheckConstraint("healed_by in ('bus', 'pull', 'state')", name="gap_healed_by"),
    sa.Index("gap_open", "region", "source", "epoch", "stream", postgresql_where=sa.text("healed_at is null")),
)  # fmt: skip
reconciliation = sa.Table(
    "reconciliation", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    moment("found_at", nullable=False),
    moment("done_at"),
    sa.Column("taken_over", sa.Integer, nullable=False, server_default="0"),
    sa.Column("vanished", sa.Integer, nullable=False, server_default="0"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    moment("next_at", nullable=False),
    sa.Column("error", sa.Text),
)  # fmt: skip
vanished = sa.Table(
    "vanished", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("kept_version", sa.Integer, comment="What its owner has instead; null when it has nothing"),
    sa.Column("reference", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("parties", ARRAY(sa.Text), nullable=False),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False),
    sa.Column("state", JSONB, nullable=False),
    moment("changed_at", nullable=False),
    moment("found_at", nullable=False),
)  # fmt: skip
divergence = sa.Table(
    "divergence", metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("item_id", sa.Text, nullable=False),
    sa.Column("ours", sa.Integer, comment="Version; null when we had nothing"),
    sa.Column("theirs", sa.Integer, comment="Version; null when the owner has nothing"),
    sa.Column("what", sa.Text, nullable=False),
    moment("found_at", nullable=False),
    moment("repaired_at"),
    sa.CheckConstraint("what in ('altered', 'behind', 'ahead', 'missing', 'unknown_to_owner')", name="divergence_what"),
    sa.Index("divergence_open", "region", "kind", "item_id", unique=True,
             postgresql_where=sa.text("repaired_at is null")),
)  # fmt: skip
comparison = sa.Table(
    "comparison", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    moment("at", nullable=False),
    sa.Column("rounds", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("compared", sa.BigInteger, nullable=False),
    sa.Column("differing", sa.BigInteger, nullable=False),
    sa.Column("repaired", sa.BigInteger, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("error", sa.Text, comment="Why the last round failed, as a code; the figures are then of the one before"),
)  # fmt: skip
owner_heard = sa.Table(
    "owner_heard", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False, server_default="1"),
    moment("heard_at", comment="By our clock, when the owner last told how far it is"),
    moment("complete_at", comment="By our clock, the latest moment of which we have everything it told"),
    moment("pending_at", comment="When it told what we do not have yet"),
    sa.Column("pending", JSONB, comment="What that was: stream -> [epoch, number]"),
    sa.Column("clock_off_s", sa.Float, comment="How far its clock is ahead of ours, as last measured"),
    moment("measured_at"),
)  # fmt: skip
erasure = sa.Table(
    "erasure", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("pointer", sa.Text, primary_key=True, comment="Into the state; * stands for every item"),
    moment("said_at", nullable=False, comment="By the owner's clock: states from before lose the field on arrival too"),
    moment("done_at"),
    sa.Column("place", JSONB, comment="How far the work is: table, identifier, epoch, version"),
    sa.Column("erased", sa.BigInteger, nullable=False, server_default="0"),
)  # fmt: skip
audit_head = sa.Table(
    # What was seen once stays: no role of the service's may change or delete a row.
    "audit_head", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True, comment="Of the owner"),
    sa.Column("sealed", sa.BigInteger, primary_key=True, comment="Place of the last sealed row of its audit"),
    sa.Column("hash", sa.Text, primary_key=True, comment="In hexadecimal; two at one place: it showed two chains"),
    moment("seen_at", nullable=False),
)  # fmt: skip
LATER = (gap, reconciliation, vanished, divergence, comparison, owner_heard, erasure)
