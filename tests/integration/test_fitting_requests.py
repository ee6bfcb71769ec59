"""A proactive offer hears of a request that it may answer, on real processes: once, with the shown fields alone, in the audience alone
(WM 17, 18).
"""

from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from tests.support.bodies import offer_body, request_body
from tests.support.journey import listed
from tests.support.poll import until

pytestmark = [pytest.mark.paragraph("18"), pytest.mark.paragraph("17")]
TCD, FRA, DEU, OFFICER = "tcd-authority", "fra-authority", "deu-authority", "wca-officer"
FRANCE, GERMANY = "iso3166:FRA", "iso3166:DEU"
FOUND = "acsg.matching.fitting-request-found"
AREA = "research_innovation"
"""An area that no other test asks for."""


async def entries(client: Client, actor: str, party: str, request: str) -> list[dict[str, Any]]:
    """What an inbox says of a request, as a hint."""
    page = await client.call(actor, "GET", "notifications", f"/inboxes/{party}?first=200")
    return [one for one in page["entries"] if one["event_type"] == FOUND and one["thread"] == request]


async def heard(client: Client, actor: str, party: str, request: str) -> dict[str, Any]:
    async def one() -> dict[str, Any] | None:
        found = await entries(client, actor, party, request)
        return found[0] if found else None

    return await until(one, f"the hint to {party}")


def line(**changes: Any) -> dict[str, Any]:
    return request_body()["lines"][0] | {"functional_area": AREA} | changes


def offering(**changes: Any) -> dict[str, Any]:
    return {"lines": [offer_body()["lines"][0] | {"functional_areas": [AREA]}]} | changes


async def in_line(client: Client, **changes: Any) -> str:
    """A request that an officer found in line and that nobody is shown yet."""
    body = request_body(lines=[line()], **changes)
    one = str((await client.call(TCD, "POST", "intake", "/support-requests", body))["request_id"])
    await client.call(
        OFFICER, "POST", "intake", f"/support-requests/{one}/decision", {"in_line": True, "reason": "Complete"}
    )
    return one


async def agree(client: Client, request: str, fields: list[str], **whom: Any) -> None:
    said = {"fields": fields, "audiences": ["offerers"]} | whom
    await client.call(TCD, "PUT", "intake", f"/support-requests/{request}/consent", said)


async def board_knows(client: Client, request: str, offer: str) -> None:
    """Matching has heard of the offer: the ranking of the officers names it."""

    async def ranked() -> bool:
        try:
            found = await client.call(OFFICER, "GET", "matching", f"/support-requests/{request}/ranking?first=500")
        except Refused:
            return False
        return any(one["offer_id"] == offer for row in found["lines"] for one in row["ranked"])

    assert await until(ranked, "the offer on the board")


@pytest.mark.clause("18.1")
async def test_a_standing_offer_hears_when_a_fitting_request_is_shown(stack: Stack, client: Client) -> None:
    offer = await listed(client, title="Research on statelessness", **offering())
    other = await listed(client, DEU, title="Legal aid from Germany", offering_parties=[GERMANY],
                         lines=[offer_body()["lines"][0] | {"functional_areas": ["legal_aid"]}])  # fmt: skip
    request = await in_line(client, title="Zebrafittingrequest")
    for one in (offer, other):
        if one is offer:
            await board_knows(client, request, one["offer_id"])
    assert await entries(client, FRA, FRANCE, request) == []
    await agree(client, request, ["title", "lines"])
    hint = await heard(client, FRA, FRANCE, request)
    assert hint["need"] == "should_know"
    # The State is not named, nor its region, which would say who asks.
    assert "Zebrafittingrequest" in str(hint)
    assert "TCD" not in str(hint["item"] if "item" in hint else hint["seen"])
    # Germany offers in another area, and hears of nothing; so does the State that asks, and the officers.
    assert await entries(client, DEU, GERMANY, request) == []
    assert await entries(client, TCD, "iso3166:TCD", request) == []
    assert await entries(client, OFFICER, "unhcr-bureau:wca", request) == []

    # Never twice of the same version: the agreement is narrowed, taken back, and given again with the State's name.
    await client.call(TCD, "DELETE", "intake", f"/support-requests/{request}/consent")

    async def gone() -> bool:
        return all("Zebrafittingrequest" not in str(one) for one in await entries(client, FRA, FRANCE, request))

    assert await until(gone, "nothing of the request once the agreement is taken back")
    await agree(client, request, ["title", "lines", "requesting_states"])

    async def named() -> Any:
        found = await entries(client, FRA, FRANCE, request)
        return found if found and "TCD" in str(found[0]) else None

    assert len(await until(named, "the State's name, once agreed")) == 1


@pytest.mark.control
async def test_who_is_not_in_the_audience_hears_nothing(client: Client) -> None:
    await listed(client, DEU, title="German research", offering_parties=[GERMANY], **offering())
    offer = await listed(client, title="French research, once more", **offering())
    gone = await listed(client, title="French research, withdrawn", **offering())
    await client.call(FRA, "POST", "roster", f"/support-offers/{gone['offer_id']}/withdrawal", {})
    request = await in_line(client, title="For France alone")
    await board_knows(client, request, offer["offer_id"])
    await agree(client, request, ["title", "lines", "requesting_states"], audiences=[], parties=[FRANCE])
    await heard(client, FRA, FRANCE, request)
    assert len(await entries(client, FRA, FRANCE, request)) == 1
    assert await entries(client, DEU, GERMANY, request) == []


@pytest.mark.control
async def test_lines_that_are_not_shown_tell_nobody(client: Client) -> None:
    offer = await listed(client, title="French research, a third time", **offering())
    request = await in_line(client, title="Without its lines")
    await board_knows(client, request, offer["offer_id"])
    await agree(client, request, ["title", "requesting_states"])
    other = await in_line(client, title="With its lines")
    await agree(client, other, ["title", "lines"])
    await heard(client, FRA, FRANCE, other)
    assert await entries(client, FRA, FRANCE, request) == []
