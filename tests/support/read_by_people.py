"""What a person should not read on a page of theirs: codes, Python's own words, a number or a word of another language."""

import re
from functools import cache
from html.parser import HTMLParser

from services.console.wording.words import texts

VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "rect"})
UNREAD = frozenset({"style", "script", "textarea", "title"})
CODE = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\b(?:iso3166|org|unhcr-bureau|unhcr-office):\w|\bacsg\.\w|[0-9a-f]{8}-[0-9a-f]{4}-|<built-in|"
    r"\b(?:None|True|False|Undefined)\b|[{}]|\bobject at 0x"
)
POINT = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])|(?<![\w.])\d+(?:\.\d+)?[eE][-+]?\d+(?!\w)")
"""A figure with a point, or with an exponent, where a language has a comma."""
COMMA = frozenset({"es", "fr", "ru"})
PARAGRAPH = re.compile(r"\b15\.[ivx]+\b")
LEAST = 6
"""Letters of a text from which on it is one language's alone."""


class _Reader(HTMLParser):
    """Texts of a page, each with whether its language and direction are its own."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, bool]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            names = {name for name, _ in attrs}
            self._open.append((tag, tag != "html" and bool(names & {"dir", "lang"})))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in UNREAD for tag, _ in self._open):
            self.read.append((" ".join(data.split()), any(own for _, own in self._open)))


@cache
def _english(language: str) -> frozenset[str]:
    """English texts of the catalogue that this language says otherwise."""
    there = set(texts(language).values())
    return frozenset(one for one in texts("en").values() if len(one) >= LEAST and one not in there)


def unreadable(html: str, language: str) -> list[str]:
    """Each text that is no word of the page's language; a party's own words, and what is set apart as a code, are as they are."""
    reader, found = _Reader(), []
    reader.feed(html)
    for text, own in reader.read:
        if own:
            continue
        if CODE.search(text):
            found.append(f"code: {text[:80]}")
        if language in COMMA and POINT.search(PARAGRAPH.sub("", text)):
            found.append(f"figure: {text[:80]}")
        if language != "en" and text in _english(language):
            found.append(f"English: {text[:80]}")
    return found
