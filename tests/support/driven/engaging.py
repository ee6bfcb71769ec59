"""What becomes of the confirmed matches of a world: each of their engagements ends up in another state."""

from collections.abc import Sequence
from typing import Any

from tests.support.driven.driven import OFFICER, Driven
from tests.support.driven.plans import actor_of
from tests.support.driven.things import Thing
from tests.support.poll import until


async def engagements(world: Driven, confirmed: Sequence[Thing]) -> None:
    """Under discussion, with other words, a contact and a party that is asked; ended before it was signed; planned."""
    for match, lives in zip(confirmed, (_discussed, _ended, _planned), strict=True):
        one = world.new("engagement")
        one.beside = (match,)
        one.id = await until(lambda match=match: _of_match(world, match), "the engagement of a match")  # type: ignore[misc]
        one.before.append(await world.look(one))
        await lives(world, one)


async def _of_match(world: Driven, match: Thing) -> str | None:
    found = await world.client.call(OFFICER, "GET", "delivery", "/engagements?first=200")
    return next((one["engagement_id"] for one in found["engagements"] if one["match_id"] == match.id), None)


async def _say(world: Driven, one: Thing, party: str, method: str, path: str, **body: Any) -> None:
    await world.client.call(actor_of(party), method, "delivery", one.owner[1] + path, {"party": party} | body)
    one.before.append(await world.look(one))


async def _ask(world: Driven, one: Thing, party: str) -> None:
    await world.client.call(OFFICER, "POST", "delivery", f"{one.owner[1]}/champions", {"party": party})
    one.before.append(await world.look(one))


def _sides(one: Thing, role: str) -> list[str]:
    return [side["party"] for side in one.state["sides"] if side["role"] == role]


async def _discussed(world: Driven, one: Thing) -> None:
    asks = _sides(one, "requester")[0]
    other = one.state["terms"][-1]["content"] | {"channel": "through_unhcr"}
    await _say(world, one, asks, "POST", "/terms", terms=other, words=one.canary("words"))
    contact = {"name": one.canary("contact"), "email": f"{one.canary('contact')}@example.org"}
    await _say(world, one, asks, "PUT", "/contact", focal_point=contact)
    await _ask(world, one, "org:ecre")


async def _ended(world: Driven, one: Thing) -> None:
    await _ask(world, one, "org:euaa")
    asks = _sides(one, "requester")[0]
    await _say(world, one, asks, "POST", "/end", reason="priorities_changed", words=one.canary("ended"))


async def _planned(world: Driven, one: Thing) -> None:
    terms = one.state["terms"][-1]
    for party in (*_sides(one, "requester"), *_sides(one, "offerer")):
        await _say(world, one, party, "POST", "/signatures", version=terms["version"], digest=terms["digest"])
    plan = {"deliveries": [], "milestones": [], "monitoring": one.canary("plan")}
    await _say(world, one, _sides(one, "offerer")[0], "PUT", "/plan", plan=plan)
    # What is proposed beside what is in force opens and closes nothing.
    later = terms["content"] | {"channel": "through_unhcr"}
    await _say(world, one, _sides(one, "requester")[0], "POST", "/terms", terms=later, words=one.canary("words"))
    await _ask(world, one, "iso3166:DEU")
    await _say(world, one, "iso3166:DEU", "PUT", "/champions/answer", answer="accepted")
