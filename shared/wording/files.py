"""Files as spreadsheets and shells write them: a byte order mark, UTF-16 and line ends of every system are read."""

import codecs
import json
from pathlib import Path
from typing import Any

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


class UnreadableWords(ValueError):
    """A file that cannot be read; says which, where and why."""


def encoding_of(raw: bytes) -> str:
    """The encoding by its mark; without one by where null bytes stand, since a text has none of its own."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    start = raw[:4]
    if len(start) == 4 and start.count(0) == 3:
        return "utf-32-be" if start[3] else "utf-32-le"
    if len(start) >= 2 and 0 in start[:2]:
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    return "utf-8"


def read_text(path: Path) -> str:
    """The text of a file, its lines ended by a line feed. Raises Unreadable naming file, line and byte."""
    raw = path.read_bytes()
    encoding = encoding_of(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        words = f"byte {fault.start} is no {encoding.removesuffix('-sig').upper()}; save it as UTF-8"
        raise UnreadableWords(f"{path.name}:{line}: {words}") from fault
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path) -> Any:
    """What a JSON file says. Raises Unreadable naming file, line and column."""
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise UnreadableWords(f"{path.name}:{fault.lineno}:{fault.colno}: no JSON: {fault.msg}") from fault
    except RecursionError as fault:
        raise UnreadableWords(f"{path.name}: too deep") from fault


def place_of(text: str, value: str) -> str:
    """``line:column`` where a value first stands in a text, as JSON writes it; empty when it is not found."""
    for written in (json.dumps(value, ensure_ascii=False)[1:-1], json.dumps(value)[1:-1], value):
        at = text.find(written)
        if at >= 0:
            line = text.count("\n", 0, at) + 1
            return f"{line}:{at - text.rfind(chr(10), 0, at)}"
    return ""
