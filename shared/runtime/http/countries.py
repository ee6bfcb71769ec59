"""A country code must exist in ISO 3166-1; UNHCR's own three-letter codes collide with it, so a bare guess is refused."""

from collections.abc import Iterable

import pycountry

from shared.contracts.vocabulary import SANDBOX, made_up_states
from shared.modalities.errors import Fault

_CODES = frozenset(country.alpha_3 for country in pycountry.countries)


def unknown_country(party: str, pointer: str, deployment: str) -> list[Fault]:
    """A fault for a State whose code ISO 3166-1 does not have; the sandbox has made-up States and no other."""
    known = made_up_states() if deployment == SANDBOX else _CODES
    if not party.startswith("iso3166:") or party.removeprefix("iso3166:") in known:
        return []
    what = "no State of the sandbox" if deployment == SANDBOX else "no ISO 3166-1 alpha-3 code (UNHCR's own differ)"
    return [Fault(pointer, f"'{party}' is {what}", "unknown_country")]


def unknown_countries(parties: Iterable[str], pointer: str, deployment: str) -> list[Fault]:
    """The same for each of several."""
    return [fault for n, party in enumerate(parties) for fault in unknown_country(party, f"{pointer}/{n}", deployment)]
