"""What an owner remembers of handovers, the same in every service that owns items."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.runtime.db.tables import moment


@dataclass(frozen=True)
class HandoverTables:
    """Handles of the tables, bound to one service's metadata."""

    handover: sa.Table
    sealed: sa.Table
    taken: sa.Table
    recovered: sa.Table

    @property
    def all(self) -> tuple[sa.Table, ...]:
        """Those that came with handovers, in the order of their making."""
        return self.handover, self.sealed, self.taken


def handover_tables(metadata: sa.MetaData) -> HandoverTables:
    """Adds the tables to an owner's metadata; call once per service."""
    handover = sa.Table(
        "handover", metadata,
        sa.Column("handover_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("country", sa.Text, nullable=False, comment="The State that moves, with its scheme"),
        sa.Column("giving", sa.Text, nullable=False),
        sa.Column("receiving", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("state", JSONB, nullable=False),
        sa.CheckConstraint("status in ('ordered', 'begun', 'completed')", name="handover_status"),
        sa.Index("handover_country", "country"),
    )  # fmt: skip
    sealed = sa.Table(
        "sealed_item", metadata,
        sa.Column("handover_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, comment="Of the item when it was sealed"),
        sa.Column("content", JSONB, nullable=False, comment="The whole of it; the same however often it is asked for"),
        sa.Column("digest", sa.Text, nullable=False),
        moment("sealed_at", nullable=False),
        moment("received_at", comment="When the receiver said that it has the whole"),
        sa.Column("received_epoch", sa.Integer, comment="In which epoch of its own; restored from before, it asks again"),
        sa.Index("sealed_item_waiting", "handover_id", postgresql_where=sa.text("received_at is null")),
    )  # fmt: skip
    taken = sa.Table(
        "taken_item", metadata,
        sa.Column("handover_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True, index=True),
        sa.Column("giving", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("audit", JSONB, nullable=False, comment="What its former owner's audit says of it, with its hashes"),
        moment("taken_at", nullable=False),
    )  # fmt: skip
    recovered = sa.Table(
        "recovered", metadata,
        sa.Column("peer", sa.Text, primary_key=True, comment="Who said what it took from here; * when all had"),
        sa.Column("epoch", sa.Integer, nullable=False, comment="In which epoch of ours that was last asked"),
    )  # fmt: skip
    return HandoverTables(handover, sealed, taken, recovered)
