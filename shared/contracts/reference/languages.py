"""Languages: ISO 639-1 where it has a code, ISO 639-3 for the others, as registration forms write them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pycountry

LIVING, SINGLE_OR_MACRO = "L", frozenset({"I", "M"})


@cache
def languages() -> Mapping[str, str]:
    """Code -> English name: two letters where there are two, three otherwise, of languages that are spoken or signed."""
    found = {}
    for one in pycountry.languages:
        short = getattr(one, "alpha_2", None)
        if short:
            found[short] = one.name
        elif one.type == LIVING and one.scope in SINGLE_OR_MACRO:
            found[one.alpha_3] = one.name
    return MappingProxyType(found)


@cache
def shorter(code: str) -> str | None:
    """The code of two letters of a language given by three (of ISO 639-3, or of libraries: fra, fre); None if it has none."""
    found = pycountry.languages.get(alpha_3=code) or pycountry.languages.get(bibliographic=code)
    return getattr(found, "alpha_2", None)
