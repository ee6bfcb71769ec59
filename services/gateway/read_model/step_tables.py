"""What the projector makes of the items: the worklist, a row a line, and by which words items and lines are found.

``place`` is the item, or the recipient whose messages for information are one line. Made by migration 0013.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.gateway.read_model.tables import metadata
from shared.runtime.db.tables import moment

KEY = ("region", "kind", "place", "code", "number")

step = sa.Table(
    "step", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("item_id", sa.Text, nullable=False),
    sa.Column("reference", sa.Text),
    sa.Column("words", sa.Text, nullable=False, comment="Key of its words: the code, or a variant of it"),
    sa.Column("who", ARRAY(sa.Text), nullable=False),
    sa.Column("paragraph", sa.Text, nullable=False),
    moment("due_at", nullable=False),
    moment("begins_at"),
    moment("ends_at"),
    sa.Column("details", JSONB, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("serving", ARRAY(sa.Text), nullable=False),
)  # fmt: skip
step_role = sa.Table(
    "step_role", metadata,
    sa.Column("word", sa.Text, primary_key=True, comment="role=party of the item, or owes=party"),
    *(sa.Column(name, sa.Integer if name == "number" else sa.Text, primary_key=True) for name in KEY),
)  # fmt: skip
unreached = sa.Table(
    "unreached", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("delivery_id", sa.Text, primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False),
    moment("changed_at", nullable=False),
)  # fmt: skip
unreached_count = sa.Table(
    "unreached_count", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("messages", sa.BigInteger, nullable=False),
)  # fmt: skip
steps_made = sa.Table(
    "steps_made", metadata,
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("made_with", sa.Text, nullable=False),
)  # fmt: skip
item_word = sa.Table(
    "item_word", metadata,
    sa.Column("word", sa.Text, primary_key=True, comment="role=party, shown=audience: by which an item is read"),
    *(sa.Column(name, sa.Text, primary_key=True) for name in ("kind", "region", "id")),
)  # fmt: skip
FOLLOWS = (step, step_role, unreached, unreached_count, item_word)
"""What is made of the items alone."""
