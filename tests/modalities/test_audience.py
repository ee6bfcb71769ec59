"""WM 17: to whom a State agrees to show a request, what two States agreed to together, and what contradicts itself."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from services.gateway.read_model.reader import resource
from services.intake.domain import support_request as domain
from services.intake.domain.agreed_audience import audience_faults, opened
from services.intake.domain.consented_view import consented_view
from shared.contracts.shapes.support_request import Consent, ConsentedView, SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.audience import Audience, reading
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_request
from tests.support import happenings
from tests.support.audiences import audience

NOW = datetime(2026, 5, 1, tzinfo=UTC)
CHAD, NIGER = "iso3166:TCD", "iso3166:NER"
PARTIES = [
    *(f"iso3166:{code}" for code in ("FRA", "DEU", "POL", "NER")), "org:ecre", "org:refugee-rights-turkey", "org:euaa",
    "org:eac", "org:iom", "org:not-in-the-list", "unhcr-office:FRA", "unhcr-office:DEU",
]  # fmt: skip
KINDS = ["state", "ngo", "regional_organisation", "un_agency"]


def made_up(chance: random.Random) -> Audience:
    """Any audience, those that nobody can type included."""
    some = [frozenset(chance.sample(PARTIES, chance.randint(0, 3))) for _ in range(2)]
    kinds = frozenset(chance.sample(KINDS, chance.randint(0, 2)))
    return Audience(chance.random() < 0.1, chance.random() < 0.4, kinds, *some)


def pairs() -> Iterator[tuple[Audience, Audience]]:
    chance = random.Random(17)
    yield from ((made_up(chance), made_up(chance)) for _ in range(3000))


@pytest.mark.paragraph("17")
def test_who_is_in_both_is_who_is_in_each() -> None:
    for one, other in pairs():
        both = one & other
        for party in PARTIES:
            assert both.admits(party) == (one.admits(party) and other.admits(party)), (one, other, party)
        assert both.public == (one.public and other.public)


@pytest.mark.paragraph("17")
def test_words_in_a_row_say_the_same_as_the_audience() -> None:
    for one, _ in pairs():
        assert Audience.of_words(one.words) == one
        for party in PARTIES:
            assert reading(party).may(one.words) == one.admits(party), (one, party)
        if one.is_empty:
            assert not any(one.admits(party) for party in PARTIES if party != "org:not-in-the-list")


@pytest.mark.control
def test_audiences_cut_as_sets_of_words_would_let_in_who_is_left_out() -> None:
    def careless(one: Audience, other: Audience) -> Audience:
        return Audience.of_words(one.words & other.words)

    wrong = [
        (one, other, party)
        for one, other in pairs()
        for party in PARTIES
        if careless(one, other).admits(party) != (one.admits(party) and other.admits(party))
    ]
    assert any(careless(one, other).admits(party) for one, other, party in wrong)


def consent(by: str = CHAD, **to_whom: Any) -> Consent:
    said: dict[str, Any] = {"kinds": (), "parties": (), "but": ()} | to_whom
    audiences = opened(said.pop("audiences", None), said["kinds"], said["parties"])
    return Consent(fields=("title",), audiences=audiences, given_by=by, given_at=NOW, **said)


def request(*asking: str) -> SupportRequestState:
    one = happenings.Request("r", NOW, requesting_states=list(asking or (CHAD,)), supporters=["org:iom"])
    for named in one.state.named:
        one.said(NOW, named.party, "agreed")
    return one.state


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("to_whom", "faults"),
    [
        ({}, []),
        ({"audiences": ("offerers", "public")}, []),
        ({"kinds": ("ngo",), "parties": ("iso3166:FRA",), "but": ("org:ecre",)}, []),
        ({"but": ("iso3166:FRA", "unhcr-office:FRA")}, []),
        ({"audiences": ()}, [("/audiences", "empty_audience")]),
        ({"audiences": (), "but": ("iso3166:FRA",)}, [("/audiences", "empty_audience"), ("/but/0", "not_opened")]),
        ({"audiences": ("offerers",), "kinds": ("ngo",)}, [("/audiences", "opened_twice")]),
        ({"audiences": ("public",), "parties": ("iso3166:FRA",)}, [("/audiences", "opened_twice")]),
        ({"audiences": ("public",), "but": ("iso3166:FRA",)}, [("/but/0", "public_leaves_nobody_out")]),
        ({"parties": ("iso3166:FRA", "iso3166:DEU"), "but": ("iso3166:DEU",)}, [("/parties/1", "named_and_left_out")]),
        ({"parties": ("iso3166:FRA",), "but": ("iso3166:FRA",)},
         [("/but", "empty_audience"), ("/parties/0", "named_and_left_out")]),
        ({"kinds": ("ngo",), "but": ("iso3166:FRA",)}, [("/but/0", "not_opened")]),
        ({"parties": ("iso3166:FRA",), "but": ("iso3166:DEU",)}, [("/but/0", "not_opened")]),
        ({"kinds": ("university",), "but": ("org:university-of-bergen",)}, [("/but", "empty_audience")]),
        ({"parties": ("iso3166:FRA", "iso3166:FRA")}, [("/parties/1", "twice")]),
        ({"parties": (CHAD,)}, [("/parties/0", "stands_in_request")]),
        ({"but": (CHAD, "org:iom", "unhcr-office:TCD")}, [(f"/but/{n}", "stands_in_request") for n in range(3)]),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_a_fault_that_names_its_place(
    to_whom: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    found = audience_faults(consent(**to_whom), request())
    assert [(one.pointer, one.code) for one in found] == faults


def shown(state: SupportRequestState, party: str, role: Role = Role.STATE_AUTHORITY) -> bool:
    return decide(Actor("x", role, party), a.READ_SHOWN_REQUEST, of_request(state)).allowed


@pytest.mark.paragraph("17")
@pytest.mark.paragraph("15.v")
def test_a_joint_request_is_shown_to_those_whom_every_state_agreed_to_and_follows_each_change() -> None:
    state = domain.give_consent(request(CHAD, NIGER), consent(but=("iso3166:DEU",)))
    assert state.shown is None
    state = domain.give_consent(state, consent(NIGER, kinds=("state",), but=("iso3166:POL",)))
    who = {party: shown(state, f"iso3166:{party}") for party in ("FRA", "DEU", "POL")}
    assert who == {"FRA": True, "DEU": False, "POL": False}
    assert not shown(state, "org:ecre", Role.STAKEHOLDER)
    # One of them narrows: what is shown follows at once; it widens again, and the other's word still holds.
    state = domain.give_consent(state, consent(parties=("iso3166:POL",)))
    assert state.shown is None
    state = domain.give_consent(state, consent(audiences=("public",)))
    assert (shown(state, "iso3166:DEU"), shown(state, "iso3166:POL"), shown(state, "org:acme", Role.INTEGRATOR)) == (
        True, False, False,
    )  # fmt: skip
    assert domain.withdraw_consent(state, NIGER).shown is None


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("then", "now", "readers"),
    [
        (["offerers"], ["offerers", "but=iso3166:FRA"], {"iso3166:DEU", "org:ecre"}),
        (["offerers", "but=iso3166:DEU"], ["kind=state"], {"iso3166:FRA"}),
        (["party=org:ecre"], ["kind=ngo", "kind=state"], {"org:ecre"}),
        (["public"], ["party=iso3166:FRA"], {"iso3166:FRA"}),
        (["offerers"], [], set()),
    ],
)
def test_as_of_a_date_it_is_as_open_as_then_and_as_now(then: list[str], now: list[str], readers: set[str]) -> None:
    row = SimpleNamespace(
        region="wca", roles=[], shown_to=then, serving=[], roles_now=[], shown_to_now=now, serving_now=[]
    )
    actors = [Actor("x", Role.STAKEHOLDER, party) for party in ("iso3166:FRA", "iso3166:DEU", "org:ecre")]
    found = {one.party for one in actors if decide(one, a.READ_SHOWN_REQUEST, resource(row)).allowed}
    assert found == readers


@pytest.mark.paragraph("17")
def test_a_reader_that_knows_of_audiences_alone_shows_to_nobody_what_some_are_left_out_of() -> None:
    content = happenings.Request("r", NOW).state.content
    view = consented_view(content, "R", {CHAD: consent(but=("iso3166:DEU",))})
    assert view is not None
    assert (view.audiences, view.but) == ((), ("iso3166:DEU",))
    assert Audience.of(view) == Audience(offerers=True, but=frozenset({"iso3166:DEU"}))
    old = ConsentedView.model_validate({"audiences": ["offerers"], "fields": {}})
    assert Audience.of(old).words == {"offerers"}


def test_made_up_agreements_are_of_every_kind() -> None:
    chance = random.Random(3)
    said = [audience(chance) for _ in range(500)]
    assert all(any(one.get(name) for one in said) for name in ("audiences", "kinds", "parties", "but"))
