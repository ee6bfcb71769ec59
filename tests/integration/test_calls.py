"""Calls for offers on real processes: who is asked, what came, and that nothing is left once the agreement is taken back (WM 17)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from tests.support.bodies import PACKAGES, offer_body
from tests.support.journey import request_in_line
from tests.support.poll import until
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("17")
OFFICER, TCD, FRA, DEU = "wca-officer", "tcd-authority", "fra-authority", "deu-authority"
FRANCE, GERMANY, SWEDEN, ECRE = "iso3166:FRA", "iso3166:DEU", "iso3166:SWE", "org:ecre"
SECRET = "Zanzibarquestion"


async def call_made(client: Client, *approached: str, **more: Any) -> dict[str, Any]:
    """An officer asks parties for offers for a request of Chad; matching has heard of the agreement."""
    asked = await request_in_line(client, title=f"{SECRET} registers", **more.pop("request", {}))
    return await made_for(client, asked["request_id"], *approached, **more)


async def made_for(client: Client, request_id: str, *approached: str, **more: Any) -> dict[str, Any]:
    body = {"approached": approached, "message": f"{SECRET} by May"} | more

    async def ask() -> dict[str, Any] | None:
        try:
            return await client.call(OFFICER, "POST", "matching", f"/support-requests/{request_id}/solicitations", body)
        except Refused as refused:
            if refused.status in {404, 409}:
                return None
            raise

    return await until(ask, "the call for offers")


async def of(client: Client, who: str, call: dict[str, Any]) -> dict[str, Any]:
    return await client.call(who, "GET", "matching", f"/calls-for-offers/{call['solicitation_id']}")


async def say(
    client: Client, who: str, call: dict[str, Any], what: str, method: str = "PUT", **body: Any
) -> dict[str, Any]:
    """Decided anew where a message reached a party in between."""
    for _ in range(5):
        try:
            return await client.call(
                who, method, "matching", f"/calls-for-offers/{call['solicitation_id']}/{what}", body
            )
        except Refused as fault:
            if fault.status != 412:
                raise
    raise TimeoutError("the call changed again and again")


async def refused(client: Client, who: str, call: dict[str, Any], what: str, method: str = "PUT", **body: Any) -> Any:
    with pytest.raises(Refused) as fault:
        await say(client, who, call, what, method, **body)
    return fault.value


def entry(call: dict[str, Any], party: str) -> dict[str, Any]:
    return next(one for one in call["asked"] if one["party"] == party)


async def listed_in(client: Client, who: str, call: dict[str, Any]) -> dict[str, Any] | None:
    """The call as the gateway lists it for a reader; None while it does not."""
    query = "{ callsForOffers(first: 200) { nodes { itemId status region parties state } } }"
    nodes = (await client.graphql(who, query))["callsForOffers"]["nodes"]
    return next((one for one in nodes if one["itemId"] == call["solicitation_id"]), None)


async def owed(client: Client, who: str, call: dict[str, Any]) -> dict[str, Any] | None:
    found = await whole_worklist(client, who, mine=True)
    return next((one for one in found if one["itemId"] == call["solicitation_id"]), None)


@pytest.mark.clause("17.2")
async def test_each_party_answers_for_itself_and_everybody_sees_what_is_theirs(client: Client) -> None:
    call = await call_made(client, FRANCE, GERMANY, SWEDEN)
    assert (call["status"], call["balance"]["outcome"]) == ("open", "one_sided")
    listed = await until(lambda: listed_in(client, FRA, call), "the call in France's list")
    assert (listed["state"]["message"], listed["parties"]) == (f"{SECRET} by May", ["iso3166:TCD", FRANCE])
    step = await until(lambda: owed(client, FRA, call), "France's step")
    assert (step["code"], step["who"], step["region"]) == ("solicitation", [FRANCE], None)

    seen = await say(client, DEU, call, "seen", party=GERMANY)
    assert [one["party"] for one in seen["asked"]] == [GERMANY]
    assert seen["asked"][0]["reach"] == "seen"
    other = await refused(client, DEU, call, "answer", party=FRANCE, answer="declined", reason_code="timing")
    assert other.status == 403
    await say(client, DEU, call, "answer", party=GERMANY, answer="declined", reason_code="timing", named_to_state=True)

    offer = await client.call(
        FRA,
        "POST",
        "roster",
        "/support-offers",
        offer_body(in_response_to=call["request_id"], visibility="secretariat"),
    )

    async def offered() -> dict[str, Any] | None:
        now = await of(client, OFFICER, call)
        return now if entry(now, FRANCE)["answer"] == "offered" else None

    whole = await until(offered, "France's offer in the call")
    assert entry(whole, FRANCE)["offers"] == [offer["offer_id"]]
    assert (entry(whole, GERMANY)["answer"], entry(whole, SWEDEN)["answer"]) == ("declined", None)

    state = await of(client, TCD, call)
    assert [(one["party"], one["answer"]) for one in state["asked"]] == [
        (None, "offered"), (GERMANY, "declined"), (None, None),
    ]  # fmt: skip
    assert (state["message"], state["balance"], state["sought_by"]) == (None, None, "secretariat")
    with pytest.raises(Refused) as outside:
        await of(client, "ecre", call)
    assert outside.value.status == 404
    assert await listed_in(client, "ecre", call) is None

    await say(client, OFFICER, call, "closure", "POST", reason="Enough came")
    late = await refused(client, DEU, call, "answer", party=GERMANY, answer="declined", reason_code="timing")
    assert (late.status, late.problem["code"]) == (409, "call_closed")

    async def nothing_owed() -> bool:
        return await owed(client, FRA, call) is None

    assert await until(nothing_owed, "France's step taken")


@pytest.mark.clause("17.3")
async def test_an_organisation_is_approached_and_offers_in_answer(client: Client) -> None:
    call = await call_made(client, ECRE)
    listed = await until(lambda: listed_in(client, "ecre", call), "the call in the organisation's list")
    assert (listed["state"]["message"], listed["parties"]) == (f"{SECRET} by May", ["iso3166:TCD", ECRE])
    assert (await until(lambda: owed(client, "ecre", call), "its step"))["who"] == [ECRE]
    for other in (FRA, "refugee-rights-turkey"):
        with pytest.raises(Refused) as outside:
            await of(client, other, call)
        assert outside.value.status == 404
    body = offer_body(in_response_to=call["request_id"], offering_parties=[ECRE], title="Legal aid in answer to a call")
    offer = await client.call("ecre", "POST", "roster", "/support-offers", body)

    async def offered() -> bool:
        return entry(await of(client, OFFICER, call), ECRE)["offers"] == [offer["offer_id"]]

    assert await until(offered, "its offer in the call")
    await say(client, OFFICER, call, "closure", "POST", reason="Enough came")


async def test_who_says_not_now_is_not_asked_before_that_day(client: Client) -> None:
    call = await call_made(client, GERMANY)
    until_day = (datetime.now(UTC).date() + timedelta(days=40)).isoformat()
    await say(client, DEU, call, "answer", party=GERMANY, answer="ask_again", ask_again_after=until_day)
    asked = await request_in_line(client)
    with pytest.raises(Refused) as again:
        await made_for(client, asked["request_id"], FRANCE, GERMANY, FRANCE, line_ids=["nowhere"])
    faults = {(one["pointer"], one["code"]) for one in again.value.problem["errors"]}
    assert faults == {
        ("/approached/1", "asked_not_now"), ("/approached/2", "named_twice"), ("/line_ids/0", "unknown_line"),
    }  # fmt: skip
    assert until_day in str(again.value.problem)
    # Germany changes its mind, and may be asked at once.
    await say(client, DEU, call, "answer", party=GERMANY, answer="declined", reason_code="timing")
    assert (await made_for(client, asked["request_id"], GERMANY))["status"] == "open"


async def asked_for(client: Client, who: str, request_id: str) -> dict[str, Any]:
    return await client.call(who, "GET", "matching", f"/support-requests/{request_id}/candidates")


async def test_officers_read_whom_they_may_ask_and_why_and_nobody_else_does(client: Client) -> None:
    call = await call_made(client, GERMANY)
    until_day = (datetime.now(UTC).date() + timedelta(days=40)).isoformat()
    await say(client, DEU, call, "answer", party=GERMANY, answer="ask_again", ask_again_after=until_day)
    offer = await client.call(FRA, "POST", "roster", "/support-offers", offer_body(visibility="secretariat"))

    async def france() -> dict[str, Any] | None:
        found = await asked_for(client, OFFICER, call["request_id"])
        mine = next((one for one in found["candidates"] if one["party"] == FRANCE), None)
        return mine if mine and any(one["offer_id"] == offer["offer_id"] for one in mine["offers"]) else None

    fitting = await until(france, "France's offer among the reasons")
    assert 0 < fitting["score"] <= 1
    whole = await asked_for(client, OFFICER, call["request_id"])
    germany = next(one for one in whole["candidates"] if one["party"] == GERMANY)
    assert (germany["not_now_until"], germany["calls"]) == (until_day, [call["solicitation_id"]])
    assert {"party": GERMANY, "until": until_day} in whole["not_now"]
    assert "iso3166:TCD" not in {one["party"] for one in whole["candidates"]}
    query = f'{{ whoMayBeAsked(requestId: "{call["request_id"]}") {{ candidates {{ party notNowUntil offers {{ offerId score }} }} }} }}'
    said = (await client.graphql(OFFICER, query))["whoMayBeAsked"]["candidates"]
    assert [one["party"] for one in said] == [one["party"] for one in whole["candidates"]]
    for who in (TCD, FRA, DEU, "ecre", "tcd-office"):
        with pytest.raises(Refused) as hidden:
            await asked_for(client, who, call["request_id"])
        assert hidden.value.status in {403, 404}, who
    agreed = await client.call(TCD, "PUT", "intake", f"/support-requests/{call['request_id']}/consent",
                               {"fields": ["title"], "audiences": [], "parties": [FRANCE]})  # fmt: skip
    assert agreed

    async def narrowed() -> bool:
        found = await asked_for(client, OFFICER, call["request_id"])
        return [one["party"] for one in found["candidates"]] == [FRANCE]

    assert await until(narrowed, "nobody but France to be asked")
    await client.call(TCD, "DELETE", "intake", f"/support-requests/{call['request_id']}/consent")

    async def shut() -> bool:
        try:
            await asked_for(client, OFFICER, call["request_id"])
        except Refused as refused:
            return refused.status == 409 and refused.problem["code"] == "no_agreement"
        return False

    assert await until(shut, "nobody to be asked without agreement")


@pytest.mark.clause("6.4")
async def test_who_has_no_mailbox_is_unreachable_and_said_so_the_next_time(client: Client) -> None:
    norway = "iso3166:NOR"
    call = await call_made(client, norway)

    async def unreachable() -> bool:
        return entry(await of(client, OFFICER, call), norway)["reach"] == "unreachable"

    assert await until(unreachable, "that Norway is not reached")

    async def by_other_means() -> list[Any]:
        found = [one for one in await whole_worklist(client, OFFICER) if one["code"] == "reach"]
        return [one for one in found if "NOR" in one["what"] or "Norway" in one["what"]]

    assert await until(by_other_means, "the step to reach Norway by other means")
    again = await made_for(client, (await request_in_line(client))["request_id"], norway)
    assert entry(again, norway)["reach"] == "unreachable"


async def test_an_agreement_that_is_taken_back_recalls_it_and_leaves_nothing(client: Client, stack: Stack) -> None:
    lines = [
        {"line_id": one, "functional_area": "registration", "support_type": "technical", "quantity": PACKAGES,
         "period": {"start": "2026-01-01", "end": "2027-12-31"}, "description": f"{SECRET} {one}"}
        for one in ("1", "2")
    ]  # fmt: skip
    call = await call_made(client, FRANCE, request={"lines": lines}, line_ids=["2"])
    shown = await until(lambda: listed_in(client, FRA, call), "the call in France's list")
    assert [one["line_id"] for one in shown["state"]["shown"]["lines"]] == ["2"]
    await client.call(TCD, "DELETE", "intake", f"/support-requests/{call['request_id']}/consent")

    async def gone() -> bool:
        return await listed_in(client, FRA, call) is None

    assert await until(gone, "the call gone from France's list")
    with pytest.raises(Refused) as hidden:
        await of(client, FRA, call)
    assert hidden.value.status == 404
    kept = await of(client, OFFICER, call)
    assert (kept["status"], kept["ended_because"], kept["shown"]) == ("recalled", "agreement_withdrawn", {})
    assert [one["party"] for one in kept["asked"]] == [FRANCE]

    async def erased() -> bool:
        connection = await asyncpg.connect(stack.databases["gateway"])
        try:
            await connection.execute("select set_config('acsg.service', 'operator', false)")
            rows = await connection.fetch("select state::text from item_version where id = $1", call["solicitation_id"])
        finally:
            await connection.close()
        return len(rows) >= 2 and not any(SECRET in row["state"] for row in rows)

    assert await until(erased, "every kept version of the call without what was shown")
