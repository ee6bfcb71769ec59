"""The engagement of a match across regions: each side says its word at its own bureau, the owner is one of them (WM 6, 11, 19)."""

from dataclasses import dataclass
from typing import Any

from deploy.demo.at_home import commanded
from deploy.demo.client import Client, Refused
from deploy.demo.crossing import Crossing
from deploy.demo.following import Following, followed, opened


@dataclass(frozen=True)
class Command:
    """A mutation that says what a call of the owner says. ``arguments``: of the mutation -> its type, and what of the body."""

    mutation: str
    arguments: dict[str, tuple[str, str]]
    whole: str = ""
    """The argument that takes the body as it is, the party in it."""


PARTY = {"party": ("String!", "party")}
COMMANDS = {
    "/signatures": Command("signTerms", PARTY | {"version": ("Int!", "version"), "digest": ("String!", "digest")}),
    "/terms": Command("proposeTerms", PARTY | {"terms": ("JSON!", "terms"), "words": ("String!", "words")}),
    "/plan/agreement": Command("agreePlan", PARTY | {"planVersion": ("Int!", "plan_version")}),
    "/start": Command("startEngagement", PARTY),
    "/deliveries": Command("reportDelivery", {}, whole="report"),
    "/milestones": Command("reportMilestone", {}, whole="report"),
    "/fulfilment": Command("sayFulfilled", PARTY),
    "/evaluation": Command("evaluateEngagement", PARTY | {"evaluation": ("JSON!", "evaluation")}),
}
"""What the side abroad says, by the call that says it at the owner."""
STATUS = "query($key: String!) { item(key: $key) { status region } }"
CONTACTS = "query($id: String!) { engagementContacts(engagementId: $id) { party focalPoint } }"


class FollowingAcross(Following):
    """The offering side is of another region: it speaks to its own bureau's gateway, which hands it on to the owner."""

    def __init__(self, journey: Crossing, state: dict[str, Any]) -> None:
        super().__init__(journey.client, journey.tail, journey.story, journey.cast, state)
        self.home = journey.europe

    async def say(self, actor: str, method: str, path: str, **body: Any) -> None:
        """Raises Refused with the problem that its own gateway tells."""
        if actor != self.cast.gives:
            await super().say(actor, method, path, **body)
            return
        command, given = COMMANDS[path], {"party": self.cast.offerer} | body
        taken = {name: (kind, given[part]) for name, (kind, part) in command.arguments.items()}
        if command.whole:
            taken[command.whole] = ("JSON!", given)
        heads = "".join(f", $of_{name}: {kind}" for name, (kind, _) in taken.items())
        passed = "".join(f", {name}: $of_{name}" for name in taken)
        query = f"""mutation($id: String!, $version: Int!, $key: String!{heads}) {{ done: {command.mutation}(engagementId: $id,
          expectedVersion: $version, key: $key{passed}) {{ state problem {{ status code detail }} }} }}"""
        values = {f"of_{name}": value for name, (_, value) in taken.items()}
        done = await commanded(self.home, actor, query, self.state["engagement_id"], values)
        if problem := done["problem"]:
            raise Refused(problem["status"], {"title": problem["code"], "detail": problem["detail"]})
        self.state = done["state"]

    async def contacts(self, actor: str) -> list[Any]:
        """As its own bureau's gateway has them."""
        found = await self.home.graphql(actor, CONTACTS, {"id": self.state["engagement_id"]})
        return list(found["engagementContacts"])


async def follow_across(journey: Crossing) -> None:
    """From the confirmed match to its results, and what each bureau and Geneva read of them."""
    client, story, officer = journey.client, journey.story, f"{journey.deployment}-officer"
    async with story.step("The match becomes an engagement; France signs and starts at its own bureau"):
        state = await journey.until(lambda: opened(client, officer, journey.match["match_id"]), "the engagement")
        story.tell("delivery", f"opened {state['reference']} by itself", "11")
        one = FollowingAcross(journey, state)

        async def read_at_home() -> Any:
            return (await journey.europe.graphql(journey.cast.gives, STATUS, {"key": state["engagement_id"]}))["item"]

        await journey.until(read_at_home, "the engagement at France's own bureau")
        await one.agree()
    async with story.step("New terms, two deliveries, a milestone, evaluations, across regions"):
        await followed(one)
        for name, reader, actor in (
            ("Europe", journey.europe, journey.cast.gives),
            ("Geneva", journey.hub, "geneva-officer"),
        ):

            async def fulfilled(reader: Client = reader, actor: str = actor) -> Any:
                item = (await reader.graphql(actor, STATUS, {"key": one.state["engagement_id"]}))["item"]
                return item if item and item["status"] == "fulfilled" else None

            item = await journey.until(fulfilled, f"the fulfilled engagement at {name}")
            story.check(
                item["region"] == journey.deployment, f"{name} reads it as fulfilled, owned by {journey.deployment}"
            )
        story.tell("geneva-officer", f"reads {one.state['reference']} as fulfilled", "6")
