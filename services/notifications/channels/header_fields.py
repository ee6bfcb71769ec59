"""Header fields as bytes (RFC 5322). In structured fields a token stands as it is: an encoded word there is read by no mail program.

Python's own folding encodes a long token of a field it does not know, ``List-Unsubscribe`` for one, and loses blanks between
encoded words of a subject. So each kind of field is written here, folded at its blanks.
"""

from collections.abc import Iterator
from email.header import Header
from email.utils import quote

END = "\r\n"
WIDTH, LONGEST = 78, 998
_SPECIALS = frozenset('()<>[]:;@\\,."')


def structured(name: str, *tokens: str, international: bool = False) -> bytes:
    """A field of tokens that are never broken. Raises ValueError for one that no line can carry.

    ``international``: the mail is sent by SMTPUTF8, where fields are UTF-8 (RFC 6532).
    """
    lines = [f"{name}:"]
    for token in tokens:
        if not token or any(one.isspace() or not one.isprintable() for one in token):
            raise ValueError(f"{name}: a token has a blank or a control character")
        # A field never begins with an empty line: a token that is too long for one stands on the first.
        fits = len(lines[-1]) + 1 + len(token) <= WIDTH or lines[-1] == f"{name}:"
        lines = [*lines[:-1], f"{lines[-1]} {token}"] if fits else [*lines, f" {token}"]
    return _encoded(name, lines, "utf-8" if international else "ascii")


def text(name: str, value: str) -> bytes:
    """A field of free text, the subject: what is not ASCII, or looks like an encoded word, is one."""
    plain = value.isascii() and value.isprintable() and "=?" not in value
    if plain and all(len(word) < WIDTH - len(name) for word in value.split(" ")):
        return _encoded(name, list(_folded(name, value)), "ascii")
    return _encoded(name, _words(name, value), "ascii")


def mailbox(name: str, display: str, address: str, *, international: bool = False) -> bytes:
    """A field of one address. Its display name is a phrase, where encoded words are right."""
    if not display:
        return structured(name, address, international=international)
    angled = f"<{address}>"
    if display.isascii() and display.isprintable() and "=?" not in display and len(display) < WIDTH:
        phrase = f'"{quote(display)}"' if _SPECIALS & set(display) else display
        lines = [f"{name}: {phrase}"]
    else:
        lines = _words(name, display)
    if len(lines[-1]) + 1 + len(angled) <= WIDTH:
        lines[-1] += f" {angled}"
    else:
        lines.append(f" {angled}")
    return _encoded(name, lines, "utf-8" if international else "ascii")


def _words(name: str, value: str) -> list[str]:
    encoded = Header(value, "utf-8", header_name=name, maxlinelen=75).encode(linesep=END)
    return f"{name}: {encoded.lstrip()}".split(END)


def _folded(name: str, value: str) -> Iterator[str]:
    """Lines that break before a blank, which stays; so the value is found again whole."""
    line = f"{name}:"
    for n, word in enumerate(value.split(" ")):
        if n and line.strip() and word and len(line) + 1 + len(word) > WIDTH:
            yield line
            line = ""
        line += f" {word}"
    yield line


def _encoded(name: str, lines: list[str], charset: str) -> bytes:
    raw = [line.encode(charset) for line in lines]
    if any(len(one) > LONGEST for one in raw):
        raise ValueError(f"{name}: longer than a line of a mail may be")
    return b"".join(one + END.encode() for one in raw)
