"""The tables that every service has beside its own."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, UUID

SLOTS = 6
"""Outbox slots; equal to the partitions of every topic, so that slot = partition."""


@dataclass(frozen=True)
class RuntimeTables:
    """Handles of the tables, bound to one service's metadata."""

    outbox: sa.Table
    outbox_stream: sa.Table
    outbox_slot: sa.Table
    inbox: sa.Table
    inbox_retry: sa.Table
    idempotency: sa.Table
    audit: sa.Table


def moment(name: str, **more: object) -> sa.Column[object]:
    """A column of moments, with their time zone."""
    return sa.Column(name, sa.DateTime(timezone=True), **more)  # type: ignore[arg-type]


def runtime_tables(metadata: sa.MetaData) -> RuntimeTables:
    """Adds the tables to a service's metadata; call once per service."""
    now = sa.func.clock_timestamp()
    outbox = sa.Table(
        "outbox", metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", UUID(as_uuid=False), nullable=False, unique=True),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("slot", sa.SmallInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False, comment="Envelope headers but stream, sequence and epoch"),
        sa.Column("body", BYTEA, nullable=False),
        sa.Column("epoch", sa.Integer, comment="Given at claim with the sequence: both together are never used again"),
        sa.Column("sequence", sa.BigInteger, comment="Place in the stream, given at claim, before publishing"),
        moment("created_at", server_default=now, nullable=False),
        moment("published_at"),
        moment("set_aside_at", comment="When the broker refused it for good"),
        sa.Column("set_aside_cause", sa.Text, comment="Why; null again once a person has put it back in turn"),
        sa.Index("outbox_unclaimed", "slot", "id", postgresql_where=sa.text("sequence is null")),
        sa.Index("outbox_unpublished", "slot", "id", postgresql_where=sa.text("published_at is null")),
        sa.Index("outbox_sequence", "sequence", postgresql_using="brin", postgresql_with={"autosummarize": "on"}),
        sa.Index("outbox_set_aside", "id", postgresql_where=sa.text("set_aside_at is not null and published_at is null")),
        sa.Index("outbox_published", "published_at", postgresql_where=sa.text("published_at is not null")),
    )  # fmt: skip
    outbox_stream = sa.Table(
        "outbox_stream", metadata,
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("slot", sa.SmallInteger, primary_key=True),
        sa.Column("epoch", sa.Integer, nullable=False, server_default="1"),
        sa.Column("last_sequence", sa.BigInteger, nullable=False),
    )  # fmt: skip
    outbox_slot = sa.Table(
        "outbox_slot", metadata,
        sa.Column("slot", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.Text),
        sa.Column("fence", sa.BigInteger, nullable=False, server_default="0"),
        moment("lease_until"),
    )  # fmt: skip
    inbox = sa.Table(
        "inbox", metadata,
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("event_source", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Text, primary_key=True),
        moment("received_at", server_default=now, nullable=False),
        sa.Index("inbox_age", "received_at"),
    )  # fmt: skip
    inbox_retry = sa.Table(
        "inbox_retry", metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("consumer", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("partition", sa.Integer, nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("headers", JSONB, nullable=False, comment="Values in base64: a poison record may hold any bytes"),
        sa.Column("body", BYTEA, nullable=False),
        sa.Column("state", sa.Text, nullable=False, comment="retrying, parked behind another of its key, dead"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("cause", sa.Text, nullable=False),
        moment("next_at", server_default=now, nullable=False),
        moment("first_at", server_default=now, nullable=False),
        sa.UniqueConstraint("consumer", "topic", "partition", "offset", name="inbox_retry_record"),
        sa.CheckConstraint("state in ('retrying', 'parked', 'dead')", name="inbox_retry_state"),
        sa.Index("inbox_retry_key", "consumer", "topic", "key"),
    )  # fmt: skip
    idempotency = sa.Table(
        "idempotency", metadata,
        sa.Column("party", sa.Text, primary_key=True, comment="Who the key belongs to: the token's subject"),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("request_hash", BYTEA, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("body", BYTEA, nullable=False),
        moment("created_at", server_default=now, nullable=False),
    )  # fmt: skip
    audit = sa.Table(
        "audit", metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        moment("at", nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("party", sa.Text),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("paragraph", sa.Text, nullable=False),
        sa.Column("aggregate", sa.Text, nullable=False),
        sa.Column("aggregate_version", sa.Integer, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("detail", JSONB, nullable=False, comment="Identifiers and codes only, never text of the parties"),
        sa.Column("sealed", sa.BigInteger, unique=True, comment="Place in the hash chain, given by the sealer"),
        sa.Column("hash", BYTEA, comment="Over the previous hash and this row"),
        sa.Index("audit_unsealed", "id", postgresql_where=sa.text("sealed is null")),
        sa.Index("audit_aggregate", "aggregate"),
    )  # fmt: skip
    return RuntimeTables(outbox, outbox_stream, outbox_slot, inbox, inbox_retry, idempotency, audit)
