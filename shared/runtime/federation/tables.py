"""Where an owner remembers digests: they are taken once per version, so that comparing costs next to nothing."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BIT

SPREAD = 65536
"""Places that identifiers are spread over; buckets are made of them, the same on both sides."""


def place_of(column: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """The place of an identifier: the first 16 bits of its MD5."""
    return sa.cast(sa.cast("x" + sa.func.left(sa.func.md5(column), 4), BIT(16)), sa.Integer)


def federation_table(metadata: sa.MetaData) -> sa.Table:
    """Adds the table to an owner's metadata; call once per service."""
    return sa.Table(
        "federation_digest", metadata,
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, primary_key=True, comment="What is left out: digests of different forms differ"),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False, comment="Of the identifier, 0 to 65535"),
        sa.Column("digest", sa.Text, nullable=False, comment="MD5 over the text of the state as jsonb"),
    )  # fmt: skip
