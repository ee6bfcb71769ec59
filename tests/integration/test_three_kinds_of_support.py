"""An organisation gives experts, equipment and money, through UNHCR and a partner, from its offer to what was used (WM 3, 17, 20)."""

from decimal import Decimal
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.support.engagements import OFFICER, TCD, Followed, in_days, opened
from tests.support.journey import listed, ranked, request_in_line, settled
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("17")
EUAA, PARTNER = "euaa", "org:iom"
PARTY = {TCD: "iso3166:TCD", EUAA: "org:euaa"}
GIVEN = {
    "experts": ("technical", {"amount": "20", "unit": "expert_days"}),
    "tablets": ("material", {"amount": "12", "unit": "items"}),
    "grant": ("financial", {"amount": "50000.50", "unit": "EUR"}),
}
BY = {"experts": {"by": "party"}, "tablets": {"by": "unhcr"}, "grant": {"by": "partner", "partner": PARTNER}}


async def say(one: Followed, actor: str, method: str, path: str, **body: Any) -> None:
    """What one of the two sides says for itself."""
    await one.say(actor, method, path, party=PARTY[actor], **body)


async def asked_and_offered(client: Client) -> list[dict[str, Any]]:
    """The lines of a match: Chad asks for three kinds of support, the organisation offers each."""
    period = {"start": in_days(-30), "end": in_days(700)}
    lines = [
        {"line_id": name, "functional_area": "registration", "support_type": kind, "quantity": much, "period": period}
        for name, (kind, much) in GIVEN.items()
    ]
    request = await request_in_line(client, lines=lines)
    gives = [
        {"line_id": name, "functional_areas": ["registration"], "support_type": kind, "quantity": much}
        for name, (kind, much) in GIVEN.items()
    ]
    offer = await listed(client, actor=EUAA, offering_parties=["org:euaa"], lines=gives)
    await ranked(client, request["request_id"], offer["offer_id"])
    seen = await client.call(OFFICER, "GET", "matching", f"/support-requests/{request['request_id']}/ranking?first=500")
    for line in seen["lines"]:
        fits = {ranked["offer_line_id"] for ranked in line["ranked"] if ranked["offer_id"] == offer["offer_id"]}
        assert fits == {line["line_id"]}, "money answers no need of equipment"
    ids = {"request_id": request["request_id"], "offer_id": offer["offer_id"]}
    return [
        ids | {"request_line_id": name, "offer_line_id": name, "quantity": much, "covers": much}
        for name, (_, much) in GIVEN.items()
    ]


async def agreed(client: Client) -> Followed:
    """The engagement of the three lines, through UNHCR and its partner."""
    lines = await asked_and_offered(client)
    made = await client.call(OFFICER, "POST", "matching", "/matches", {"lines": lines, "reason": "All three kinds"})
    match = await settled(client, made["match_id"])
    assert match["status"] == "reserved", match
    for actor, party in PARTY.items():
        answer = {"party": party, "answer": "accepted"}
        await client.call(actor, "POST", "matching", f"/matches/{match['match_id']}/answer", answer)
    how = {"channel": "through_unhcr", "delivery_mode": "unhcr_partner"}
    confirmed = await client.call(OFFICER, "POST", "matching", f"/matches/{match['match_id']}/confirmation", how)
    return await opened(client, confirmed)


def planned() -> dict[str, Any]:
    """One delivery a line, by the organisation itself, by UNHCR and by a partner."""
    deliveries = [
        {"delivery_id": name, "line_id": number, "what": f"Part of {name}", "quantity": GIVEN[name][1]} | BY[name]
        for number, name in enumerate_lines()
    ]
    return {"deliveries": [one | {"due_on": in_days(60)} for one in deliveries]}


def enumerate_lines() -> list[tuple[str, str]]:
    """Lines of the engagement by their number, in the order of the match."""
    return [(str(number), name) for number, name in enumerate(GIVEN, start=1)]


@pytest.mark.clause("3.3")
@pytest.mark.clause("17.4")
@pytest.mark.clause("20.2")
async def test_an_organisation_gives_three_kinds_of_support_through_unhcr_and_a_partner(client: Client) -> None:
    one = await agreed(client)
    terms = one.state["terms"][-1]["content"]
    assert (terms["channel"], terms["delivery_mode"]) == ("through_unhcr", "unhcr_partner")
    await say(
        one, EUAA, "POST", "/terms", terms=terms | {"implementing_partner": PARTNER}, words="A partner is there already"
    )
    newest = one.state["terms"][-1]
    for actor in PARTY:
        await say(one, actor, "POST", "/signatures", version=newest["version"], digest=newest["digest"])
    assert one.state["terms"][-1]["content"]["implementing_partner"] == PARTNER
    nameless = planned()
    nameless["deliveries"][2].pop("partner")
    with pytest.raises(Refused) as refused:
        await say(one, EUAA, "PUT", "/plan", plan=nameless)
    assert {(f["pointer"], f["code"]) for f in refused.value.problem["errors"]} == {
        ("/plan/deliveries/2/partner", "modes_contradict")
    }
    await say(one, EUAA, "PUT", "/plan", plan=planned())
    await say(one, TCD, "POST", "/plan/agreement", plan_version=1)
    await say(one, EUAA, "POST", "/start")
    for number, name in enumerate_lines():
        much = GIVEN[name][1]
        report = {"line_id": number, "delivery_id": name, "quantity": much, "covers": much, "delivered_on": in_days(0)}
        await say(one, EUAA, "POST", "/deliveries", **report)
        report_id = one.state["deliveries"][-1]["report_id"]
        await say(one, TCD, "POST", "/deliveries/answer", report_id=report_id, confirms=True)
    used = {"amount": "49999.95", "unit": "EUR"}
    await say(
        one, TCD, "POST", "/funds", line_id="3", used=used, used_on=in_days(0), purpose="Two rooms for interviews"
    )
    for actor in PARTY:
        await say(one, actor, "POST", "/fulfilment")
    assert one.state["stage"] == "fulfilled"
    assert [(line["support_type"], line["unit"], Decimal(line["delivered"])) for line in one.state["lines"]] == [
        (kind, much["unit"], Decimal(much["amount"])) for kind, much in GIVEN.values()
    ]
    await everybody_reads_it(client, one)


async def everybody_reads_it(client: Client, one: Followed) -> None:
    """Each side finds at its counter what was given of each kind."""
    query = "query($k: String!) { item(key: $k) { status state } }"

    async def there() -> dict[str, Any] | None:
        found = await client.graphql(EUAA, query, {"k": one.one})
        return found["item"] if found["item"] and found["item"]["status"] == "fulfilled" else None

    item = await until(there, "the fulfilled engagement as the organisation reads it")
    given = [Decimal(much["amount"]) for _, much in GIVEN.values()]
    assert [Decimal(line["delivered"]) for line in item["state"]["lines"]] == given
    offer = await client.call(EUAA, "GET", "roster", f"/support-offers/{one.state['lines'][0]['offer_id']}")
    assert [(Decimal(line["committed"]), Decimal(line["remaining"])) for line in offer["capacity"]] == [
        (much, 0) for much in given
    ]
