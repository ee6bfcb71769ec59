"""Countered matches for tests: as the read model keeps one, and as officers and parties drive one on real processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from deploy.demo.client import Client
from tests.support.bodies import offer_body, request_body
from tests.support.journey import listed, ranked, request_in_line, settled

FRA, TCD, OFFICER = "fra-authority", "tcd-authority", "wca-officer"
PARTY = {FRA: "iso3166:FRA", TCD: "iso3166:TCD"}


@dataclass(frozen=True)
class KeptMatch:
    """A row of the read model, as far as rules of steps ask for it."""

    status: str
    state: Mapping[str, Any]
    changed_at: datetime
    region: str = "wca"
    kind: str = "match"
    parties: Sequence[str] = field(default_factory=tuple)


def kept_match(
    answers: Mapping[str, str], counters: Sequence[Mapping[str, Any]], now: datetime, status: str = "reserved"
) -> KeptMatch:
    """A match whose answers are due in three weeks."""
    sides = [{"party": party, "answer": answer} for party, answer in answers.items()]
    due = (now + timedelta(days=21)).isoformat()
    return KeptMatch(status, {"sides": sides, "answer_due_at": due, "counters": counters}, now)


def amount(number: str, unit: str = "packages") -> dict[str, str]:
    """So much."""
    return {"amount": number, "unit": unit}


@dataclass
class CounteredMatch:
    """One match of Chad and France on real processes, with what it is made of."""

    client: Client
    request_id: str
    offer_id: str
    one: str

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/matches/{self.one}"

    async def read(self, actor: str = OFFICER) -> dict[str, Any]:
        """As this reader sees it."""
        return dict(await self.client.call(actor, "GET", "matching", self.path))

    async def say(self, actor: str, what: str, **body: Any) -> dict[str, Any]:
        """A command on it."""
        return dict(await self.client.call(actor, "POST", "matching", f"{self.path}/{what}", body or None))

    async def counter(self, actor: str, number: str, **more: Any) -> dict[str, Any]:
        """A party counters its own line with so much; what it then reads of its counter."""
        mine = {"offer_id": self.offer_id, "offer_line_id": "experts"}
        if actor == TCD:
            mine = {"request_id": self.request_id, "request_line_id": "1"}
        seen = await self.say(actor, "counters", party=PARTY[actor], lines=[mine | {"amount": number}], **more)
        return dict(seen["counters"][-1])

    async def settled(self) -> dict[str, Any]:
        """Once owners answered."""
        return await settled(self.client, self.one)

    async def left(self) -> str:
        """What is left of the offer's line, as its owner counts it."""
        found = await self.client.call(FRA, "GET", "roster", f"/support-offers/{self.offer_id}")
        return str(found["capacity"][0]["remaining"])


async def proposed(
    client: Client, offered: str = "4", put: str = "4", asked: str = "4", *, beside: bool = False
) -> CounteredMatch:
    """An offer of so many packages, of which so many are put to a request for so many; capacity is held for it. ``beside``: with
    one package of Switzerland too.
    """
    offer = await listed(client, lines=[offer_body()["lines"][0] | {"quantity": amount(offered)}])
    offers = {offer["offer_id"]: put}
    if beside:
        other = await listed(client, "che-authority", offering_parties=["iso3166:CHE"], title="Swiss registrars")
        offers[other["offer_id"]] = "1"
    request = await request_in_line(client, lines=[request_body()["lines"][0] | {"quantity": amount(asked)}])
    lines = []
    for offer_id, number in offers.items():
        await ranked(client, request["request_id"], offer_id)
        lines.append({
            "request_id": request["request_id"], "request_line_id": "1", "offer_id": offer_id,
            "offer_line_id": "experts", "quantity": amount(number), "covers": amount(number),
        })  # fmt: skip
    made = await client.call(OFFICER, "POST", "matching", "/matches", {"lines": lines, "reason": "Best"})
    one = CounteredMatch(client, request["request_id"], offer["offer_id"], made["match_id"])
    await one.settled()
    return one
