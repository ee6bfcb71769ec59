"""Tables of the fund. They are there always, and empty while it is off; the database itself holds that an entry comes to the same."""

import sqlalchemy as sa

from services.roster.storage.tables import metadata
from shared.runtime.db.counting import counter_table
from shared.runtime.db.states import state_table
from shared.runtime.db.tables import moment

fund_contribution = state_table(
    metadata, "fund_contribution", "contribution_id",
    sa.Column("party", sa.Text, nullable=False),
)  # fmt: skip
fund_allotment = state_table(
    metadata, "fund_allotment", "allotment_id",
    sa.Column("contribution_id", sa.Uuid(as_uuid=False), sa.ForeignKey("fund_contribution.contribution_id"), nullable=False, index=True),
)  # fmt: skip
fund_counter = counter_table(metadata, "fund_counter", "party")
fund_entry = sa.Table(
    "fund_entry", metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("entry_id", sa.Uuid(as_uuid=False), nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("contribution_id", sa.Uuid(as_uuid=False), sa.ForeignKey("fund_contribution.contribution_id"), nullable=False, index=True),
    sa.Column("allotment_id", sa.Uuid(as_uuid=False), sa.ForeignKey("fund_allotment.allotment_id"), index=True),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("reverses", sa.Uuid(as_uuid=False), sa.ForeignKey("fund_entry.entry_id"), unique=True, comment="An entry is taken back once"),
    sa.Column("by_person", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    moment("at", nullable=False),
    comment="Never changed: an error is put right by an entry against it",
)  # fmt: skip
fund_posting = sa.Table(
    "fund_posting", metadata,
    sa.Column("number", sa.BigInteger, sa.ForeignKey("fund_entry.number"), primary_key=True, autoincrement=False),
    sa.Column("place", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("account", sa.Text, nullable=False, index=True),
    sa.Column("debit", sa.Numeric(20, 2), nullable=False),
    sa.Column("credit", sa.Numeric(20, 2), nullable=False),
    sa.CheckConstraint("debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)", name="fund_posting_one_side"),
)  # fmt: skip
