"""Tables of the console. Nothing here is domain truth: sessions, drafts, and forms that came too late."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from shared.runtime.db.tables import moment, runtime_tables

metadata = sa.MetaData()
runtime = runtime_tables(metadata)

session = sa.Table(
    "session", metadata,
    sa.Column("handle_hash", BYTEA, primary_key=True, comment="SHA-256 of the cookie's random handle"),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    sa.Column("sid", sa.Text, comment="The issuer's own name of the sign-in"),
    sa.Column("sealed", BYTEA, comment="Tokens under AES-256-GCM; null once it has ended"),
    moment("auth_time", nullable=False),
    moment("created_at", nullable=False),
    moment("seen_at", nullable=False),
    moment("ended_at", comment="Kept for a day, so that a form that comes too late is known to be this person's"),
)  # fmt: skip
sign_in = sa.Table(
    "sign_in", metadata,
    sa.Column("state_hash", BYTEA, primary_key=True),
    sa.Column("browser_hash", BYTEA, nullable=False, comment="SHA-256 of the cookie that binds it to one browser"),
    sa.Column("sealed", BYTEA, nullable=False, comment="Nonce, verifier and where to go then"),
    moment("expires_at", nullable=False, index=True),
)  # fmt: skip
draft = sa.Table(
    "draft", metadata,
    sa.Column("draft_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("party", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("content", JSONB, nullable=False, comment="As it was typed, faults included"),
    sa.Column("item_id", sa.Text, comment="What it revises"),
    sa.Column("base_version", sa.Integer, comment="Version of that thing that it was begun on"),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("send_key", sa.Text, nullable=False, comment="Idempotency key, the same until an answer is known"),
    sa.Column("sent_id", sa.Text, comment="What came of sending it"),
    sa.Column("saved_by", sa.Text, nullable=False),
    moment("saved_at", nullable=False),
)  # fmt: skip
parked_form = sa.Table(
    "parked_form", metadata,
    sa.Column("parked_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("handle_hash", BYTEA, nullable=False, index=True, comment="The session it came too late for, then the next one"),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("sealed", BYTEA, nullable=False),
    moment("parked_at", nullable=False),
    moment("expires_at", nullable=False, index=True),
)  # fmt: skip
OWN = (session, sign_in, draft, parked_form)
