"""When two texts say the same: normal form, width, case, accents, points, script variants and digits make no difference."""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from shared.wording.visible import without_ignorable

_FILE = Path(__file__).parent / "letters.csv"
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
MARKS = "".join(c for c in map(chr, range(0x300, 0x12000)) if unicodedata.category(c)[0] == "M")
"""Vowels of Indic and other words that are signs on a letter; regular expressions do not take them for parts of words."""
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{MARKS}])*")


@cache
def _letters() -> dict[int, str]:
    """Letters that Unicode does not take apart and people write otherwise: stroke, ligature, forms of Arabic letters."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {ord(row["letter"]): row["folded"] for row in csv.DictReader(file)}


@cache
def _simplified() -> Any:
    # Seven megabytes of dictionaries: only where somebody writes Chinese.
    from opencc import OpenCC

    return OpenCC("t2s")


def _is_accent(character: str) -> bool:
    """Accents, and points of Arabic, Hebrew and Syriac; the vowels of Indic and Thai words are letters of them."""
    combining = unicodedata.combining(character)
    return combining >= 200 or 10 <= combining <= 36


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def folded(text: str) -> str:
    """A text reduced to what is compared. Two texts that people take for the same are equal in it; punctuation stays."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", without_ignorable(text)).casefold()
    if _HAN.search(text):
        text = _simplified().convert(text)
    bare = "".join(_digit(c) for c in unicodedata.normalize("NFKD", text) if not _is_accent(c))
    return unicodedata.normalize("NFC", bare.translate(_letters()))


@lru_cache(4096)
def key(text: str) -> str:
    """What names and references are looked up by: folded, with one blank for whatever stands between words."""
    return " ".join(pieces(folded(text)))


def pieces(plain: str) -> list[str]:
    """What stands between blanks, punctuation and symbols."""
    return _WORD.findall(plain)


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, letter for letter, whatever stands between their words."""
    return key(one) == key(other)
