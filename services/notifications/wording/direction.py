"""Which way a text runs (Unicode UAX 9): a line in Arabic begins right to left, whatever stands first in it.

Lists of mails, calendars and feeds turn a line by its first strong letter. A reference, a code or a foreign name keeps its
own direction inside (an isolate); where one stands first, a mark in front of it says which way the line runs.
"""

import re
import unicodedata

from services.notifications.wording.catalogue import WordsOfLanguage

_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ISOLATE, _END, _RIGHT_TO_LEFT = "\u2068", "\u2069", "\u200f"


def plain(text: str) -> str:
    """Text of a party as one line, without control characters and turning marks."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def written(text: str) -> list[str]:
    """Text of a party in lines as they were written, without control characters and turning marks; each runs its own way."""
    return [_CONTROLS.sub(" ", line).rstrip() for line in text.strip().splitlines()]


def foreign(words: WordsOfLanguage, text: str) -> str:
    """A party's text, or a code, inside ours: one line, kept apart where it is written the other way."""
    said = plain(text)
    ours = "R" if words.direction == "rtl" else "L"
    return f"{_ISOLATE}{said}{_END}" if set(_strong(said)) - {ours} else said


def begins(words: WordsOfLanguage, line: str) -> str:
    """A line of ours that runs the way of the language from its first letter on."""
    # Not every program knows isolates: the first letter decides, also where it stands in one.
    if words.direction != "rtl" or _strong(line)[:1] in ([], ["R"]):
        return line
    head = line[: len(line) - len(line.lstrip())]
    return f"{head}{_RIGHT_TO_LEFT}{line.lstrip()}"


def lines(words: WordsOfLanguage, text: str) -> str:
    """A plain text, each line of which begins the way of the language; an address of the web and a quotation stand as they are."""
    return "\n".join(one if _stands(one) else begins(words, one) for one in text.split("\n"))


def _stands(line: str) -> bool:
    return line.startswith("> ") or "://" in line.lstrip().split(" ", 1)[0]


def _strong(text: str) -> list[str]:
    kinds = (unicodedata.bidirectional(one) for one in text)
    return ["L" if kind == "L" else "R" for kind in kinds if kind in {"L", "R", "AL"}]
