"""Engagements over the public interfaces: from a confirmed match to the work that has begun."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.demo.client import Client, Refused
from services.delivery.domain.record import digest_of
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_terms import Terms, TermsContent
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until

TCD, FRA, OFFICER = "tcd-authority", "fra-authority", "wca-officer"
PARTY = {TCD: "iso3166:TCD", FRA: "iso3166:FRA"}
PACKAGES = {"amount": "4", "unit": "packages"}
EVALUATION = {
    **{name: {"score": 4} for name in ("relevance", "effectiveness", "efficiency", "coherence")},
    "added_value": {"score": 5, "words": "Files are found again"},
    "sustainability": "Posts are in the budget",
}


def in_days(days: int) -> str:
    """A day so many days from today."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def packages(amount: str) -> dict[str, str]:
    """So many packages."""
    return {"amount": amount, "unit": "packages"}


def plan_body() -> dict[str, Any]:
    """Two deliveries, a milestone with a number and one that is judged."""
    deliveries = [
        {
            "delivery_id": f"d{n}",
            "line_id": "1",
            "what": f"Part {n}",
            "quantity": packages("2"),
            "due_on": in_days(90 * n),
        }
        for n in (1, 2)
    ]
    number = {"milestone_id": "days", "text": "Registration takes ten days", "measure": "unit", "due_on": in_days(200)}
    judged = {"milestone_id": "trust", "text": "Applicants trust it", "measure": "qualitative", "due_on": in_days(300)}
    milestones = [number | {"indicator": "Days to register", "baseline": "90", "target": "10"}, judged]
    return {"deliveries": deliveries, "milestones": milestones, "monitoring": "Both sides meet each month"}


def delivery_body(amount: str, **changes: Any) -> dict[str, Any]:
    """So many packages were delivered today."""
    body: dict[str, Any] = {"line_id": "1", "quantity": packages(amount), "covers": packages(amount)}
    return body | {"delivered_on": in_days(0)} | changes


class Followed:
    """One engagement, and what each side says of it."""

    def __init__(self, client: Client, match: Mapping[str, Any], state: Mapping[str, Any]) -> None:
        self.client, self.match, self.state = client, match, dict(state)

    @property
    def one(self) -> str:
        """Its identifier."""
        return str(self.state["engagement_id"])

    async def say(self, actor: str, method: str, path: str, key: str | None = None, **body: Any) -> dict[str, Any]:
        """What an actor says in its party's name. Raises Refused."""
        said = {"party": PARTY[actor]} | body if actor in PARTY else body
        self.state = await self.client.call(actor, method, "delivery", f"/engagements/{self.one}{path}", said, key)
        return self.state

    async def refused(self, actor: str, method: str, path: str, **body: Any) -> tuple[int, str, set[str]]:
        """Status, code and pointers of what is refused."""
        before = self.state
        try:
            await self.say(actor, method, path, **body)
        except Refused as refused:
            self.state = before
            problem = refused.problem
            return refused.status, problem["code"], {one["pointer"] for one in problem.get("errors", ())}
        raise AssertionError(f"{path} was not refused")

    async def sign(self) -> None:
        """Each party signs the terms that stand there."""
        terms = self.state["terms"][-1]
        for actor in (TCD, FRA):
            await self.say(actor, "POST", "/signatures", version=terms["version"], digest=terms["digest"])

    async def begin(self) -> None:
        """Signed, planned, started."""
        await self.sign()
        await self.say(TCD, "PUT", "/plan", plan=plan_body())
        await self.say(FRA, "POST", "/plan/agreement", plan_version=1)
        await self.say(FRA, "POST", "/start")


async def confirmed_match(client: Client, **request: Any) -> dict[str, Any]:
    """A match of four packages of Chad's request and France's offer, confirmed by the officer."""
    return await confirm(client, await held_match(client, **request))


