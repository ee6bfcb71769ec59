"""First tables of delivery, with the owner's interface for readers of other deployments."""

from alembic import op

from services.delivery.storage.kept import digest_table
from services.delivery.storage.tables import runtime
from shared.runtime.db.migrations import create_federation, create_first, drop_federation, drop_first

revision = "0001_delivery"
down_revision = None

OWN = (
    """create table engagement (
        engagement_id uuid primary key, reference text not null unique, version integer not null, match_id uuid unique,
        stage text not null, parties text[] not null, word_due_at timestamptz, state jsonb not null,
        updated_at timestamptz not null default clock_timestamp())""",
    "comment on column engagement.word_due_at is 'When a side owes a word; null: none is owed, or it was asked'",
    "create index engagement_word_due on engagement (word_due_at) where word_due_at is not null",
    "create index engagement_parties on engagement using gin (parties)",
    """create table released_contact (
        engagement_id uuid not null references engagement (engagement_id), party text not null,
        focal_point jsonb not null, released_at timestamptz not null, primary key (engagement_id, party))""",
    "comment on table released_contact is 'Contacts that one side lets the other read; taken back, they are gone'",
    """create table known_content (
        item_id uuid not null, content_version integer not null, kind text not null, version integer not null,
        state jsonb not null, primary key (item_id, content_version))""",
    """comment on table known_content is
        'Requests and offers as they were worded, so that an engagement begins with what was agreed'""",
    "create table waiting_match (match_id uuid primary key, items text[] not null, state jsonb not null)",
    "comment on table waiting_match is 'Confirmed matches whose request or offer has not come by the bus yet'",
    "create table reference_counter (year smallint primary key, last integer not null)",
    """create table speaker (topic text not null, aggregate_id text not null, deployment text not null, until integer,
        primary key (topic, aggregate_id, deployment))""",
)
NAMES = ("speaker", "reference_counter", "waiting_match", "known_content", "released_contact", "engagement")


def upgrade() -> None:
    """Creates everything."""
    create_first(op.get_bind(), runtime, ())
    for statement in OWN:
        op.execute(statement)
    create_federation(op.get_bind(), digest_table)


def downgrade() -> None:
    """Drops everything."""
    drop_federation(op.get_bind(), digest_table)
    for name in NAMES:
        op.execute(f"drop table {name}")
    drop_first(op.get_bind(), runtime, ())
