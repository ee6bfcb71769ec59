"""Tables of the read model, keyed by (region, id) so that Geneva's holds several regions side by side.

Every item is kept as the state its last event carried; searched columns stand beside it. ``parties`` and ``shown_to``
are what the policy asks for.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.tables import runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)


def _moment(name: str, **more: object) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), **more)  # type: ignore[arg-type]


item = sa.Table(
    "item", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reference", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("areas", ARRAY(sa.Text), nullable=False),
    sa.Column("parties", ARRAY(sa.Text), nullable=False),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False),
    _moment("begun_at", nullable=False),
    _moment("changed_at", nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.CheckConstraint("kind in ('request', 'offer', 'match', 'need', 'delivery', 'commitment')", name="item_kind"),
    sa.Index("item_page", "kind", "begun_at", "id"),
    sa.Index("item_parties", "parties", postgresql_using="gin"),
    sa.Index("item_reference", "reference"),
    sa.Index("item_id", "id"),
)  # fmt: skip
request_version = sa.Table(
    "request_version", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("findings", JSONB, nullable=False),
    _moment("submitted_at", nullable=False),
)  # fmt: skip
history = sa.Table(
    "history", metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("item_id", sa.Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("paragraph", sa.Text, nullable=False),
    _moment("at", nullable=False),
)  # fmt: skip
stream_cursor = sa.Table(
    "stream_cursor", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("last_sequence", sa.BigInteger, nullable=False),
    sa.Column("missing", sa.BigInteger, nullable=False, server_default="0", comment="Numbers that were jumped over"),
    _moment("last_event_at", nullable=False),
    _moment("applied_at", nullable=False),
)  # fmt: skip
pulse_item = sa.Table(
    "pulse_item", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("figure", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("parts", JSONB, nullable=False, comment="What this request adds to the figure"),
)  # fmt: skip
OWN = (item, request_version, history, stream_cursor, pulse_item)
