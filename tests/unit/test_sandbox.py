"""Made-up States and real ones do not mix: in bodies, in settings, on the bus."""

import random
import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from deploy.local.issuer import actor
from deploy.sandbox.bodies import offer_body, request_body
from services.gateway.settings import GatewaySettings
from services.intake.actions.bodies import RequestBody
from services.intake.storage.tables import runtime
from services.roster.actions.offer import OfferBody
from shared.contracts.door import Door
from shared.contracts.shapes.values import PartyId
from shared.contracts.vocabulary import (
    LANGUAGES,
    SANDBOX,
    bureau_of,
    deployment_of_bureau,
    deployments,
    made_up_states,
)
from shared.runtime.clock import SystemClock
from shared.runtime.db.database import Database
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Decoded, Poison, Record
from shared.runtime.settings import RuntimeSettings
from tests.support.bodies import offer_body as real_offer
from tests.support.happenings import Request, envelope


def test_made_up_states_have_codes_that_no_state_has_or_will_have() -> None:
    for code, state in made_up_states().items():
        assert re.fullmatch(r"X[A-Z]{2}|Q[M-Z][A-Z]|AA[A-Z]|ZZ[A-Z]", code), "ISO 3166-1 leaves these to its users"
        assert state.language in LANGUAGES
        bureau = bureau_of(code, SystemClock().now().date())
        assert bureau is not None
        assert deployment_of_bureau(bureau) == SANDBOX
        assert actor(f"{code.lower()}-authority").party == f"iso3166:{code}"


def at(deployment: str) -> Door:
    return Door(deployment, SystemClock().now().date())


def taken(party: str, deployment: str) -> bool:
    try:
        TypeAdapter(PartyId).validate_python(party, context=at(deployment))
    except ValidationError:
        return False
    return True


def test_a_body_names_the_states_of_its_deployment_alone() -> None:
    for deployment in deployments():
        there = deployment == SANDBOX
        assert taken("iso3166:XAA", deployment) is there
        assert taken("iso3166:TCD", deployment) is not there
    OfferBody.model_validate(real_offer(), context=at("wca"))
    with pytest.raises(ValidationError):
        OfferBody.model_validate(real_offer(), context=at(SANDBOX))


def test_what_made_up_states_say_is_well_formed() -> None:
    for seed in range(50):
        chance = random.Random(seed)
        body = request_body("XAB", chance)
        RequestBody.model_validate(body, context=at(SANDBOX))
        OfferBody.model_validate(offer_body("XAC", "registration", "2", "fr", chance), context=at(SANDBOX))


def settings(**given: Any) -> RuntimeSettings:
    return RuntimeSettings.model_validate({"service": "intake", "database_url": "postgresql://x@127.0.0.1:1/x"} | given)


def test_the_sandbox_is_part_of_no_federation() -> None:
    settings(deployment=SANDBOX)
    settings(deployment="wca", hub="geneva", remotes={"geneva": "127.0.0.1:1"})
    for given in (
        {"deployment": SANDBOX, "hub": "geneva"},
        {"deployment": SANDBOX, "remotes": {"wca": "127.0.0.1:1"}},
        {"deployment": "geneva", "remotes": {SANDBOX: "127.0.0.1:1"}},
    ):
        with pytest.raises(ValueError, match="sandbox"):
            settings(**given)
    with pytest.raises(ValueError, match="sandbox"):
        GatewaySettings(database_url="", deployment="geneva", peers={SANDBOX: {"intake": "http://127.0.0.1:1"}})


@pytest.mark.parametrize(("here", "said"), [("wca", SANDBOX), (SANDBOX, "wca"), ("geneva", SANDBOX)])
def test_what_one_says_becomes_a_dead_letter_in_the_other(here: str, said: str) -> None:
    assert isinstance(read(here, said), Poison)
    assert isinstance(read(said, said), Decoded)


def read(here: str, said: str) -> Any:
    """What a consumer of a deployment makes of an event that another one published."""
    now = SystemClock().now()
    event = Request("r1", now).submitted
    headers = tuple(envelope(event, now, region=said, source=f"/acsg/{said}/intake").to_headers())
    body = event.model_dump_json().replace('"region":"wca"', f'"region":"{said}"').encode()
    record = Record(event.topic.name, 0, 1, event.aggregate_id, headers, body)
    database = Database(settings(deployment=here), runtime, SystemClock())
    return Consumer("test", {type(event): ignore}, database)._decode(record)


async def ignore(*_: Any) -> None:
    """Nothing."""
