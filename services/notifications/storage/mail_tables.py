"""Tables behind the mails: whom we write to and how, what we know of items, what is owed, and what was decided why."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.notifications.storage.tables import metadata
from shared.runtime.db.tables import moment


def _of_mailbox() -> sa.Column[object]:
    held = sa.ForeignKey("mailbox.mailbox_id", ondelete="CASCADE")
    return sa.Column("mailbox_id", sa.Text, held, nullable=False, index=True)


mailbox = sa.Table(
    "mailbox", metadata,
    sa.Column("mailbox_id", sa.Text, primary_key=True),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False, server_default=""),
    sa.Column("kind", sa.Text, nullable=False, comment="functional, or an official's own: personal data"),
    sa.Column("email", sa.Text, nullable=False, comment="Personal data stays in this table"),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False, comment="As what its party subscribes; the policy decides by it"),
    sa.Column("main", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.CheckConstraint("kind in ('functional', 'official')", name="mailbox_kind"),
    sa.UniqueConstraint("party", "email", name="mailbox_address"),
    sa.Index("mailbox_main", "party", unique=True, postgresql_where=sa.text("main")),
)  # fmt: skip
preference = sa.Table(
    "preference", metadata,
    sa.Column("owner", sa.Text, primary_key=True, comment="A mailbox, or a party for those without their own"),
    sa.Column("document", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)  # fmt: skip
saved_filter = sa.Table(
    "saved_filter", metadata,
    sa.Column("filter_id", sa.Text, primary_key=True),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("expression", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.UniqueConstraint("party", "name", name="saved_filter_name"),
)  # fmt: skip
subscription = sa.Table(
    "subscription", metadata,
    sa.Column("subscription_id", sa.Text, primary_key=True),
    _of_mailbox(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("filter_id", sa.Text, sa.ForeignKey("saved_filter.filter_id")),
    sa.Column("expression", JSONB),
    sa.Column("rhythm", sa.Text, nullable=False),
    sa.CheckConstraint("num_nonnulls(filter_id, expression) = 1", name="subscription_filter"),
)  # fmt: skip
mute = sa.Table(
    "mute", metadata,
    sa.Column("mute_id", sa.Text, primary_key=True),
    _of_mailbox(),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("what", sa.Text),
    sa.Column("must_act", sa.Boolean, nullable=False),
    moment("until", nullable=False),
    sa.CheckConstraint("(scope = 'everything') = (what is null)", name="mute_scope"),
)  # fmt: skip
known_item = sa.Table(
    "known_item", metadata,
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("threads", ARRAY(sa.Text), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("document", JSONB, nullable=False),
    sa.Index("known_item_threads", "threads", postgresql_using="gin"),
    sa.Index("known_item_engaged", sa.text("((document -> 'body'::text) -> 'sides'::text)"), postgresql_using="gin",
             postgresql_where=sa.text("document -> 'body' ->> 'kind' = 'engagement'")),
)  # fmt: skip
deadline = sa.Table(
    "deadline", metadata,
    sa.Column("deadline_id", sa.Text, primary_key=True),
    sa.Column("thread", sa.Text, nullable=False, index=True),
    sa.Column("item_id", sa.Text, nullable=False),
    sa.Column("item_kind", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("owed", sa.Text, nullable=False),
    sa.Column("party", sa.Text, nullable=False, index=True),
    sa.Column("paragraph", sa.Text, nullable=False),
    moment("due_at", nullable=False),
    sa.Column("round", sa.Integer, nullable=False, comment="Rises when it moves or is owed again"),
    sa.Column("reminders", sa.Integer, nullable=False, server_default="0", comment="Version of its reminders"),
    sa.Column("levels", JSONB, nullable=False, comment="Who stands above the party, lowest first"),
    moment("changed_at", nullable=False),
    moment("next_at", comment="When its cadence has to be looked at next"),
    moment("closed_at"),
    sa.Index("deadline_next", "next_at", postgresql_where=sa.text("closed_at is null")),
)  # fmt: skip
reminder = sa.Table(
    "reminder", metadata,
    sa.Column("deadline_id", sa.Text, sa.ForeignKey("deadline.deadline_id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    moment("at", nullable=False),
)  # fmt: skip
notice = sa.Table(
    "notice", metadata,
    sa.Column("notice_id", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("item_id", sa.Text, nullable=False),
    sa.Column("thread", sa.Text, nullable=False),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("mailbox_id", sa.Text, nullable=False, server_default="", comment="Empty while the party has none"),
    sa.Column("must_act", sa.Boolean, nullable=False),
    sa.Column("reason", JSONB, nullable=False),
    sa.Column("view", sa.Text, nullable=False, comment="full, shown (the consented view) or none"),
    sa.Column("content", JSONB, nullable=False),
    moment("due_at"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("batch", sa.Text, nullable=False),
    moment("ready_at"),
    sa.Column("told_by", sa.Text, comment="Event, or overview, whose delivery told it"),
    moment("at", nullable=False),
    sa.Column("step", sa.Text, comment="The deadline it asks to meet"),
    sa.Column("item_epoch", sa.Integer, comment="The item's epoch and version it was made of"),
    sa.Column("item_version", sa.Integer),
    moment("read_at"),
    moment("done_at"),
    sa.Column("done_why", sa.Text, comment="reader, step_taken, lapsed, told_again (by a reminder) or before_inbox"),
    sa.UniqueConstraint("event_id", "party", "mailbox_id", name="one_notice_per_mailbox"),
    sa.CheckConstraint("(done_at is null) = (done_why is null)", name="notice_done"),
    sa.CheckConstraint("status in ('now', 'waiting', 'declined', 'settled', 'erased')", name="notice_status"),
    sa.Index("notice_waiting", "ready_at", postgresql_where=sa.text("status = 'waiting'")),
    sa.Index("notice_thread", "thread"),
    sa.Index("notice_party", "party", "at", "event_id"),
    sa.Index("notice_step", "thread", postgresql_where=sa.text("step is not null and done_at is null")),
)  # fmt: skip
calendar_feed = sa.Table(
    "calendar_feed", metadata,
    sa.Column("feed_id", sa.Text, primary_key=True),
    _of_mailbox(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("covers", sa.Text, nullable=False, comment="own: what the party owes; all: what others owe it as well"),
    sa.Column("secret_hash", sa.Text, nullable=False, comment="Of the secret in the address, which is kept nowhere"),
    moment("created_at", nullable=False),
    moment("last_used_at"),
    sa.UniqueConstraint("secret_hash", name="calendar_feed_secret"),
    sa.CheckConstraint("covers in ('own', 'all')", name="calendar_feed_covers"),
)  # fmt: skip
