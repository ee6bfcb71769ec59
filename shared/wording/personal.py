"""Whether a text says who a person is: by an address, a number to call, or a form of address. A pattern, never a judgement (WM 6, 7)."""

import re
import unicodedata

_MAIL = re.compile(r"\S+@\S+|\S+\s?[\[(]at[\])]\s?\S+", re.IGNORECASE)
_ABROAD = re.compile(r"(?:(?<!\w)\+|(?<!\w)(?<!\d[ .,])00)\d(?:[ .\-()/]{0,2}\d){6,14}(?!\w)")
"""With the code of a country: a plus or two noughts."""
_GROUPS = re.compile(r"(?<![\w.,-])(?<!\d[ .,])\(?0\d{0,3}\)?(?:[ .\-/]\d{2,4}){3,}(?!\w)")
"""At home, written in at least four groups of which the first begins with a nought: a date has three, and no amount begins so."""
_ROW = re.compile(r"(?<![\w.,-])(?<!\d[ .,])0\d{8,11}(?!\w)")
"""At home, in one row that begins with a nought."""
_TITLE = re.compile(
    r"(?:^|[\s,(])(?:mr|mrs|ms|dr|prof|mme|mlle|sr|sra|dra|г-н|г-жа)\.?\s+\w|(?:^|[\s,(])M\.\s+\w|(?:السيد|السيدة)\s+\w|(?:先生|女士)",
    re.IGNORECASE,
)


def names_a_person(text: str | None) -> bool:
    """Whether there is something in it that can only be a person. A bare name cannot be told from a post by a rule. Figures of other
    scripts are read as ours.
    """
    if not text:
        return False
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain)
    return any(one.search(plain) for one in (_MAIL, _ABROAD, _GROUPS, _ROW, _TITLE))
