"""Table of plans over all open needs."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from services.matching.storage.tables import metadata

allocation_plan = sa.Table(
    "allocation_plan", metadata,
    sa.Column("plan_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("lines", BYTEA, comment="Lines with what each offer would give, and the offers, packed"),
    sa.Column("problem", BYTEA, comment="What a second plan is made from, packed; gone once superseded"),
    sa.Column("lease_by", sa.Text, comment="Which worker makes it"),
    sa.Column("lease_until", sa.DateTime(timezone=True), comment="Until when, unless it says more"),
    sa.Index("allocation_plan_under_way", "region", unique=True,
             postgresql_where=sa.text("status in ('waiting', 'running')")),
)  # fmt: skip
