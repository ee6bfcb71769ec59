"""What becomes of the confirmed match: signed, planned, delivered in two parts, a milestone met, evaluated (WM 11, 15, 19)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.demo.cast import Cast, cast_of
from deploy.demo.client import Client, Refused
from deploy.demo.journey import Journey
from deploy.demo.story import Story
from deploy.demo.tail import Tail
from shared.modalities.access.engagement_view import open_terms, terms_in_force

HALF = {"amount": "0.5", "unit": "packages"}
CONTACT = {"name": "Made-up focal point", "email": "focal-point@example.org"}


def in_days(days: int) -> str:
    """A day so many days from today."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def plan() -> dict[str, Any]:
    """Half a package twice, one milestone with a number and one that is judged."""
    deliveries = [
        {"delivery_id": f"d{n}", "line_id": "1", "what": f"Part {n}", "quantity": HALF, "due_on": in_days(90 * n)}
        for n in (1, 2)
    ]
    number = {"milestone_id": "days", "text": "Registration takes ten days", "measure": "unit", "baseline": "90"}
    judged = {"milestone_id": "trust", "text": "Applicants trust it", "measure": "qualitative", "due_on": in_days(300)}
    milestones = [number | {"target": "10", "due_on": in_days(200)}, judged]
    return {"deliveries": deliveries, "milestones": milestones, "monitoring": "Both sides meet each month"}


def evaluation(words: str) -> dict[str, Any]:
    """How a side judges it."""
    scores: dict[str, Any] = {name: {"score": 4} for name in ("relevance", "effectiveness", "efficiency", "coherence")}
    more = {"sustainability": "Posts are in the budget", "may_be_public": True}
    return scores | {"added_value": {"score": 5, "words": words}} | more


