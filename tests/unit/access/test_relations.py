"""Relations of an actor to a thing: whose country office one is, whose officer, who stands in it (WM 2, 6, 8, 17)."""

from itertools import product

import pytest

from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.relations import CountryStandsAs, StandsAs, own_region, serving
from shared.modalities.access.resource import PartyRole, Resource, role_word

R = PartyRole
TCD, FRA = "iso3166:TCD", "iso3166:FRA"


def thing(*stands: tuple[PartyRole, str], region: str | None = "wca", serves: frozenset[str] = frozenset()) -> Resource:
    return Resource(region, frozenset(role_word(role, party) for role, party in stands), serving=serves)


def who(party: str | None, region: str | None = None) -> Actor:
    return Actor("somebody", Role.COUNTRY_OFFICE, party, region)


@pytest.mark.paragraph("8")
@pytest.mark.parametrize(
    ("party", "state"),
    [
        ("unhcr-office:TCD", TCD), ("unhcr-office:FRA", FRA), (TCD, None), ("org:TCD", None), ("unhcr-bureau:TCD", None),
        ("unhcr:secretariat", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_country_office_is_its_own_countrys_alone(party: str | None, state: str | None) -> None:
    relation = CountryStandsAs((R.REQUESTER,))
    assert relation.party(who(party)) == state
    assert relation(who(party), thing((R.REQUESTER, TCD))) is (state == TCD)


@pytest.mark.parametrize(("stands", "asked"), list(product((R.REQUESTER, R.OFFERER), repeat=2)))
@pytest.mark.parametrize("party", [TCD, FRA, None, ""])
def test_a_party_stands_in_the_role_that_is_asked_for(stands: PartyRole, asked: PartyRole, party: str | None) -> None:
    relation = StandsAs((asked,))
    assert relation.party(who(party)) == (party or None)
    assert relation(who(party), thing((stands, TCD))) is (party == TCD and stands is asked)
    office = f"unhcr-office:{party.removeprefix('iso3166:')}" if party else party
    assert CountryStandsAs((asked,))(who(office), thing((stands, TCD))) is (party == TCD and stands is asked)


def test_any_of_several_roles_is_enough() -> None:
    either = StandsAs((R.REQUESTER, R.OFFERER))
    assert either(who(TCD), thing((R.OFFERER, TCD)))
    assert not either(who(TCD), thing((R.INVITED, TCD), (R.OFFERER, FRA)))


@pytest.mark.paragraph("6")
@pytest.mark.parametrize("mine", ["wca", "esa", None])
@pytest.mark.parametrize("its", ["wca", None])
def test_an_officer_serves_the_deployment_that_owns_a_thing(mine: str | None, its: str | None) -> None:
    assert own_region(who(None, mine), thing(region=its)) is (mine == its == "wca")


@pytest.mark.paragraph("11")
@pytest.mark.parametrize("mine", ["wca", "esa", None])
@pytest.mark.parametrize("serves", [frozenset(), frozenset({"wca"}), frozenset({"wca", "europe"})])
def test_an_officers_deployment_owns_an_offer_in_it(mine: str | None, serves: frozenset[str]) -> None:
    assert serving(who(None, mine), thing(region="europe", serves=serves)) is (mine == "wca" and "wca" in serves)
