"""What to say of a code that there is not: the ones that were probably meant, or where the list stands."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from shared.wording.folded import folded, key

MOST = 5


def nearest(given: str, codes: Mapping[str, str]) -> list[str]:
    """Codes that look like what was given, or whose name has it; ``codes`` are code -> name."""
    plain = folded(given)
    by_case = [code for code in codes if folded(code) == plain]
    named = [code for code, name in codes.items() if plain and (key(name) == key(given) or plain in key(name).split())]
    return list(dict.fromkeys([*by_case, *named, *get_close_matches(plain, _folded(codes), MOST, 0.6)]))[:MOST]


def _folded(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code == folded(code)]


def cut(given: str, most: int = 60) -> str:
    """A value as it is repeated in a fault."""
    return given if len(given) <= most else given[:most] + "..."
