"""A country moves between two running regions: nobody does anything but order it (WM 6)."""

from datetime import UTC, datetime

import pytest

from deploy.demo.client import Refused
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.world import World

NIGER = "iso3166:NER"


def body(title: str) -> dict[str, object]:
    route = {"route": "country_office", "country_office": "unhcr-office:NER"}
    return request_body(title=title, requesting_states=[NIGER], submission_route=route)


@pytest.mark.clause("6.1")
@pytest.mark.paragraph("6")
async def test_a_country_moves_to_the_other_region(world: World) -> None:
    wca, europe, geneva = world.client("wca"), world.client("europe"), world.client("geneva")
    request = await wca.call("ner-authority", "POST", "intake", "/support-requests", body("Before the reorganisation"))
    key, path = request["request_id"], f"/support-requests/{request['request_id']}"
    await wca.call("wca-officer", "POST", "intake", f"{path}/decision", {"in_line": True, "reason": "Complete"})
    agreed = {"fields": ["title", "lines"], "audiences": ["offerers"]}
    await wca.call("ner-authority", "PUT", "intake", f"{path}/consent", agreed)
    assert (await world.shown("geneva", key, "in_line"))["region"] == "wca"
    order = {
        "country": NIGER,
        "receiving": "europe",
        "on": datetime.now(UTC).date().isoformat(),
        "reason": "Reorganised",
    }
    handover = await wca.call("geneva-officer", "POST", "intake", "/handovers", order)

    async def completed() -> bool:
        seen = await wca.call("wca-officer", "GET", "intake", f"/handovers/{handover['handover_id']}")
        return bool(seen["handover"]["status"] == "completed" and seen["left"] == 0)

    assert await until(completed, "the handover", 120)
    there = await europe.call("ner-authority", "GET", "intake", path)
    assert (there["region"], there["reference"], there["status"]) == ("europe", request["reference"], "in_line")
    assert there["content"]["competent_authority"]["focal_point"] is not None  # whole: it changed its owner
    with pytest.raises(Refused) as refused:
        await wca.call("ner-authority", "DELETE", "intake", f"{path}/consent")
    assert refused.value.problem["owner"] == "europe"
    await europe.call(
        "ner-authority", "PUT", "intake", f"{path}/consent", agreed | {"audiences": ["offerers", "public"]}
    )
    later = await europe.call("ner-authority", "POST", "intake", "/support-requests", body("After the reorganisation"))
    assert int(later["reference"][-3:]) == int(request["reference"][-3:]) + 1

    async def told_at_geneva() -> list[str]:
        """What intake told of it. Its need has the same id and its own topic, and can be there before the request is."""
        found = await world.item("geneva", key)
        if found is None or found["region"] != "europe":
            return []
        return [step["type"].rpartition(".")[2] for step in found["history"] if ".intake." in step["type"]]

    async def at_geneva() -> bool:
        return "request-taken-over" in await told_at_geneva()

    assert await until(at_geneva, "the new owner in Geneva's view", 120)
    steps = await told_at_geneva()
    assert steps.index("request-handed-over") < steps.index("request-taken-over")

    async def board() -> bool:
        rows = await world.sql("europe", "matching", "select version from need where request_id = $1", key)
        return len(rows) == 1

    assert await until(board, "the need at its new owner", 120)
    query = "{ supportRequests(first: 200) { nodes { itemId region } } }"
    nodes = (await geneva.graphql("geneva-officer", query))["supportRequests"]["nodes"]
    assert [node["region"] for node in nodes if node["itemId"] == key] == ["europe"]
