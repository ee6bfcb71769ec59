"""Words that somebody remembers, as a condition: all of them, each by its beginning, whatever letters it is in."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from shared.modalities.errors import Fault, Invalid
from shared.wording.words import words

MOST = 20
LONGEST = 60


def found_by(column: Any, text: str) -> sa.ColumnElement[bool]:
    """Rows that hold every word of a text. Raises Invalid for one without a word."""
    asked = list(dict.fromkeys(word[:LONGEST] for word in words(text)))
    if not asked or len(asked) > MOST:
        raise Invalid((Fault("/filter/search", f"needs 1 to {MOST} words", "no_words"),), "invalid_parameters")
    query = " & ".join("'" + word.replace("\\", "").replace("'", "") + "':*" for word in asked)
    return sa.and_(sa.true(), column.op("@@", is_comparison=True)(sa.cast(sa.literal(query, sa.Text), TSQUERY)))


def only_now() -> Invalid:
    """The refusal of words together with a date."""
    words_ = "looks at what is there now; leave the date out"
    return Invalid((Fault("/filter/search", words_, "search_of_the_past"),), "invalid_parameters")