class Following:
    """Walks through one engagement; every step checks what it claims."""

    def __init__(self, client: Client, tail: Tail, story: Story, cast: Cast, state: dict[str, Any]) -> None:
        self.client, self.tail, self.story, self.cast, self.state = client, tail, story, cast, state

    async def say(self, actor: str, method: str, path: str, **body: Any) -> None:
        """What an actor says in its own party's name."""
        party = self.cast.state if actor == self.cast.authority else self.cast.offerer
        where = f"/engagements/{self.state['engagement_id']}{path}"
        self.state = await self.client.call(actor, method, "delivery", where, {"party": party} | body)

    async def contacts(self, actor: str) -> list[Any]:
        """Focal points that an actor's party reads."""
        where = f"/engagements/{self.state['engagement_id']}/contacts"
        return list((await self.client.call(actor, "GET", "delivery", where))["contacts"])

    async def _event(self, kind: str) -> None:
        self.story.event(await self.tail.wait(f"acsg.delivery.{kind}", self.state["engagement_id"]))

    async def _sign(self) -> None:
        terms = open_terms(self.state)
        for actor in (self.cast.authority, self.cast.gives):
            await self.say(actor, "POST", "/signatures", version=terms["version"], digest=terms["digest"])

    async def extend(self) -> None:
        """Longer than was agreed first: the earlier terms hold until both have signed the others (WM 9)."""
        asks, gives, say = self.cast.authority, self.cast.gives, self.story
        content = terms_in_force(self.state)["content"]
        longer = {"start": in_days(0), "end": in_days(900)}
        terms = content | {"lines": [one | {"period": longer} for one in content["lines"]]}
        await self.say(gives, "POST", "/terms", terms=terms, words="A year longer")
        say.check(terms_in_force(self.state)["version"] == 1, "what is proposed is not in force")
        await self.say(asks, "POST", "/terms/refusal", version=2, words="Not for as long")
        await self.say(gives, "POST", "/terms", terms=terms, words="A year longer, to pass it on")
        await self._sign()
        where = f"/engagements/{self.state['engagement_id']}/record"
        record = await self.client.call(asks, "GET", "delivery", where)
        held = (record["agreement"]["acceptance"]["version"], record["in_force"])
        say.check(held == (3, True), "the record of the terms in force is that of the third version")
        say.tell(asks, "declined terms for longer, then signed others with the other side", "9")
        await self._event("terms-set-aside")

    async def agree(self) -> None:
        """Terms, contacts and plan (WM 11, 15.vii, 19)."""
        asks, gives, say = self.cast.authority, self.cast.gives, self.story
        await self._sign()
        say.tell(asks, "and the other side signed the terms of the match", "19")
        await self.say(asks, "PUT", "/contact", focal_point=CONTACT)
        say.check(len(await self.contacts(gives)) == 1, "the other side reads the focal point that was released to it")
        said = [one.data for one in self.tail.about(self.state["engagement_id"])]
        say.check(CONTACT["email"] not in str(said), "no contact on any topic")
        await self.say(asks, "PUT", "/plan", plan=plan())
        for found in self.state["findings"]:
            print(f"      {found['paragraph']:<7} {found['outcome']:<15} {found['reason']}")
        await self.say(gives, "POST", "/plan/agreement", plan_version=1)
        await self.say(gives, "POST", "/start")
        say.tell(gives, "agreed to the plan and started", "20")
        await self._event("engagement-started")

    async def deliver(self) -> None:
        """Said by one side, answered by the other (WM 15.vii)."""
        asks, gives, say = self.cast.authority, self.cast.gives, self.story
        wrong = {"line_id": "1", "quantity": {"amount": "1", "unit": "expert_days"}, "covers": HALF}
        try:
            await self.say(gives, "POST", "/deliveries", **wrong, delivered_on=in_days(0))
            say.check(False, "a delivery in another unit is refused")
        except Refused as refused:
            say.check(refused.status == 422, "a delivery in another unit is refused")
        for n in (1, 2):
            part = {"line_id": "1", "delivery_id": f"d{n}", "quantity": HALF, "covers": HALF}
            await self.say(gives, "POST", "/deliveries", **part, delivered_on=in_days(0))
            report = self.state["deliveries"][-1]["report_id"]
            await self.say(asks, "POST", "/deliveries/answer", report_id=report, confirms=True)
        line = self.state["lines"][0]
        say.check(
            line["delivered"] == line["agreed"], f"{line['delivered']} of {line['agreed']} {line['unit']} confirmed"
        )
        await self.say(gives, "POST", "/milestones", milestone_id="days", reached=True, actual="9", as_of=in_days(0))
        await self.say(asks, "POST", "/milestones/answer", place=0, confirms=True)
        say.tell(asks, "confirmed two deliveries and a milestone", "15.vii")
        await self._event("report-answered")

    async def close(self) -> None:
        """Both say that it is done, and judge it (WM 15.iii, 15.vii)."""
        for actor in (self.cast.authority, self.cast.gives):
            await self.say(actor, "POST", "/fulfilment")
        self.story.check(self.state["stage"] == "fulfilled", "fulfilled, since both sides say so")
        for actor, words in ((self.cast.authority, "Files are found again"), (self.cast.gives, "We learned too")):
            await self.say(actor, "PUT", "/evaluation", evaluation=evaluation(words))
        self.story.tell(self.cast.authority, "and the other side evaluated it", "15.vii")
        await self._event("evaluation-given")
        agreed = [one["party"] for one in self.state["publication"]["agreed"]]
        self.story.check(len(agreed) == 1, "who judged it first has yet to agree to what the other side said since")
        digest = self.state["publication"]["digest"]
        await self.say(self.cast.authority, "PUT", "/publication", digest=digest, answer="agreed")
        self.story.tell(self.cast.authority, "agreed to publish both evaluations as they stand", "15.vii")
        await self._event("publication-answered")


async def opened(client: Client, officer: str, match_id: str) -> dict[str, Any] | None:
    """The engagement that a confirmed match opened; None before that."""
    after = ""
    while after is not None:
        page = await client.call(officer, "GET", "delivery", f"/engagements?first=200{after and '&after=' + after}")
        for one in page["engagements"]:
            if one["match_id"] == match_id:
                return dict(one)
        after = page["after"]
    return None


async def followed(one: Following) -> None:
    """All that comes after the start."""
    await one.extend()
    await one.deliver()
    await one.close()


async def follow(journey: Journey) -> None:
    """From the confirmed match to its results."""
    client, story, officer = journey.client, journey.story, f"{journey.deployment}-officer"
    async with story.step("The match becomes an engagement, and the work begins"):
        state = await journey.until(lambda: opened(client, officer, journey.match["match_id"]), "the engagement")
        story.tell("delivery", f"opened {state['reference']} by itself", "11")
        one = Following(client, journey.tail, story, cast_of(journey.deployment), state)
        await one.agree()
    async with story.step("New terms, two deliveries, a milestone, evaluations"):
        await followed(one)

        async def told() -> Any:
            query = "query($key: String!) { item(key: $key) { status history { words paragraph } } }"
            item = (await client.graphql("geneva-officer", query, {"key": state["engagement_id"]}))["item"]
            return item if item and item["status"] == "fulfilled" else None

        item = await journey.until(told, "the fulfilled engagement in GraphQL")
        for entry in item["history"][-4:]:
            print(f"      WM {entry['paragraph']:<7} {entry['words']}")
