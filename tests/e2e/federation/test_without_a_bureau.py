"""A State whose bureau has no deployment asks at Geneva: it submits, is answered, agrees, and counts in the world (WM 2, 6, 8)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from deploy.demo.client import Client, Refused
from tests.support.bodies import request_body
from tests.support.national_plans import plan_body
from tests.support.poll import until
from tests.support.sharing import by_one_process, worker_of
from tests.support.world import World, world_of

GENEVA = ("intake", "roster", "matching", "notifications", "gateway", "dialogue", "console", "delivery")
"""Geneva with owners of its own, as its small file names them in ACSG_SERVICES."""
PHL, SECRET = "iso3166:PHL", "Pasig"
SUBMIT = """mutation($c: JSON!, $k: String!) { done: submitSupportRequest(content: $c, key: $k) {
  state version problem { status code detail owner } } }"""
WORLD = """{ world(regions: ["geneva"]) { statuses { region kind status items } firstFeedback { region requests }
  need { region functionalArea requests } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def without(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Geneva that takes requests itself, over West and Central Africa."""
    by_one_process(tmp_path_factory.getbasetemp().parent, "without", worker_of(pytestconfig))
    names = ("geneva", "wca")
    async with world_of(tmp_path_factory.mktemp("without"), names=names, services={"geneva": GENEVA}) as found:
        yield found


def body(state: str, **changes: Any) -> dict[str, Any]:
    """A request of a State through its country office."""
    route = {"route": "country_office", "country_office": f"unhcr-office:{state.partition(':')[2]}"}
    return request_body(requesting_states=[state], submission_route=route, **changes)


async def submitted(client: Client, actor: str, content: dict[str, Any], key: str) -> dict[str, Any]:
    """What Geneva's gateway says of a new request."""
    return dict((await client.graphql(actor, SUBMIT, {"c": content, "k": key}))["done"])


@pytest.mark.clause("2.1")
@pytest.mark.paragraph("2")
async def test_a_state_of_a_bureau_without_a_deployment_asks_at_geneva(without: World) -> None:
    geneva = without.client("geneva")
    done = await submitted(geneva, "phl-authority", body(PHL, title=f"{SECRET} registers"), "asks-at-geneva")
    assert done["problem"] is None, done["problem"]
    one = done["state"]["request_id"]
    assert (done["state"]["region"], done["state"]["reference"].split("-")[-2]) == ("geneva", "PHL")

    path = f"/support-requests/{one}"
    items = [{"paragraph": "15.i", "outcome": "met", "comment": "Clear"}]
    await geneva.call("geneva-officer", "POST", "intake", f"{path}/feedback", {"items": items, "message": "Thank you"})
    await geneva.call("geneva-officer", "POST", "intake", f"{path}/decision", {"in_line": True, "reason": "Complete"})
    agreed = {"fields": ["title", "requesting_states", "lines"], "audiences": ["offerers"]}
    await geneva.call("phl-authority", "PUT", "intake", f"{path}/consent", agreed)

    shown = await without.shown("geneva", one, "in_line", "phl-authority")
    assert [said["text"] for said in shown["state"]["messages"]] == ["Thank you"]
    assert await until(lambda: counted(geneva), "the request in the world's figures", 120)

    # A region is told nothing of it: it is the business of Geneva, and of those whom a call for offers names.
    assert await without.item("wca", one, "wca-officer") is None
    with pytest.raises(Refused) as refused:
        await geneva.call("wca-officer", "POST", "intake", f"{path}/feedback", {"items": items})
    assert refused.value.status in {403, 404}


async def counted(geneva: Client) -> bool:
    """The world says of Geneva's own what it says of any region's."""
    found = (await geneva.graphql("geneva-officer", WORLD))["world"]
    statuses = {(one["kind"], one["status"]): one["items"] for one in found["statuses"]}
    asked = [(one["region"], one["functionalArea"], one["requests"]) for one in found["need"]]
    feedback = [(one["region"], one["requests"]) for one in found["firstFeedback"]]
    return (
        statuses.get(("request", "in_line")) == 1
        and asked == [("geneva", "registration", 1)]
        and feedback == [("geneva", 1)]
    )


@pytest.mark.control
async def test_a_state_that_a_deployment_serves_is_sent_there(without: World) -> None:
    """Two that number the same State's requests would give the same reference twice."""
    geneva = without.client("geneva")
    with pytest.raises(Refused) as refused:
        await geneva.call("tcd-authority", "POST", "intake", "/support-requests", body("iso3166:TCD"))
    (fault,) = refused.value.problem["errors"]
    assert (fault["code"], fault["pointer"], "'wca'" in fault["message"]) == (
        "other_region",
        "/requesting_states/0",
        True,
    )
    with pytest.raises(Refused) as refused:
        await geneva.call("tcd-authority", "POST", "intake", "/drafts", {"lead": "iso3166:TCD"})
    assert refused.value.problem["errors"][0]["code"] == "other_region"
    done = await submitted(geneva, "tcd-authority", body("iso3166:TCD"), "chad-at-geneva")
    assert done["problem"] is None, done["problem"]
    assert done["state"]["region"] == "wca"


async def test_what_is_numbered_for_a_state_is_kept_where_it_is_served(without: World) -> None:
    """A plan of Chad's stays at its bureau, one of the Philippines' at Geneva."""
    geneva = without.client("geneva")
    made = await geneva.call(
        "phl-authority", "POST", "intake", "/national-plans", {"party": PHL, "content": plan_body()}
    )
    assert made["reference"].split("-")[2] == "PHL"
    plan = {"party": "iso3166:TCD", "content": plan_body()}
    with pytest.raises(Refused) as refused:
        await geneva.call("tcd-authority", "POST", "intake", "/national-plans", plan)
    assert refused.value.problem["errors"][0]["code"] == "other_region"
