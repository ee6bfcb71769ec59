"""What a State of another region does at its own bureau: it hears a call, answers it, accepts a match (WM 6, 11, 16, 17)."""

from typing import Any

from deploy.demo.cast import CANARY
from deploy.demo.client import Client, Refused
from deploy.demo.journey import Journey
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id

ITEM = "query($id: String!) { item(key: $id) { version status state } }"
ANSWER_CALL = """mutation($id: String!, $party: String!, $version: Int!, $key: String!) { done: answerCall(callId: $id, party: $party,
  answer: "declined", reasonCode: "timing", expectedVersion: $version, key: $key) { problem { status code detail } } }"""
ACCEPT = """mutation($id: String!, $party: String!, $version: Int!, $key: String!) { done: answerMatch(matchId: $id, party: $party,
  answer: "accepted", expectedVersion: $version, key: $key) { problem { status code detail } } }"""
DECLINES = ("deu-authority", "iso3166:DEU")
"""Actor and party that has no capacity left, also of Europe."""


async def commanded(client: Client, actor: str, mutation: str, one: str, given: dict[str, Any]) -> dict[str, Any]:
    """What became of a command at somebody's own gateway, decided on what is read there. ``mutation`` calls it ``done``.

    Decided anew where the thing has changed meanwhile: its copy follows its owner.
    """

    async def ask() -> Any:
        item = (await client.graphql(actor, ITEM, {"id": one}))["item"]
        if item is None:
            return None
        variables = given | {"id": one, "version": item["version"], "key": new_id(SystemClock())}
        done = (await client.graphql(actor, mutation, variables))["done"]
        return None if done["problem"] and done["problem"]["status"] in {412, 503} else done

    return dict(await Journey.until(ask, f"a command of {actor} at its own bureau"))


async def said(client: Client, actor: str, party: str, mutation: str, one: str) -> Any:
    """The problem of a command in a party's name, or None."""
    return (await commanded(client, actor, mutation, one, {"party": party}))["problem"]


async def heard_at_home(journey: Journey, home: Client, bureau: str) -> str:
    """An officer asks two States of another region: each hears and answers at its own bureau; the identifier of the call."""
    say, cast, officer = journey.story, journey.cast, f"{journey.deployment}-officer"
    async with say.step("Two States of another region are asked, and hear it at their own bureau"):
        path = f"/support-requests/{journey.request['request_id']}/solicitations"
        body = {"approached": [cast.offerer, DECLINES[1]], "message": "The State would welcome offers by May."}

        async def asked() -> Any:
            try:
                return await journey.client.call(officer, "POST", "matching", path, body)
            except Refused as refused:
                if refused.status in {404, 409}:
                    return None
                raise

        one = str((await journey.until(asked, "the agreement at matching"))["solicitation_id"])
        say.tell(officer, f"asked {cast.offerer} and {DECLINES[1]} for offers", "17")

        async def seen() -> Any:
            return (await home.graphql(cast.gives, ITEM, {"id": one}))["item"]

        state = (await journey.until(seen, f"the call at {bureau}"))["state"]
        say.check([a["party"] for a in state["asked"]] == [cast.offerer], "it sees nobody else who is asked")
        say.check(CANARY not in str(state), "it sees the agreed fields, and no canary")

        async def told() -> Any:
            found = await home.call(cast.gives, "GET", "notifications", f"/inboxes/{cast.offerer}?item={one}")
            return found["entries"]

        await journey.until(told, f"the call in the inbox at {bureau}")
        mails = await journey.client.call(officer, "GET", "notifications", f"/deliveries?item_id={one}")
        abroad = {d["recipient"] for d in mails["deliveries"]} & {cast.offerer, DECLINES[1]}
        say.check(not abroad, f"{journey.deployment} writes to nobody whom {bureau} serves")
        say.tell(cast.gives, f"hears of it from {bureau}", "6")
        other = await said(home, DECLINES[0], cast.offerer, ANSWER_CALL, one)
        say.check(bool(other) and other["status"] == 403, f"nobody answers for {cast.offerer} but itself")
        problem = await said(home, *DECLINES, ANSWER_CALL, one)
        say.check(problem is None, f"{DECLINES[1]} declines at {bureau}'s gateway: {problem or 'done'}")
    return one


async def accepted_at_home(journey: Journey, home: Client, actor: str, party: str, one: str) -> None:
    """A side accepts a match of another region at its own bureau's gateway (WM 11)."""
    problem = await said(home, actor, party, ACCEPT, one)
    journey.story.check(problem is None, f"{party} accepts at its own bureau's gateway: {problem or 'done'}")
