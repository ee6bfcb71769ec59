"""Tables of matching. Copies of others' things carry the version they were taken from; needs refuse to go below zero."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.counting import counter_table
from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.tables import runtime_tables
from shared.runtime.federation.handing.tables import handover_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)
known = known_tables(metadata)

known_request = sa.Table(
    "known_request", metadata,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", JSONB, nullable=False),
)  # fmt: skip
known_offer = sa.Table(
    "known_offer", metadata,
    sa.Column("offer_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("changed", sa.BigInteger, nullable=False, comment="Transaction that wrote this copy"),
)  # fmt: skip
need = sa.Table(
    "need", metadata,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("handed_over_to", sa.Text, comment="Deployment that owns it now; here it is history"),
)  # fmt: skip
need_line = sa.Table(
    "need_line", metadata,
    sa.Column("request_id", sa.Text, sa.ForeignKey("need.request_id"), primary_key=True),
    sa.Column("line_id", sa.Text, primary_key=True),
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.Column("functional_area", sa.Text, nullable=False),
    sa.Column("support_type", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("asked", sa.Numeric(18, 2), nullable=False),
    sa.Column("reserved", sa.Numeric(18, 2), nullable=False),
    sa.Column("committed", sa.Numeric(18, 2), nullable=False),
    sa.CheckConstraint("reserved >= 0 and committed >= 0", name="never_below_nothing"),
)  # fmt: skip
match = sa.Table(
    "match", metadata,
    sa.Column("match_id", sa.Text, primary_key=True),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("public_version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("published", JSONB, comment="What the public was last shown; null when nothing"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reservation_deadline", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Index("match_alive", "reservation_deadline", postgresql_where=sa.text("status = 'reserving'")),
)  # fmt: skip
match_line = sa.Table(
    "match_line", metadata,
    sa.Column("match_id", sa.Text, sa.ForeignKey("match.match_id"), primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True, index=True),
    sa.Column("offer_id", sa.Text, primary_key=True, index=True),
)  # fmt: skip
solicitation = sa.Table(
    "solicitation", metadata,
    sa.Column("solicitation_id", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, nullable=False, index=True),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("next_at", sa.DateTime(timezone=True), comment="When it is closing, or closed, by its date; null: never"),
    sa.Index("solicitation_next", "next_at", postgresql_where=sa.text("next_at is not null")),
)  # fmt: skip
fitting_request = sa.Table(
    "fitting_request", metadata,
    sa.Column("fitting_id", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("heard", ARRAY(sa.Text), nullable=False, comment="Offers whose parties heard of this version of the request"),
    sa.Column("state", JSONB, nullable=False),
)  # fmt: skip
resting = sa.Table(
    "resting", metadata,
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("solicitation_id", sa.Text, sa.ForeignKey("solicitation.solicitation_id"), primary_key=True),
    sa.Column("until", sa.Date, nullable=False, comment="It said: not now, ask again after this day"),
)  # fmt: skip
heard_party = sa.Table(
    "heard_party", metadata,
    sa.Column("party", sa.Text, primary_key=True),
    sa.Column("has_address", sa.Boolean, nullable=False, comment="Whether the last message to it found a mailbox"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
given_back = sa.Table(
    "given_back", metadata,
    sa.Column("match_id", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("line_id", sa.Text, primary_key=True),
    sa.Column("amount", sa.Numeric(18, 2), nullable=False, comment="Of what the match had committed of the request line"),
)  # fmt: skip
worked_together = sa.Table(
    "worked_together", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("about", sa.Text, primary_key=True, comment="match_id, or engagement_id of one without a match of ours"),
    sa.Column("party", sa.Text, primary_key=True, index=True),
    sa.Column("version", sa.Integer, nullable=False, comment="Of the engagement; 0: of the match alone"),
    sa.Column("ended", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("ended_by", sa.Text, comment="The side that ended it"),
    comment="Parties of each engagement, and how it ended: what the ranking says of earlier work",
)  # fmt: skip
reference_counter = counter_table(metadata, "reference_counter", "country")
leaving = sa.Table(
    # Boards that follow their request to another deployment: need, matches and calls for offers.
    "leaving", metadata,
    sa.Column("handover_id", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
)  # fmt: skip
handing = handover_tables(metadata)
OWN = (
    known_request, known_offer, need, need_line, match, match_line, solicitation, fitting_request, resting, heard_party,
    given_back,
    worked_together, reference_counter,
)  # fmt: skip
