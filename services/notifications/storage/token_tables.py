"""Table of the tokens of parties' programs."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.notifications.storage.tables import metadata
from shared.runtime.db.tables import moment

access_token = sa.Table(
    "access_token", metadata,
    sa.Column("token_id", sa.Text, primary_key=True),
    sa.Column("party", sa.Text, nullable=False, index=True),
    sa.Column("role", sa.Text, nullable=False, comment="Of who made it; its program has the same"),
    sa.Column("subject", sa.Text, nullable=False, comment="Who made it"),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scopes", ARRAY(sa.Text), nullable=False),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False),
    moment("created_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("last_used_at"),
    moment("revoked_at"),
    sa.Column("revoked_by", sa.Text),
)  # fmt: skip
