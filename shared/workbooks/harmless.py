"""How a text in a table is kept from being taken for a formula (WM 6)."""

import re

from shared.wording.visible import UNSEEN

MARK = "\ufeff"
"""The mark by which spreadsheets know the encoding of a table."""
STARTS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, also in full width."""
SEPARATORS = ",;\t"
"""At what a table may be split, by us or by a spreadsheet that thinks of its own language first."""
_SKIPPED = rf"[\s\"{UNSEEN}]*"
"""What may stand before a formula and does not keep it from being one: blanks, quotes, what is not seen."""
_FORMULA = f"{_SKIPPED}[{re.escape(''.join(sorted(STARTS_A_FORMULA)))}]"
_BEGINS = re.compile(_FORMULA)
_AFTER = {
    own: re.compile(f"(?<=[{re.escape(''.join(set(SEPARATORS) - {own}))}|\r\n\v\f\x85\u2028\u2029])(?={_FORMULA})")
    for own in SEPARATORS
}
"""For each separator in use: places behind another one, or behind the end of a line, where a formula would begin."""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula; what stands before it as white space does not help."""
    return text != "" and _BEGINS.match(text) is not None


def harmless(text: str, separator: str = ",") -> str:
    """A text that stays text in a spreadsheet, whichever separator it is split at: an apostrophe before what could be a formula.

    At the separator in use a reader keeps the cell together by its quotes; at the others, and at line ends, it does not.
    """
    guarded = _AFTER[separator].sub("'", text)
    return f"'{guarded}" if is_risky(text) else guarded
