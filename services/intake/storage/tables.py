"""Tables of intake. A request's state is one document beside the columns that are searched."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.db.alike import alike_table
from shared.runtime.db.counting import counter_table
from shared.runtime.db.known_organisations import known_tables
from shared.runtime.db.states import state_table
from shared.runtime.db.tables import moment, runtime_tables
from shared.runtime.federation.handing.tables import handover_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)
known = known_tables(metadata)

support_request = sa.Table(
    "support_request", metadata,
    sa.Column("request_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("reference", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False, comment="Of the aggregate; rises with each event"),
    sa.Column("public_version", sa.Integer, nullable=False, server_default="0", comment="Of its public events"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("requesting_states", ARRAY(sa.Text), nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
    sa.Column("shown_to", ARRAY(sa.Text), nullable=False, server_default="{}", comment="Words of its audience (WM 17)"),
    sa.Index("support_request_shown", "request_id", postgresql_where=sa.text("shown_to <> '{}'")),
)  # fmt: skip
request_version = sa.Table(
    "request_version", metadata,
    sa.Column("request_id", sa.Uuid(as_uuid=False), sa.ForeignKey("support_request.request_id"), primary_key=True),
    sa.Column("content_version", sa.Integer, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("findings", JSONB, nullable=False, comment="As the rules found them for this version"),
    sa.Column("rule_set", sa.Text, nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
reference_counter = sa.Table(
    "reference_counter", metadata,
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False, server_default="false", comment="Another deployment counts on"),
)  # fmt: skip
moved_country = sa.Table(
    # Beside the dated code list: what was ordered here since the release. The newest word on where a country belongs.
    "moved_country", metadata,
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column("deployment", sa.Text, nullable=False),
    sa.Column("away", sa.Boolean, nullable=False, comment="Whether that is another deployment than this"),
    sa.Column("handover_id", sa.Text, nullable=False),
    moment("since", nullable=False),
)  # fmt: skip
handing = handover_tables(metadata)
open_alike = alike_table(metadata)
own_commitment = sa.Table(
    "own_commitment", metadata,
    sa.Column("commitment_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("party", sa.Text, nullable=False, index=True),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
)  # fmt: skip
draft = sa.Table(
    "draft", metadata,
    sa.Column("draft_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False, comment="Of its events; its state has the version that changes are decided on"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("parties", ARRAY(sa.Text), nullable=False, comment="Parties that stand in it, and their country offices"),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
    sa.Index("draft_parties", "parties", postgresql_using="gin"),
)  # fmt: skip
assessment = state_table(
    metadata, "assessment", "assessment_id", sa.Column("party", sa.Text, nullable=False, index=True),
)  # fmt: skip
assessment_version = sa.Table(
    "assessment_version", metadata,
    sa.Column("assessment_id", sa.Uuid(as_uuid=False), sa.ForeignKey("assessment.assessment_id"), primary_key=True),
    sa.Column("content_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("content", JSONB, nullable=False),
    moment("since", nullable=False),
)  # fmt: skip
assessment_counter = counter_table(metadata, "assessment_counter", "country")
national_plan = state_table(
    metadata, "national_plan", "national_plan_id", sa.Column("party", sa.Text, nullable=False, index=True),
)  # fmt: skip
national_plan_version = sa.Table(
    "national_plan_version", metadata,
    sa.Column("national_plan_id", sa.Uuid(as_uuid=False), sa.ForeignKey("national_plan.national_plan_id"), primary_key=True),
    sa.Column("content_version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("content", JSONB, nullable=False),
    moment("since", nullable=False),
)  # fmt: skip
national_plan_counter = counter_table(metadata, "national_plan_counter", "country")
crisis = state_table(metadata, "crisis", "crisis_id")
crisis_counter = counter_table(metadata, "crisis_counter")
warning = state_table(
    metadata, "warning", "warning_id",
    sa.Column("key", sa.Text, nullable=False, unique=True, comment="Of its signal: the same one never becomes two"),
)  # fmt: skip
warning_counter = counter_table(metadata, "warning_counter")
