"""What a deployment hears of others, keeps of it, and tells to whom."""

import re
from typing import Any

import pytest

from services.gateway.projections.projector import FOREIGN
from services.gateway.projections.visible import keeps
from services.matching.reactions import FOREIGN as MATCHING_HEARS
from services.notifications.audiences.table import ABROAD, FOLLOWED, audiences_of
from services.notifications.domain.parties import Here
from services.roster.reactions import FOREIGN as ROSTER_HEARS
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent, SupportRequestSubmitted
from shared.contracts.matching import MATCH, MatchConfirmed, MatchConsulted, MatchEvent, MatchReleased, MatchReserved
from shared.contracts.roster import OfferListed, SupportOfferEvent
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role, officers
from shared.modalities.access.policy import decide
from shared.runtime.kafka.records import Decoded, Record
from shared.runtime.kafka.sources import sources
from shared.runtime.settings import RuntimeSettings
from tests.support.canaries import full_body
from tests.unit.test_contracts import envelope

WCA, EUROPE, ESA, GENEVA = (Here(name, "geneva") for name in ("wca", "europe", "esa", "geneva"))


def match(kind: type[MatchEvent]) -> MatchEvent:
    """Chad's match in West and Central Africa with an offer of France that Europe owns."""
    body = full_body(kind)[0]
    body["match"] |= {"region": "wca", "status": "confirmed"}
    body["match"]["reservations"][0]["offer_region"] = "europe"
    chad, france = ({"party": f"iso3166:{code}", "answer": "accepted"} for code in ("TCD", "FRA"))
    body["match"]["sides"] = [
        chad | {"role": "requester", "region": "wca"},
        france | {"role": "offerer", "region": "europe"},
    ]
    return kind.model_validate(body)


def told(event: Event, here: Here) -> dict[str, bool]:
    """Who gets a mail from a deployment, and whether he must act."""
    found: dict[str, bool] = {}
    for audience in audiences_of(event.wire_type, abroad=here.deployment != "wca"):
        for party in audience.resolve(event, here):
            found[party] = found.get(party, False) or audience.must_act
    return found


@pytest.mark.paragraph("6")
@pytest.mark.parametrize("kind", [MatchReserved, MatchConfirmed, MatchReleased])
def test_nobody_hears_of_one_event_from_two_deployments(kind: type[MatchEvent]) -> None:
    heard = [told(match(kind), here) for here in (WCA, EUROPE, ESA, GENEVA)]
    everyone = [party for one in heard for party in one]
    assert len(everyone) == len(set(everyone))
    assert {"iso3166:TCD", "iso3166:FRA", "unhcr-bureau:europe"} <= set(everyone)
    assert heard[2] == {}


def test_both_bureaux_hear_and_the_lead_bureau_acts() -> None:
    released = match(MatchReleased)
    assert told(released, WCA) == {"unhcr-bureau:wca": True, "iso3166:TCD": False}
    assert told(released, EUROPE) == {"iso3166:FRA": False, "unhcr-bureau:europe": False}
    assert told(match(MatchConfirmed), GENEVA) == {"unhcr:secretariat": False}


@pytest.mark.paragraph("11")
def test_a_note_on_a_consultation_is_told_to_the_party_it_is_of_and_nobody_else() -> None:
    def noted(*parties: str) -> MatchEvent:
        event = match(MatchConsulted)
        (one, *_) = event.match.consultations
        notes = tuple(one.model_copy(update={"party": party}) for party in parties)
        return event.model_copy(update={"match": event.match.model_copy(update={"consultations": notes})})

    france = {"iso3166:FRA": False}
    assert [told(noted("iso3166:TCD", "iso3166:FRA"), here) for here in (WCA, EUROPE, ESA)] == [{}, france, {}]
    assert told(noted("iso3166:FRA", "iso3166:TCD"), WCA) == {"iso3166:TCD": False}
    # A stakeholder that is no side, and a copy whose notes stayed at home.
    assert [told(noted(*parties), here) for parties in (("org:euaa",), ()) for here in (WCA, EUROPE)] == [{}] * 4
    assert MatchConsulted.wire_type not in FOLLOWED


def test_a_deployment_that_stands_alone_tells_the_secretariat_itself() -> None:
    assert "unhcr:secretariat" in told(match(MatchConfirmed), Here("wca"))
    assert "unhcr:secretariat" not in told(match(MatchConfirmed), WCA)


