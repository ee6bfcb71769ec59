"""Tables of the roster. The database itself refuses a line promised beyond its quantity."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.alike import alike_table
from shared.runtime.db.counting import counter_table
from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.states import state_table
from shared.runtime.db.tables import runtime_tables
from shared.runtime.federation.handing.tables import handover_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)
known = known_tables(metadata)

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
    sa.Column("lines", JSONB, nullable=False, server_default=sa.text("'[]'"), comment="Lines that are shown; none once they are not"),
)  # fmt: skip
asked_for = sa.Table(
    "asked_for", metadata,
    sa.Column("solicitation_id", sa.Text, primary_key=True, comment="Calls for offers, of any deployment (WM 17)"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False, index=True),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False, comment="Words of those asked; none once it is recalled (WM 17)"),
    sa.Column("lines", JSONB, nullable=False, server_default=sa.text("'[]'"), comment="Lines that it asks for, as they are shown"),
)  # fmt: skip
thematic_project = state_table(metadata, "thematic_project", "project_id")
project_counter = counter_table(metadata, "project_counter")
known_offer = sa.Table(
    "known_offer", metadata,
    sa.Column("offer_id", sa.Uuid(as_uuid=False), primary_key=True, comment="Offers of other deployments (WM 18)"),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False, comment="Parties in their roles: role=party"),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False, comment="Words of its audience"),
    sa.Column("stands", sa.Boolean, nullable=False),
    sa.Column("proactive", sa.Boolean, nullable=False, comment="Not in answer to a request"),
)  # fmt: skip
support_package = state_table(
    metadata, "support_package", "package_id",
    sa.Column("party", sa.Text, nullable=False),
)  # fmt: skip
package_version = sa.Table(
    "package_version", metadata,
    sa.Column("package_id", sa.Uuid(as_uuid=False), sa.ForeignKey("support_package.package_id"), primary_key=True),
    sa.Column("content_version", sa.Integer, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
package_counter = counter_table(metadata, "package_counter", "party")
expert = state_table(
    metadata, "expert", "expert_id",
    sa.Column("party", sa.Text, nullable=False),
)  # fmt: skip
expert_person = sa.Table(
    "expert_person", metadata,
    sa.Column("expert_id", sa.Uuid(as_uuid=False), sa.ForeignKey("expert.expert_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, comment="Of the deployment"),
    sa.Column("person", JSONB, nullable=False),
    sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
    comment="Who an expert is, for both sides of one engagement; taken back, it is gone",
)  # fmt: skip
expert_counter = counter_table(metadata, "expert_counter", "party")
organisation = state_table(
    metadata, "organisation", "organisation_id",
    sa.Column("applicant", sa.Text),
    sa.Index("organisation_waiting", "applicant", postgresql_where=sa.text("status = 'applied'")),
)  # fmt: skip
organisation_code = sa.Table(
    "organisation_code", metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("organisation_id", sa.Uuid(as_uuid=False), nullable=False),
    comment="Ids that were given here; an id is never given twice",
)  # fmt: skip
organisation_counter = counter_table(metadata, "organisation_counter")
known_engagement = sa.Table(
    "known_engagement", metadata,
    sa.Column("engagement_id", sa.Text, primary_key=True, comment="Engagements, of any deployment, in which a party served here gives"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("givers", ARRAY(sa.Text), nullable=False),
    sa.Column("receivers", JSONB, nullable=False, comment="Each with the deployment that serves it, where that is another"),
)  # fmt: skip
reference_counter = counter_table(metadata, "reference_counter", "party")
handing = handover_tables(metadata)
open_alike = alike_table(metadata)
OWN = (support_offer, line_capacity, reservation, ended_match, shown_request, asked_for, reference_counter)