async def held_match(client: Client, **request: Any) -> dict[str, Any]:
    """The same before the confirmation: capacity is held, both sides have accepted."""
    line = {"line_id": "1", "functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
    asked = await request_in_line(
        client, lines=[line | {"period": {"start": in_days(-30), "end": in_days(700)}}], **request
    )
    gives = {"line_id": "experts", "functional_areas": ["registration"], "support_type": "technical"}
    offer = await listed(client, lines=[gives | {"quantity": PACKAGES}])
    await ranked(client, asked["request_id"], offer["offer_id"])
    body = proposal(asked["request_id"], offer["offer_id"])
    body["lines"][0] |= {"quantity": PACKAGES, "covers": PACKAGES}

    async def held() -> dict[str, Any] | None:
        proposed = await client.call(OFFICER, "POST", "matching", "/matches", body)
        made = await settled(client, proposed["match_id"])
        assert made["status"] in {"reserved", "timed_out"}, made
        return made if made["status"] == "reserved" else None  # a busy machine answers too late: asked again

    match = await until(held, "the held capacity")
    one = f"/matches/{match['match_id']}"
    for actor, party in PARTY.items():
        await client.call(actor, "POST", "matching", f"{one}/answer", {"party": party, "answer": "accepted"})
    return match


async def confirm(client: Client, match: Mapping[str, Any]) -> dict[str, Any]:
    """The officer confirms a match that both sides accepted."""
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    return await client.call(OFFICER, "POST", "matching", f"/matches/{match['match_id']}/confirmation", how)


async def opened(client: Client, match: Mapping[str, Any]) -> Followed:
    """The engagement of a match, once it is open."""

    async def ask() -> dict[str, Any] | None:
        after = ""
        while after is not None:
            page = await client.call(OFFICER, "GET", "delivery", f"/engagements?first=200{after and '&after=' + after}")
            found = [one for one in page["engagements"] if one["match_id"] == match["match_id"]]
            assert len(found) <= 1
            if found:
                return dict(found[0])
            after = page["after"]
        return None

    return Followed(client, match, await until(ask, "the engagement"))


async def engaged(client: Client) -> Followed:
    """An engagement that a confirmed match opened."""
    return await opened(client, await confirmed_match(client))


def of_made_up_match(engagement_id: str, match_id: str, reference: str, now: datetime) -> EngagementState:
    """Under discussion between Chad and France: four packages, as a confirmed match would have opened it."""
    nothing = dict.fromkeys(("reported", "delivered", "released"), "0")
    amounts = nothing | dict.fromkeys(("committed", "agreed"), "4")
    covers = {f"{name}_covers": amount for name, amount in amounts.items()}
    line: dict[str, Any] = {
        "line_id": "1",
        "request_id": str(uuid4()),
        "request_line_id": "1",
        "offer_id": str(uuid4()),
    }
    line |= {"offer_line_id": "experts", "offer_region": "wca", "functional_area": "registration"}
    line |= {"support_type": "technical", "unit": "packages", "covers_unit": "packages", **amounts, **covers}
    sides = [{"party": "iso3166:TCD", "role": "requester"}, {"party": "iso3166:FRA", "role": "offerer"}]
    terms = {"lines": [{"line_id": "1", "quantity": PACKAGES, "covers": PACKAGES}], "channel": "bilateral"}
    state = EngagementState.model_validate(
        {
            "engagement_id": engagement_id, "match_id": match_id, "reference": reference, "region": "wca",
            "stage": "under_discussion", "origin": "match", "title": "Registration", "sides": sides, "lines": [line],
            "terms": [], "opened_at": now, "last_word_at": now,
        }
    )  # fmt: skip
    content = TermsContent.model_validate(terms | {"delivery_mode": "peer_to_peer"})
    first = Terms(version=1, content=content, proposed_at=now, digest=digest_of(state, 1, content, None))
    return state.model_copy(update={"terms": (first,)})
