"""Every deployment has a journey of its own: a State that it serves asks, another party offers, and both can be stored."""

import json
from dataclasses import replace
from datetime import date

import pytest

from deploy.demo.cases import REGION
from deploy.demo.cast import CANARY, CASTS, Cast, NoCast, cast_of
from deploy.demo.journey import SHOWN
from deploy.demo.meeting import meeting
from deploy.local.issuer import actor
from deploy.local.region import region, there_are
from services.dialogue.actions.meeting import MeetingBody
from services.intake.actions.bodies import RequestBody
from services.roster.actions.offer import OfferBody
from shared.contracts.door import Door
from shared.contracts.vocabulary import bureau_of, deployment_of_bureau, deployments
from shared.runtime.roles import ROLES

ON = date(2026, 11, 28)
REGIONAL = sorted(
    set(deployments()) - {"geneva"} | {name for name in there_are() if set(ROLES) <= set(region(name).services)}
)


def wrong(deployment: str, cast: Cast) -> list[str]:
    """What of a journey cannot be in a deployment."""
    bureau = bureau_of(cast.country, ON)
    found = [] if bureau and deployment_of_bureau(bureau) == deployment else [f"{cast.country} belongs to {bureau}"]
    door = Door(deployment=deployment, today=ON)
    for kind, body in ((RequestBody, cast.request()), (OfferBody, cast.offer()), (MeetingBody, meeting(cast))):
        try:
            kind.model_validate_json(json.dumps(body), strict=True, extra="forbid", context=door)
        except ValueError as fault:
            found.append(str(fault))
    if (actor(cast.authority).party, actor(cast.gives).party) != (cast.state, cast.offerer):
        found.append("others would speak for them")
    return found + ([] if cast.offerer != cast.state else ["it would ask itself"])


@pytest.mark.parametrize("deployment", REGIONAL)
def test_each_deployment_has_a_journey_of_its_own(deployment: str) -> None:
    cast = cast_of(deployment)
    assert wrong(deployment, cast) == []
    shown = str({name: value for name, value in cast.request().items() if name in SHOWN})
    assert CANARY not in shown
    assert deployment in REGION or deployment == "sandbox"


def test_no_two_have_the_same() -> None:
    assert len({cast.country for cast in CASTS.values()}) == len(CASTS)
    assert sorted(CASTS) == REGIONAL


def test_a_deployment_where_no_state_asks_says_so() -> None:
    with pytest.raises(NoCast, match="No State asks at 'geneva'"):
        cast_of("geneva")


@pytest.mark.control
def test_a_journey_of_another_region_is_found() -> None:
    assert wrong("esa", CASTS["wca"]) == ["TCD belongs to wca"]
    assert "it would ask itself" in wrong("wca", replace(CASTS["wca"], offerer="iso3166:TCD"))
    assert wrong("wca", replace(CASTS["wca"], area="nonsense")) != []
