"""A call for offers: an officer asks two parties; one declines for itself, the other's offer is its answer (WM 17)."""

from typing import Any

from deploy.demo.cast import CANARY
from deploy.demo.client import Refused
from deploy.demo.journey import Journey

DECLINES = ("ecre", "org:ecre")
"""Actor and party that has no capacity left."""


async def call_for_offers(journey: Journey) -> str:
    """Opens it; the identifier of the call."""
    client, say, cast = journey.client, journey.story, journey.cast
    officer, (actor, party) = f"{journey.deployment}-officer", DECLINES
    async with say.step("Two parties are asked for offers, one declines"):
        body = {"approached": [cast.offerer, party], "message": "The State would welcome offers by May."}
        path = f"/support-requests/{journey.request['request_id']}/solicitations"

        async def asked() -> dict[str, Any] | None:
            try:
                return await client.call(officer, "POST", "matching", path, body)
            except Refused as refused:
                if refused.status in {404, 409}:
                    return None
                raise

        call = await journey.until(asked, "the agreement at matching")
        one = str(call["solicitation_id"])
        say.tell(officer, f"asked {cast.offerer} and {party} for offers until {call['answer_due_at'][:10]}", "17")
        say.event(await journey.tail.wait("acsg.matching.offers-sought", one))
        seen = await client.call(actor, "GET", "matching", f"/calls-for-offers/{one}")
        say.check([a["party"] for a in seen["asked"]] == [party], "a party that is asked sees nobody else who is")
        say.check(CANARY not in str(seen), "it sees the agreed fields, and no canary")
        answer = {"party": party, "answer": "declined", "reason_code": "capacity_committed_elsewhere"}
        await client.call(actor, "PUT", "matching", f"/calls-for-offers/{one}/answer", answer)
        say.tell(actor, "declined for itself, with a coded reason", "17")
        say.event(await journey.tail.wait("acsg.matching.call-answered", one))
    return one


async def see_what_came(journey: Journey, call_id: str) -> None:
    """The offer in response is an answer; the State sees what came, and no name of who did not allow it."""
    client, say = journey.client, journey.story
    async with say.step("The State sees what came of the call"):

        async def offered() -> dict[str, Any] | None:
            found = await client.call(journey.cast.authority, "GET", "matching", f"/calls-for-offers/{call_id}")
            return found if "offered" in {a["answer"] for a in found["asked"]} else None

        found = await journey.until(offered, "the offer in the call")
        answers = sorted(a["answer"] for a in found["asked"])
        say.tell(journey.cast.authority, f"sees that two were asked: {', '.join(answers)}", "17")
        say.check(answers == ["declined", "offered"], "an offer and a decline came")
        say.check({a["party"] for a in found["asked"]} == {None}, "nobody is named who did not allow it")
