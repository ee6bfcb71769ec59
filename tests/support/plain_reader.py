"""What each reader may see of a request, an offer, a match, in plain words; of the policy's own code nothing (WM 3, 8, 11, 17, 18).

It is written from the document, role by role: thousands of pairs hold it against the pure views, and a driven world against
the running services.
"""

from dataclasses import dataclass

from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.states import awaited
from tests.support.audiences import ORGS, STATES, country, opens

HERE, THERE = "wca", "europe"
ACTORS = [
    *(Actor(party, Role.STATE_AUTHORITY, party) for party in STATES),
    *(Actor(party, Role.STAKEHOLDER, party) for party in ORGS),
    *(Actor(f"office-{party}", Role.COUNTRY_OFFICE, f"unhcr-office:{party[-3:]}") for party in STATES),
    *(Actor(f"bureau-{region}", Role.BUREAU_OFFICER, f"unhcr-bureau:{region}", region) for region in (HERE, THERE)),
    Actor("geneva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"),
    Actor("acme", Role.INTEGRATOR, "org:acme"),
    Actor("service", Role.SERVICE, None, THERE),
    PUBLIC,
]
OFFICERS = {Role.BUREAU_OFFICER, Role.GENEVA_OFFICER}


@dataclass
class World:
    """A request, an offer and a match of them, in one of their states."""

    request: SupportRequestState
    offer: SupportOfferState
    match: MatchState


def works_on(actor: Actor, region: str) -> bool:
    """Officers of the deployment, and Geneva's."""
    return actor.role is Role.GENEVA_OFFICER or (actor.role is Role.BUREAU_OFFICER and actor.region == region)


def asks(actor: Actor, world: World) -> bool:
    """A requesting State, or its country office."""
    whose = world.request.content.requesting_states
    return (actor.role is Role.STATE_AUTHORITY and actor.party in whose) or (
        actor.role is Role.COUNTRY_OFFICE and country(actor) in whose
    )


def agreed(actor: Actor, world: World) -> set[str]:
    """Fields that are shown to the reader: those that every State that asks agreed to show, and to whom."""
    if not decide_shown(actor, world):
        return set()
    return set.intersection(*(set(one.fields) for one in world.request.consents.values()))


def of_request_oracle(actor: Actor, world: World) -> set[str] | None:
    one, party = world.request, actor.party
    whole = {"CANARY-title", "CANARY-summary", "CANARY-gap", "CANARY-line", "canary-line", "CANARY-plan",
             "CANARY-reference", "CANARY-authority", *one.content.requesting_states, *one.content.supporters}  # fmt: skip
    words, contacts = {"CANARY-comment", "CANARY-decision"}, {"CANARY-contact", "CANARY-route"}
    if asks(actor, world) or (actor.role in OFFICERS and works_on(actor, HERE)):
        names = {named.party for named in one.named}
        names |= {party for consent in one.consents.values() for party in (*consent.parties, *consent.but)}
        return whole | words | names | (contacts if actor.role is not Role.GENEVA_OFFICER else set())
    # Who is only asked reads what it is about, and of the names of those asked no other than its own.
    if actor.role is Role.COUNTRY_OFFICE and country(actor) in awaited(one.named, "requester"):
        return whole
    if actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and party in awaited(one.named):
        return whole | {party}
    if actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and party in one.content.supporters:
        return whole
    return of_what_is_shown(actor, world)


def of_what_is_shown(actor: Actor, world: World) -> set[str] | None:
    """What the States that ask agreed to show to the reader; None: nothing, not even that there is a request."""
    one, fields = world.request, agreed(actor, world)
    opened = {"title": {"CANARY-title"}, "summary": {"CANARY-summary"}, "gap": {"CANARY-gap"},
              "lines": {"CANARY-line", "canary-line"}, "national_plan": {"CANARY-plan"},
              "reference": {"CANARY-reference"}, "requesting_states": set(one.content.requesting_states)}  # fmt: skip
    return set().union(*(opened[name] for name in fields)) if decide_shown(actor, world) else None


def decide_shown(actor: Actor, world: World) -> bool:
    one = world.request
    if actor.role is Role.SERVICE or awaited(one.named, "requester"):
        return False
    return all(party in one.consents and opens(one.consents[party], actor) for party in one.content.requesting_states)


def of_offer_oracle(actor: Actor, world: World) -> set[str] | None:
    offer = world.offer
    base = {"CANARY-offer", *offer.content.offering_parties}
    own = actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and actor.party in offer.content.offering_parties
    waits = awaited(offer.named)
    if own or actor.role in OFFICERS:
        base |= {named.party for named in offer.named}  # who declined too
    elif waits and actor.role is Role.COUNTRY_OFFICE and country(actor) in (*waits, *offer.content.offering_parties):
        return base
    elif waits:
        asked_too = actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and actor.party in waits
        return base | {actor.party} if asked_too else None
    elif actor.role is Role.COUNTRY_OFFICE and country(actor) in offer.content.offering_parties:
        return base
    if own or actor.role in OFFICERS:
        return base | ({"CANARY-offer-contact"} if own or actor.region == offer.region else set())
    if actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and actor.party in {named.party for named in offer.named}:
        base |= {actor.party}  # its own word
    visible = {"public": set(Role), "mechanism": {Role.STATE_AUTHORITY, Role.COUNTRY_OFFICE, Role.STAKEHOLDER}}
    return base if actor.role in visible.get(offer.content.visibility, set()) else None


def of_match_oracle(actor: Actor, world: World) -> set[str] | None:
    asking, offering = world.request.content.requesting_states, world.offer.content.offering_parties
    notes = {f"CANARY-note-{party}" for party in (*asking, *offering)}
    everything = {"CANARY-match", "CANARY-why", "canary-line", "CANARY-words", "CANARY-area", "CANARY-geography",
                  "CANARY-left", "CANARY-made-up", *asking, *offering} | notes  # fmt: skip
    if actor.role in OFFICERS and (works_on(actor, HERE) or actor.region == world.offer.region):
        return everything
    mine = {f"CANARY-note-{actor.party}"} & notes
    if asks(actor, world):
        seen = {"CANARY-match", "canary-line", *asking} | mine
        if of_offer_oracle(actor, world) is not None:
            seen |= {"CANARY-why", "CANARY-words", "CANARY-area", "CANARY-geography", *offering}
        return seen
    if actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and actor.party in offering:
        fields = agreed(actor, world)
        seen = {*offering} | mine
        if "requesting_states" in fields:
            seen |= {"CANARY-match", "CANARY-geography", *asking}
        if "lines" in fields:
            seen |= {"canary-line", "CANARY-area", "CANARY-left"}
        if {"title", "summary", "gap", "lines"} <= fields:
            seen |= {"CANARY-words"}
        return seen
    return None
