"""Tables of existing rosters that are taken in."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB

from services.roster.storage.tables import metadata

roster_import = sa.Table(
    "roster_import", metadata,
    sa.Column("import_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False, comment="Whose roster it is: a party, or the officers of a deployment"),
    sa.Column("actor", JSONB, nullable=False, comment="Who took it in, as the token said: in whose name offers are listed"),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("lease_by", sa.Text, comment="Which worker takes it in"),
    sa.Column("lease_until", sa.DateTime(timezone=True), comment="Until when, unless it says more"),
)  # fmt: skip
import_file = sa.Table(
    "import_file", metadata,
    sa.Column("import_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("piece", sa.Integer, primary_key=True),
    sa.Column("content", BYTEA, nullable=False, comment="Gone once every row was taken"),
)  # fmt: skip
imported_row = sa.Table(
    "imported_row", metadata,
    sa.Column("entry_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("row_key", BYTEA, nullable=False, comment="What the source calls the row, or what it says, as a digest"),
    sa.Column("content", BYTEA, nullable=False, comment="What it says, as a digest: the same again changes nothing"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False, comment="Parties in their roles, as the policy has them"),
    sa.Column("state", JSONB, nullable=False),
    sa.UniqueConstraint("owner", "source", "row_key", name="imported_row_once"),
)  # fmt: skip
reported_row = sa.Table(
    "reported_row", metadata,
    sa.Column("import_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, comment="Which row of the file, from 1"),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("report", JSONB, nullable=False),
)  # fmt: skip
