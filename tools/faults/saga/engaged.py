"""A schedule that goes on after the confirmation: engagements are signed, reported and ended early while links are cut,
records come twice, processes are killed and inboxes forget what they read (WM 11, 16)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from shared.runtime.clock import FixedClock
from tools.faults.saga.chain import OVER, engagements
from tools.faults.saga.regions import Region
from tools.faults.saga.schedule import Act, Schedule

PLACES = ("consumer_before_effect", "consumer_after_effect", "nowhere")
"""Where a consumer is killed; ``nowhere``: after it committed, before it noted how far it had read."""


ROUNDS = 3


class Said(NamedTuple):
    """What a party may say of an engagement now: how likely, and the call."""

    weight: float
    what: str
    party: str
    method: str
    path: str
    body: dict[str, Any]


class Engaged(Schedule):
    """The life of a saga and of what comes of it."""

    async def begin(self, requests: int, offers: int) -> None:
        """Some engagements are there before anything goes wrong."""
        await super().begin(requests, offers)
        for _ in range(ROUNDS):
            for here in self.regions.values():
                await self._propose(here)
                await self._propose(here)
            await self.settle()
            for here in self.regions.values():
                for _ in range(6):
                    await self._answer(here)
                for _ in range(3):
                    await self._confirm(here)
            await self.settle()

    def acts(self) -> dict[Act, float]:
        """As before, with engagements and more that goes wrong."""
        return super().acts() | {self._engage: 12.0, self._kill: 1.5, self._die: 0.7, self._replay: 2.0}

    async def _engage(self, here: Region) -> None:
        """A party says the next word of some engagement of this region."""
        mine = [state for owner, state in await engagements(self) if owner is here]
        said = list(sayable(self.chance.choice(mine), self.clock)) if mine else []
        if not said:
            return
        (one,) = self.chance.choices(said, [each.weight for each in said])
        who = f"{one.party[-3:].lower()}-authority"
        status, answer = await here.call(who, one.method, "delivery", one.path, {"party": one.party} | one.body)
        assert status == 200, (one, answer)
        self.note(one.what)
        if one.what == "ended" and (here.name, here.other) in self.cut | {link[::-1] for link in self.cut}:
            self.note("ended_while_cut")

    async def _kill(self, here: Region) -> None:
        unread = [(service, key) for service in here.services for key in here.unread(service)]
        if unread:
            await here.killed(*self.chance.choice(unread), self.chance.randint(1, 4), self.chance.choice(PLACES))
            self.note("killed")

    async def _die(self, here: Region) -> None:
        await here.relay(self.chance.choice(list(here.services)), dies=True)
        self.note("died")

    async def _replay(self, here: Region) -> None:
        """Events of engagements come again to one who does not know that it had them."""
        keys = [key for key in here.log.records if key[0].rpartition(".")[2] == "engagement"]
        readers = [(one, key) for key in keys for one in ("roster", "matching") if here.log.read.get((one, key), 0)]
        if readers:
            await here.forget_having_read(*self.chance.choice(readers), self.chance.randint(1, 6))
            self.note("replayed")


def sayable(state: dict[str, Any], clock: FixedClock) -> Iterator[Said]:
    """What the parties may say at its stage."""
    at, stage, today = f"/engagements/{state['engagement_id']}", state["stage"], clock.now().date().isoformat()
    sides = {one["role"]: one["party"] for one in state["sides"]}
    asks, gives = sides["requester"], sides["offerer"]
    (line,) = state["lines"]
    if stage == "under_discussion":
        yield from _under_discussion(state, at, (asks, gives), line)
    elif stage in {"agreed", "planning"}:
        agreed = set((state["plan"] or {}).get("agreed_by", ()))
        if not agreed:
            plan = {"deliveries": [], "milestones": [], "monitoring": "Both sides meet"}
            yield Said(3, "planned", asks, "PUT", f"{at}/plan", {"plan": plan})
        elif gives not in agreed:
            body = {"plan_version": state["plan"]["version"]}
            yield Said(3, "plan_agreed", gives, "POST", f"{at}/plan/agreement", body)
        else:
            yield Said(3, "started", gives, "POST", f"{at}/start", {})
    elif stage == "in_progress":
        left = Decimal(line["agreed"]) - Decimal(line["delivered"]) - Decimal(line["reported"])
        if left >= 1:
            one = {"amount": "1", "unit": "packages"}
            body = {"line_id": line["line_id"], "quantity": one, "covers": one, "delivered_on": today}
            yield Said(2, "reported", gives, "POST", f"{at}/deliveries", body)
        if gives not in state["fulfilled_by"]:
            yield Said(0.3, "fulfilled", gives, "POST", f"{at}/fulfilment", {})
        if asks not in state["fulfilled_by"]:
            yield Said(0.3, "fulfilled", asks, "POST", f"{at}/fulfilment", {})
    for report in state["deliveries"]:
        if report["standing"] == "self_reported":
            how = {"report_id": report["report_id"]}
            yield Said(1.5, "confirmed_report", asks, "POST", f"{at}/deliveries/answer", how | {"confirms": True})
            no = how | {"confirms": False, "words": "Nothing came"}
            yield Said(0.7, "disputed", asks, "POST", f"{at}/deliveries/answer", no)
    if stage not in OVER:
        for party in (asks, gives):
            yield Said(0.6, "ended", party, "POST", f"{at}/end", {"reason": "funding_lost"})


def _under_discussion(state: dict[str, Any], at: str, sides: tuple[str, str], line: dict[str, Any]) -> Iterator[Said]:
    terms = state["terms"][-1]
    for party in sides:
        if not any(one["party"] == party and one["version"] == terms["version"] for one in state["signatures"]):
            body = {"version": terms["version"], "digest": terms["digest"]}
            yield Said(3, "signed", party, "POST", f"{at}/signatures", body)
    if terms["version"] == 1 and Decimal(line["committed"]) > 1:
        one = {"amount": "1", "unit": "packages"}
        less = [part | {"quantity": one, "covers": one} for part in terms["content"]["lines"]]
        body = {"terms": terms["content"] | {"lines": less}, "words": "One of them is enough"}
        yield Said(1, "countered", sides[0], "POST", f"{at}/terms", body)
