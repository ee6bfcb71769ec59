"""Which State a name means, however it is spelt: names of the United Nations, of ISO and CLDR in many languages, former names.

Compared by ``shared.wording``: case, accents, blanks, punctuation and script variants make no difference. A name that means
several States, such as Korea, means none.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

import pycountry
from babel import Locale

from shared.contracts.reference.states import iso_of_unhcr, state_name, states
from shared.contracts.reference.tables import rows
from shared.wording.folded import key

LOCALES = ("ar", "en", "es", "fr", "ru", "zh", "de", "pt", "it", "nl", "tr", "fa", "sw", "am", "so", "uk", "pl", "el", "sr",
           "ro", "hu", "cs", "ja", "ko", "vi", "id", "bn", "hi", "ur", "he", "sv", "da", "nb", "fi")  # fmt: skip
"""Languages in which lists of this field are written; English of a neighbour's list is rarely alone."""
_SHORT = {"st": "saint", "rep": "republic", "dem": "democratic", "is": "islands", "isl": "islands"}
_JOINING = frozenset({"and", "the", "et", "y", "und", "e"})
_ARTICLES = frozenset({"la", "le", "les", "l", "el", "los", "las", "die", "der", "das", "a", "o"})


def plain(name: str) -> str:
    """What of a name is compared: common abbreviations written out, joining words left out."""
    found = [_SHORT.get(word, word) for word in key(name).split()]
    return " ".join(word for word in found if word not in _JOINING)


def _of_un() -> Iterator[tuple[str, str]]:
    for code, state in states().items():
        yield from ((name, code) for name in state.names.values())


def _written() -> Iterator[tuple[str, str]]:
    yield from ((row["spelling"], row["code"]) for row in rows("state_spellings"))


def _of_iso() -> Iterator[tuple[str, str]]:
    for code, state in states().items():
        yield state.formal, code
    for one in pycountry.countries:
        for name in ("name", "official_name", "common_name"):
            yield getattr(one, name, ""), one.alpha_3


def _of_cldr() -> Iterator[tuple[str, str]]:
    by_alpha2 = {state.alpha2: code for code, state in states().items()}
    for locale in LOCALES:
        for territory, name in Locale(locale).territories.items():
            if territory in by_alpha2:
                yield str(name), by_alpha2[territory]


def _unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, code in named:
        if compared := plain(name):
            found.setdefault(compared, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


@cache
def _tier(number: int) -> dict[str, str]:
    """Compared name -> code, of one source; the United Nations' word comes before what others call a State."""
    return _unambiguous((_of_un, _written, _of_iso, _of_cldr)[number]())


def _find(compared: str) -> str | None:
    # The last one takes a second to load, and few names need it.
    return next((found for number in range(4) if (found := _tier(number).get(compared))), None)


def state_of(name: str) -> str | None:
    """ISO 3166-1 alpha-3 (XKX) of a name or code in any case; None for a name that means none, or several."""
    code = name.strip().upper()
    if code in states():
        return code
    for compared in (plain(name), _without_article(plain(name))):
        if found := _find(compared):
            return found
    by_alpha2 = {state.alpha2: one for one, state in states().items()}
    return by_alpha2.get(code)


def _without_article(compared: str) -> str:
    first, _, rest = compared.partition(" ")
    return rest if first in _ARTICLES else compared


def nearest_states(name: str) -> list[str]:
    """States that may have been meant, as they are called in English, for a fault."""
    own = iso_of_unhcr().get(name.strip().upper())
    known = _tier(2) | _tier(1) | _tier(0)
    found = [own] if own else [known[one] for one in get_close_matches(plain(name), known, 3, 0.75)]
    return [state_name(code, "en") for code in dict.fromkeys(found)]
