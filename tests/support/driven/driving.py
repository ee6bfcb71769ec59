"""Drives the things of a world through the interfaces of their owners, as the parties and officers themselves would."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from deploy.demo.client import Client
from tests.support.bodies import offer_body, request_body
from tests.support.driven.driven import OFFICER, Driven
from tests.support.driven.engaging import engagements
from tests.support.driven.plans import MatchPlan, OfferPlan, RequestPlan, actor_of, matches, offers, requests
from tests.support.driven.things import Thing
from tests.support.journey import ranked, settled
from tests.support.meetings import meeting_body

PACKAGE = {"amount": "1", "unit": "packages"}


async def drive(client: Client, seed: int) -> Driven:
    """Some thirty things, each in the state that its plan wants. Raises Refused where a plan is none that is possible."""
    world = Driven(client)
    asked, offered = requests(seed), offers()
    made = [world.new("request") for _ in asked]
    given = [world.new("offer") for _ in offered]
    await _each(asked, made, lambda plan, one: _request(world, plan, one))
    await _each(offered, given, lambda plan, one: _offer(world, plan, one))
    plans = matches()
    found = [world.new("match") for _ in plans]
    await _each(plans, found, lambda plan, one: _match(world, plan, one))
    await engagements(world, [one for plan, one in zip(plans, found, strict=True) if plan.end == "confirmed"])
    call = world.new("call")
    body = {"approached": ["iso3166:DEU"], "message": call.canary("message")}
    await client.call(OFFICER, "POST", "matching", f"{made[0].owner[1]}/solicitations", body)
    await asyncio.gather(*(_meeting(world, end) for end in ("convened", "answered", "moderated", "cancelled")))
    await _commitment(world)
    await _end(world, asked, made)
    for one in world.things:
        if one.kind in {"request", "offer", "match", "engagement", "meeting"}:
            await world.look(one)
    return world


async def _each(plans: list[Any], things: list[Thing], act: Callable[[Any, Thing], Awaitable[None]]) -> None:
    await asyncio.gather(*(act(plan, one) for plan, one in zip(plans, things, strict=True)))


async def _request(world: Driven, plan: RequestPlan, one: Thing) -> None:
    """Submitted, answered by who is named, commented, revised, decided, agreed to be shown."""
    client, lead = world.client, actor_of(plan.asking[0])
    first = _asked(plan, one, "old" if plan.revised else "title")
    one.id = (await client.call(lead, "POST", "intake", "/support-requests", first))["request_id"]
    at = one.owner[1]
    one.before.append(await world.look(one))  # what those who are asked were told
    for party, word in plan.words.items():
        if word:
            said = {"party": party, "answer": word}
            await client.call(actor_of(party), "POST", "intake", f"{at}/answer", said)
    if plan.comments:
        item = {"paragraph": "15.iii", "outcome": "not_met", "comment": one.canary("comment")}
        await client.call(OFFICER, "POST", "intake", f"{at}/feedback", {"items": [item]})
    if plan.revised:
        await client.call(lead, "PUT", "intake", f"{at}/content", _asked(plan, one, "title"))
    if plan.in_line is not None:
        decision = {"in_line": plan.in_line, "reason": one.canary("decision")}
        await client.call(OFFICER, "POST", "intake", f"{at}/decision", decision)
    if plan.fields:
        consent = {"fields": plan.fields, **plan.to}
        for party in plan.asking[: plan.agree]:
            await client.call(actor_of(party), "PUT", "intake", f"{at}/consent", consent)
    await world.look(one)


def _asked(plan: RequestPlan, one: Thing, title: str) -> dict[str, Any]:
    line = request_body()["lines"][0] | {"line_id": one.canary("lineid"), "description": one.canary("line"),
                                         "functional_area": plan.area}  # fmt: skip
    contact = {"name": one.canary("contact"), "email": f"{one.canary('contact')}@example.org"}
    return request_body(
        title=one.canary(title), summary=one.canary("summary"), gap=one.canary("gap"), lines=[line],
        requesting_states=plan.asking, supporters=plan.supporters, national_plan={"title": one.canary("plan")},
        competent_authority={"name": one.canary("authority"), "focal_point": contact},
        submission_route={"route": "direct", "reason": one.canary("route")},
    )  # fmt: skip


async def _offer(world: Driven, plan: OfferPlan, one: Thing) -> None:
    client, lead = world.client, actor_of(plan.offering[0])
    line = offer_body()["lines"][0] | {"quantity": {"amount": "9", "unit": "packages"},
                                       "functional_areas": ["registration", "legislation"]}  # fmt: skip
    contact = {"name": one.canary("contact"), "email": f"{one.canary('contact')}@example.org"}
    body = offer_body(title=one.canary("offer"), offering_parties=plan.offering, visibility=plan.visibility,
                      focal_point=contact, lines=[line])  # fmt: skip
    one.id = (await client.call(lead, "POST", "roster", "/support-offers", body))["offer_id"]
    for party, word in plan.words.items():
        if word:
            said = {"party": party, "answer": word}
            await client.call(actor_of(party), "POST", "roster", f"{one.owner[1]}/answer", said)
    await world.look(one)
    if plan.withdrawn:
        one.before.append(one.state)
        await client.call(lead, "POST", "roster", f"{one.owner[1]}/withdrawal", {"reason": one.canary("ended")})


async def _match(world: Driven, plan: MatchPlan, one: Thing) -> None:
    """Proposed, with a note on each side, and taken as far as the plan says."""
    client, request, offer = world.client, world.of("request")[plan.request], world.of("offer")[plan.offer]
    one.beside = (request, offer)
    await ranked(client, request.id, offer.id)
    line = {"request_id": request.id, "request_line_id": request.canary("lineid"), "offer_id": offer.id,
            "offer_line_id": "experts", "quantity": PACKAGE, "covers": PACKAGE}  # fmt: skip
    body = {"lines": [line], "reason": one.canary("why")}
    one.id = (await client.call(OFFICER, "POST", "matching", "/matches", body))["match_id"]
    state = await settled(client, one.id)
    assert state["status"] == "reserved", state
    for side in state["sides"]:
        note = {
            "party": side["party"],
            "summary": one.canary(note_of(side["party"])),
            "held_at": "2026-05-01T09:00:00Z",
        }
        await client.call(OFFICER, "POST", "matching", f"{one.owner[1]}/consultations", note)
    asks, offers_ = request.state["content"]["requesting_states"], offer.state["content"]["offering_parties"]
    saying = {"confirmed": [*asks, *offers_], "accepted": asks, "declined": offers_[:1]}.get(plan.end, [])
    for party in saying:
        answer = "declined" if plan.end == "declined" else "accepted"
        said = {"party": party, "answer": answer} | (
            {"reason_code": "capacity_committed_elsewhere"} if answer == "declined" else {}
        )
        await client.call(actor_of(party), "POST", "matching", f"{one.owner[1]}/answer", said)
    if plan.end == "confirmed":
        how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
        await client.call(OFFICER, "POST", "matching", f"{one.owner[1]}/confirmation", how)
    if plan.end == "withdrawn":
        await client.call(OFFICER, "POST", "matching", f"{one.owner[1]}/withdrawal", {"reason": one.canary("ended")})
    await world.look(one)


def note_of(party: str) -> str:
    """The name of the field in which the note on a party stands."""
    return "note" + party.partition(":")[2].lower()


async def _meeting(world: Driven, end: str) -> None:
    one, client = world.new("meeting"), world.client
    link = f"https://meet.example/{one.canary('link')}"
    body = meeting_body(
        title=one.canary("title"), place=one.canary("place"), join_link=link, invited=["iso3166:TCD", "iso3166:FRA"],
        starts_at="2050-03-24T09:00:00Z", ends_at="2050-03-24T11:30:00Z", registration_closes_at=None,
    )  # fmt: skip
    one.id = (await client.call(OFFICER, "POST", "dialogue", "/meetings", body))["meeting_id"]
    if end == "answered":
        said = {"party": "iso3166:TCD", "answer": "registered", "delegates": 2}
        await client.call("tcd-authority", "PUT", "dialogue", f"{one.owner[1]}/answer", said)
    if end == "moderated":
        chosen = {"moderators": [{"party": "org:euaa", "came": "approached"}], "reason": one.canary("chosen")}
        await client.call(OFFICER, "PUT", "dialogue", f"{one.owner[1]}/moderators", chosen)
    if end == "cancelled":
        await client.call(OFFICER, "POST", "dialogue", f"{one.owner[1]}/cancellation", {"reason": one.canary("reason")})


async def _commitment(world: Driven) -> None:
    one = world.new("commitment")
    body = {"party": "iso3166:TCD", "title": one.canary("title"), "language": "fr", "functional_areas": ["legislation"]}
    await world.client.call("tcd-authority", "POST", "intake", "/own-commitments", body)


async def _end(world: Driven, plans: list[RequestPlan], things: list[Thing]) -> None:
    """What is taken back is taken back last, when all was said of it that could be."""
    for plan, one in zip(plans, things, strict=True):
        if plan.taken_back or plan.withdrawn:
            one.before.append(await world.look(one))
        if plan.taken_back:
            await world.client.call(actor_of(plan.asking[0]), "DELETE", "intake", f"{one.owner[1]}/consent")
        if plan.withdrawn:
            lead = actor_of(plan.asking[0])
            await world.client.call(lead, "POST", "intake", f"{one.owner[1]}/withdrawal", {"reason": None})
