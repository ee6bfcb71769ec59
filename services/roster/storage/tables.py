"""Tables of the roster. The database itself refuses a line promised beyond its quantity."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.alike import alike_table
from shared.runtime.db.tables import runtime_tables
from shared.runtime.federation.handing.tables import handover_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)

support_offer = sa.Table(
    "support_offer", metadata,
    sa.Column("offer_id", sa.Uuid(as_uuid=False), primary_key=True),
    # Not unique: an offer may be listed anywhere, so one that comes from elsewhere may have the number of one of ours.
    sa.Column("reference", sa.Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("public_version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("offering_parties", ARRAY(sa.Text), nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
)  # fmt: skip
line_capacity = sa.Table(
    "line_capacity", metadata,
    sa.Column("offer_id", sa.Uuid(as_uuid=False), sa.ForeignKey("support_offer.offer_id"), primary_key=True),
    sa.Column("line_id", sa.Text, primary_key=True),
    sa.Column("quantity", sa.Numeric(18, 2), nullable=False),
    sa.Column("reserved", sa.Numeric(18, 2), nullable=False),
    sa.Column("committed", sa.Numeric(18, 2), nullable=False),
    sa.CheckConstraint("reserved >= 0 and committed >= 0 and reserved + committed <= quantity", name="never_promised_twice"),
)  # fmt: skip
reservation = sa.Table(
    "reservation", metadata,
    sa.Column("match_region", sa.Text, primary_key=True, comment="The deployment that asks; it alone ends or commits it"),
    sa.Column("reservation_id", sa.Text, primary_key=True),
    sa.Column("match_id", sa.Text, nullable=False, index=True),
    sa.Column("offer_id", sa.Text, nullable=False),
    sa.Column("lines", JSONB, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column(
        "asked_from_before", ARRAY(sa.Text), nullable=False, server_default="{}",
        comment="Deployments that the match belonged to before: its engagement may have stayed there",
    ),
    sa.Column("given_back", JSONB, nullable=False, server_default=sa.text("'{}'"), comment="Of what was committed, by line"),
    sa.CheckConstraint("status in ('held', 'refused', 'committed', 'released')", name="reservation_status"),
)  # fmt: skip
ended_match = sa.Table(
    "ended_match", metadata,
    sa.Column("match_region", sa.Text, primary_key=True),
    sa.Column("match_id", sa.Text, primary_key=True, comment="A reservation asked for after this is refused"),
)  # fmt: skip
shown_request = sa.Table(
    "shown_request", metadata,
    sa.Column("request_id", sa.Text, primary_key=True, comment="Requests possible offerers may see just now (WM 17)"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("shown", sa.Boolean, nullable=False),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False, server_default="{}", comment="Words of its audience (WM 17)"),
)  # fmt: skip
asked_for = sa.Table(
    "asked_for", metadata,
    sa.Column("solicitation_id", sa.Text, primary_key=True, comment="Calls for offers, of any deployment (WM 17)"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False, index=True),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False, comment="Words of those asked; none once it is recalled (WM 17)"),
)  # fmt: skip
reference_counter = sa.Table(
    "reference_counter", metadata,
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)  # fmt: skip
handing = handover_tables(metadata)
open_alike = alike_table(metadata)
OWN = (support_offer, line_capacity, reservation, ended_match, shown_request, asked_for, reference_counter)
