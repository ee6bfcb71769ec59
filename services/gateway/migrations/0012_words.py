"""What an item is found by. Rows that are there already are given their words by the projector's next ``rebuild`` or event,
and here by what their state says.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from services.gateway.projections.searched import shown_words_of, words_of

revision = "0012_words"
down_revision = "0011_row_security"
AT_ONCE = 1000


def upgrade() -> None:
    """Adds the columns and fills them from the states that are there."""
    op.execute("alter table item add column if not exists words tsvector")
    op.execute("alter table item add column if not exists shown_words tsvector")
    op.execute("comment on column item.words is 'What it is found by, folded; projections/searched.py'")
    op.execute("comment on column item.shown_words is 'The same of what a State shows of its request'")
    op.execute("create index if not exists item_words on item using gin (words)")
    connection = op.get_bind()
    some = sa.text(
        "select ctid::text as place, reference, parties, state #>> '{content,title}' as title,"
        " state #>> '{content,summary}' as summary, state #> '{shown,fields}' as shown from item where words is null limit :most"
    )
    fill = sa.text(
        "update item set words = array_to_tsvector(cast(:words as text[])),"
        " shown_words = array_to_tsvector(cast(:shown as text[])) where ctid = cast(:place as tid)"
    )
    while rows := connection.execute(some, {"most": AT_ONCE}).all():
        connection.execute(fill, [_filled(row) for row in rows])


def _filled(row: Any) -> dict[str, Any]:
    words = words_of(row.reference, row.title, row.summary, row.parties)
    return {"place": row.place, "words": words, "shown": shown_words_of(row.shown)}


def downgrade() -> None:
    """Takes them away."""
    op.execute("drop index item_words")
    op.execute("alter table item drop column words, drop column shown_words")