def test_sides_of_an_event_from_before_are_told_by_its_owner() -> None:
    body = match(MatchReserved).model_dump(mode="json")
    for side in body["match"]["sides"]:
        side.pop("region")
    old = MatchReserved.model_validate(body)
    assert set(told(old, WCA)) == {"iso3166:TCD", "iso3166:FRA"}
    assert told(old, EUROPE) == {"unhcr-bureau:europe": False}


def decoded(event: Event, region: str) -> Decoded:
    """An event of a region as a consumer decodes it."""
    return Decoded(Record("t", 0, 0, "k", (), b""), envelope(region=region, type=event.wire_type), event)


@pytest.mark.paragraph("6")
def test_a_region_keeps_what_its_officers_may_read() -> None:
    offer = OfferListed.model_validate(full_body(OfferListed)[0])
    request = SupportRequestSubmitted.model_validate(full_body(SupportRequestSubmitted)[0])
    asked = match(MatchReserved)
    kept = {
        here: [keeps(decoded(e, "wca"), here) for e in (offer, request, asked)] for here in ("wca", "europe", "esa")
    }
    assert kept == {"wca": [True, True, True], "europe": [True, False, True], "esa": [True, False, False]}
    assert all(keeps(decoded(e, "wca"), "geneva") for e in (offer, request, asked))


def test_officers_read_of_another_region_offers_and_matches_they_serve_and_work_on_neither() -> None:
    wca, foreign = officers("wca"), resources.of_deployment("europe")
    assert decide(wca, a.READ_OFFER, foreign).allowed
    for action in a.ACTIONS.values():
        if action.name.partition(".")[0] in {"request", "need", "commitment", "solicitation", "delivery", "consent"}:
            reading = action in {a.SUBMIT_REQUEST, a.CHECK_REQUEST, a.READ_SHOWN_REQUEST}
            assert reading or not decide(wca, action, foreign).allowed, action.name
    served = resources.match("europe", [], ["wca"])
    assert decide(wca, a.READ_MATCH, served).allowed
    assert not decide(wca, a.READ_MATCH, foreign).allowed
    assert not decide(wca, a.CONFIRM_MATCH, served).allowed
    assert not decide(Actor("x", Role.STATE_AUTHORITY, "iso3166:FRA", "wca"), a.READ_MATCH, served).allowed


def settings(**more: Any) -> RuntimeSettings:
    return RuntimeSettings(service="roster", database_url="postgresql://x/y", **more)


def test_home_topics_are_home_and_twins_are_found_behind_any_prefix() -> None:
    assert MATCH.twin is not None
    home, mirrored, direct = sources(settings(remotes={"wca": "127.0.0.1:1"}), {MATCH}, {MATCH.twin})
    assert re.match(home.pattern, "acsg.matching.match")
    assert not any(re.match(home.pattern, name) for name in ("acsg.federated.match", "acsg.matching.match.current"))
    for name in ("wca.acsg.federated.match", "geneva.wca.acsg.federated.match", "geneva.acsg.federated.match"):
        assert re.match(mirrored.pattern, name)
    for name in (
        "acsg.federated.match",
        "wca.acsg.federated.match-other",
        "wca.acsg.matching.match",
        "xacsg.federated.match",
    ):
        assert not re.match(mirrored.pattern, name)
    assert (direct.door.bootstrap, direct.prefix) == ("127.0.0.1:1", "direct.wca.")
    assert re.match(direct.pattern, "acsg.federated.match")
    assert len({one.suffix for one in (home, mirrored, direct)}) == 3


def test_services_read_of_others_only_what_is_federated() -> None:
    assert all(event.topic.twin for event in (*ROSTER_HEARS, *MATCHING_HEARS, *ABROAD))
    assert not any(issubclass(event, SupportRequestEvent) for event in (*ROSTER_HEARS, *MATCHING_HEARS, *ABROAD))
    assert {base for event in FOREIGN["regional"] for base in event.__mro__} >= {SupportOfferEvent, MatchEvent}
    assert not any(issubclass(event, SupportRequestEvent) for event in FOREIGN["regional"])
    assert any(issubclass(event, SupportRequestEvent) for event in FOREIGN["global"])
