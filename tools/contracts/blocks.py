"""Lists inside documents that people write: what stands between two marks is rendered, the words around it are not."""

import re
from collections.abc import Mapping

_BLOCK = re.compile(r"(<!-- rendered: (?P<name>[\w-]+) -->\n)(?P<text>.*?)(<!-- end -->)", re.DOTALL)


class BlockMissing(Exception):
    """A document has no place for a list, or a place for one that there is not; names each of them."""


def named(text: str) -> dict[str, str]:
    """What stands in each block of a document now, by its name."""
    return {found["name"]: found["text"] for found in _BLOCK.finditer(text)}


def filled(text: str, lists: Mapping[str, str]) -> str:
    """The document with these lists in its blocks. Raises BlockMissing."""
    if different := set(named(text)) ^ set(lists):
        raise BlockMissing(", ".join(sorted(different)))
    return _BLOCK.sub(lambda found: f"{found[1]}{lists[found['name']].strip()}\n{found[4]}", text)
