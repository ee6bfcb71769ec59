"""What of a text can be seen. Characters that show nothing are no content: a title of them is an empty title.

Unicode 15: the property Default_Ignorable_Code_Point, white space, control characters, and symbols that are blank.
"""

import re
import unicodedata

_IGNORABLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Default_Ignorable_Code_Point, of DerivedCoreProperties.txt."""
_BLANK = (
    (0x0000, 0x0020), (0x007F, 0x00A0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x2800, 0x2800), (0x3000, 0x3000), (0xFFF9, 0xFFFC), (0xFFFE, 0xFFFF), (0x16FE4, 0x16FE4),
    (0x1D159, 0x1D159),
)  # fmt: skip
"""White space and controls; the braille pattern without dots; fillers; marks of annotations; what is no character."""


def _ranges(*ranges: tuple[int, int]) -> str:
    # Escapes that ECMA 262, JSON Schema's regular expressions, and Python read alike; beyond the first plane the
    # characters themselves.
    def one(code: int) -> str:
        return f"\\u{code:04X}" if code <= 0xFFFF else chr(code)

    return "".join(one(a) if a == b else f"{one(a)}-{one(b)}" for a, b in ranges)


UNSEEN = _ranges(*sorted(_IGNORABLE + _BLANK))
"""The inside of a character class of a regular expression."""
VISIBLE = f"[^{UNSEEN}]"
"""Regular expression of one character that can be seen."""
_VISIBLE = re.compile(VISIBLE)
_IGNORED = re.compile(f"[{_ranges(*_IGNORABLE)}]+")


def visible(text: str) -> int:
    """How many characters of a text can be seen."""
    if text.isascii() and text.isprintable():
        return len(text) - text.count(" ")
    return len(_VISIBLE.findall(text))


def without_ignorable(text: str) -> str:
    """A text without the characters that Unicode says are not shown."""
    return text if text.isascii() else _IGNORED.sub("", text)


def composed(text: str) -> str:
    """A text in normal form C, as it is kept: one letter with its accent is one character wherever it was typed."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
