"""Time zones that a meeting can be told in: those of the countries that an officer serves, with names of places (WM 4)."""

from datetime import date

import pycountry
from babel.core import get_global
from babel.dates import get_timezone_location

from services.console.wording.words import ConsoleWords
from shared.contracts.reference.states import states
from shared.contracts.reference.zones import places
from shared.contracts.vocabulary import deployment_of_country
from shared.wording.folded import folded

ALWAYS = ("UTC", "Europe/Zurich")
"""Where no country decides, and where the Secretariat is."""


def zones(words: ConsoleWords, region: str | None, today: date, *chosen: str) -> list[tuple[str, str]]:
    """Zones with their names in the reader's language, ``ALWAYS`` first. Who serves no countries gets the first zone of each."""
    served = [code for code in states() if deployment_of_country(code, today) == region]
    found = [zone for code in served for zone in of_country(code)] or [
        zone for code in states() for zone in of_country(code)[:1]
    ]
    named = {zone: _name(words, zone) for zone in (*found, *(one for one in chosen if one in places()))}
    rest = sorted((one for one in named.items() if one[0] not in ALWAYS), key=lambda one: folded(one[1]))
    return [*((zone, _name(words, zone)) for zone in ALWAYS), *rest]


def of_country(country: str) -> list[str]:
    """Zones of a country (ISO 3166-1 alpha-3)."""
    known = pycountry.countries.get(alpha_3=country)
    found = get_global("territory_zones").get(known.alpha_2, []) if known is not None else []
    return [zone for zone in found if zone in places()]


def _name(words: ConsoleWords, zone: str) -> str:
    if zone == "UTC":
        return zone
    return f"{get_timezone_location(zone, locale=words.locale, return_city=True)} – {zone}"
