"""Whether a reader is in the audience of a row, as a condition on its words: as exact as the policy (WM 17)."""

from typing import Any

import sqlalchemy as sa

from shared.modalities.access.audience import PUBLIC, Reading


def in_audience(shown_to: sa.ColumnElement[Any], reader: Reading) -> sa.ColumnElement[bool]:
    """Rows that open to the reader, without those that shut it out. ``shown_to``: a column of an array of text."""
    opened = sa.and_(sa.true(), shown_to.overlap(sorted(reader.open)))
    if not reader.barred:
        return opened
    left_out = shown_to.overlap(sorted(reader.barred))
    return sa.and_(opened, sa.or_(shown_to.contains([PUBLIC]), sa.not_(left_out)))
