"""Names in the public cases -> parties and the demo actors that speak for them."""

from dataclasses import dataclass

import pycountry

from shared.contracts.vocabulary import organisations

# Names the public pages use that the country list does not find by itself.
_SHORT = {"Türkiye": "TUR", "Republic of Korea": "KOR", "Bolivia": "BOL", "United States": "USA"}


@dataclass(frozen=True)
class DemoParty:
    """A party with the actor name that ``make token AS=`` takes."""

    name: str
    party: str
    actor: str

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-3 when the party is a State."""
        return self.party.removeprefix("iso3166:") if self.party.startswith("iso3166:") else None


class UnknownParty(LookupError):
    """A name in the cases that is neither a country nor a known organisation."""


def party_of(name: str) -> DemoParty:
    """The party a public page names. Raises UnknownParty."""
    for code, organisation in organisations().items():
        if name in {dated.label for dated in organisation.names}:
            return DemoParty(name, f"org:{code}", code)
    iso3 = _SHORT.get(name)
    if iso3 is None:
        found = pycountry.countries.get(name=name) or pycountry.countries.get(common_name=name)
        if found is None:
            raise UnknownParty(f"'{name}' is neither a country nor an organisation of the code list")
        iso3 = found.alpha_3
    return DemoParty(name, f"iso3166:{iso3}", f"{iso3.lower()}-authority")


def parties_of(names: str) -> list[DemoParty]:
    """Several parties, as the cases join them by semicolons."""
    try:
        return [party_of(names)] if names else []
    except UnknownParty:
        return [party_of(name.strip()) for name in names.split(";") if name.strip()]
