"""Tables of the read model, keyed by (region, id) so that Geneva's holds several regions side by side.

Every item is kept as the state its last event carried; searched columns stand beside it. ``parties`` are those that
a reader finds it by; ``roles``, ``shown_to`` and ``serving`` are what the policy asks for. Of two states of an item the one with the higher (epoch, version) is newer, whatever any
clock says.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from services.gateway.kinds import BY_NAME
from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.tables import moment, runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)
known = known_tables(metadata)


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
    sa.Column("roles", ARRAY(sa.Text), nullable=False, server_default="{}", comment="Parties in their roles: role=party"),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False),
    moment("begun_at", nullable=False),
    moment("changed_at", nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False, server_default="1"),
    sa.Column("serving", ARRAY(sa.Text), nullable=False, server_default="{}", comment="Regions whose offers a match takes"),
    sa.Column("figures", JSONB, nullable=False, server_default="[]", comment="What it adds to the roll-ups"),
    sa.Column("withheld", ARRAY(sa.Text), nullable=False, server_default="{}", comment="JSON pointers left out of state"),
    sa.Column("words", TSVECTOR, comment="What it is found by, folded; projections/searched.py"),
    sa.Column("shown_words", TSVECTOR, comment="The same of what a State shows of its request"),
    sa.Column("seal", sa.Text, comment="Over the columns beside the state: an edit behind our back shows"),
    sa.CheckConstraint(f"kind in ({', '.join(repr(kind) for kind in BY_NAME)})", name="item_kind"),
    sa.Index("item_page", "kind", "begun_at", "id"),
    sa.Index("item_changed", "kind", "changed_at", "id"),
    sa.Index("item_parties", "parties", postgresql_using="gin"),
    sa.Index("item_roles", "roles", postgresql_using="gin"),
    sa.Index("item_words", "words", postgresql_using="gin"),
    sa.Index("item_reference", "reference"),
    sa.Index("item_id", "id"),
    info={"row": "StoredItemRow"},
)  # fmt: skip
item_version = sa.Table(
    "item_version", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    moment("at", nullable=False),
    sa.Column("reference", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("areas", ARRAY(sa.Text), nullable=False),
    sa.Column("parties", ARRAY(sa.Text), nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False, server_default="{}", comment="Parties in their roles: role=party"),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False),
    sa.Column("serving", ARRAY(sa.Text), nullable=False),
    sa.Column("content_version", sa.Integer, comment="Of a request: which version of its content this state holds"),
    sa.Column("state", JSONB, nullable=False),
)  # fmt: skip
request_version = sa.Table(
    # A view over item_version: the content of a request is kept once.
    "request_version", sa.MetaData(),
    sa.Column("region", sa.Text),
    sa.Column("request_id", sa.Text),
    sa.Column("number", sa.Integer),
    sa.Column("content", JSONB),
    sa.Column("findings", JSONB),
    moment("submitted_at"),
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
    moment("at", nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False, server_default="1"),
    sa.Column("kind", sa.Text, comment="Of the item; null where the event is of none that is kept"),
)  # fmt: skip
stream_cursor = sa.Table(
    "stream_cursor", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("last_sequence", sa.BigInteger, nullable=False),
    sa.Column("missing", sa.BigInteger, nullable=False, server_default="0", comment="Numbers in gaps that are open"),
    moment("last_event_at", nullable=False),
    moment("applied_at", nullable=False),
    sa.Column("topic", sa.Text, comment="Where the last one stood; tells why numbers are missing, decides nothing"),
    sa.Column("offset", sa.BigInteger),
)  # fmt: skip
rollup = sa.Table(
    "rollup", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("figure", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("unit", sa.Text, primary_key=True),
    sa.Column("label", sa.Text, primary_key=True),
    sa.Column("amount", sa.Numeric, nullable=False),
    sa.Column("items", sa.BigInteger, nullable=False),
)  # fmt: skip
pulse_item = sa.Table(
    "pulse_item", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("figure", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("parts", JSONB, nullable=False, comment="What this request adds to the figure"),
)  # fmt: skip
OWN = (item, history, stream_cursor, pulse_item)
"""Made by the first migration; what came later has its own."""
