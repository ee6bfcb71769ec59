"""Made-up states of every kind, as owners store them, each with what the policy makes of it."""

import random
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from types import SimpleNamespace
from typing import Any

from shared.modalities.access import resources
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.resource import Resource

STATES = ["iso3166:TCD", "iso3166:FRA", "iso3166:DEU"]
PARTIES = [*STATES, "org:ecre", "unhcr-office:TCD", "unhcr-bureau:wca"]
KINDS = ["state", "ngo"]
REGIONS = ["wca", "europe", "geneva"]
State = dict[str, Any]


def everybody(parties: Iterable[str], regions: Iterable[str], *scopes: str) -> list[Actor]:
    """Readers of every role with each party and region, or none, whole and narrowed to a scope; and nobody."""
    narrowed = (None, *(frozenset({one}) for one in scopes))
    choices = product(Role, (None, *parties), (None, *regions), narrowed)
    return [PUBLIC, *(Actor("one", role, party, region, "en", scope) for role, party, region, scope in choices)]


def _some(chance: random.Random, most: int = 3) -> list[str]:
    return chance.sample(PARTIES, chance.randint(1, most))


def _named(chance: random.Random, *roles: str) -> list[State]:
    return [
        {"party": one, "role": chance.choice(roles), "answer": chance.choice(["pending", "agreed", "declined"])}
        for one in chance.sample(PARTIES, chance.randint(0, 2))
    ]


def request(chance: random.Random) -> State:
    """A support request."""
    shown = {
        "audiences": chance.choice([[], [], ["offerers"], ["public"], ["offerers", "public"]]), "fields": {},
        "kinds": chance.sample(KINDS, chance.choice([0, 0, 1, 2])), "parties": chance.sample(PARTIES, chance.choice([0, 0, 1, 2])),
        "but": chance.sample(PARTIES, chance.choice([0, 0, 1, 2])),
    }  # fmt: skip
    return {
        "region": chance.choice(REGIONS), "handed_over_to": chance.choice([None, None, "esa"]),
        "content": {"requesting_states": _some(chance), "supporters": chance.sample(PARTIES, chance.randint(0, 2))},
        "named": _named(chance, "requester", "supporter"), "shown": chance.choice([None, shown]),
    }  # fmt: skip


def offer(chance: random.Random) -> State:
    """A support offer."""
    return {
        "region": chance.choice(REGIONS), "handed_over_to": chance.choice([None, None, "esa"]),
        "content": {"offering_parties": _some(chance), "visibility": chance.choice(["public", "mechanism", "secretariat"])},
        "named": _named(chance, "offerer"),
    }  # fmt: skip


def match(chance: random.Random) -> State:
    """A match."""
    sides = [{"party": one, "role": chance.choice(["requester", "offerer"])} for one in _some(chance)]
    return {
        "region": chance.choice(REGIONS),
        "sides": sides,
        "reservations": [{"offer_region": one} for one in chance.sample(REGIONS, chance.randint(0, 2))],
    }


def meeting(chance: random.Random) -> State:
    """A meeting."""
    invited = [{"party": one, "region": chance.choice([None, *REGIONS])} for one in _some(chance)]
    return {
        "region": chance.choice(REGIONS),
        "invitations": invited,
        "moderators": [{"party": p} for p in _some(chance, 1)],
    }


def engagement(chance: random.Random) -> State:
    """An engagement."""
    sides = [
        {"party": one, "role": chance.choice(["requester", "offerer"]), "region": chance.choice([None, *REGIONS])}
        for one in _some(chance)
    ]
    answers = ["pending", "accepted", "declined", "ended"]
    beside = [{"party": one, "answer": chance.choice(answers)} for one in chance.sample(PARTIES, chance.randint(0, 2))]
    lines = [{"offer_region": one} for one in chance.sample(REGIONS, chance.randint(0, 2))]
    named = [
        {"party": one, "answer": chance.choice(answers[:3]), "region": chance.choice([None, *REGIONS])}
        for one in chance.sample(PARTIES, chance.randint(0, 1))
    ]
    more = {"champions": beside, "lines": lines, "asked_sides": named}
    return {"region": chance.choice(REGIONS), "sides": sides, **more}


def thread(chance: random.Random) -> State:
    """A thread, one of three for the Secretariat alone."""
    sides = [{"party": one, "role": "requester"} for one in _some(chance)] if chance.random() < 0.7 else []
    return {"region": chance.choice(REGIONS), "sides": sides}


def commitment(chance: random.Random) -> State:
    """An own commitment."""
    return {"region": chance.choice(REGIONS), "content": {"party": chance.choice(PARTIES)}}


def draft(chance: random.Random) -> State:
    """A draft: who it is of, who began it, who was asked to sign, who helps."""
    hands = [{"party": one, "role": chance.choice(["editor", "commenter"])} for one in _some(chance)]
    return {
        "region": chance.choice(REGIONS), "lead": chance.choice(STATES), "opened_by": chance.choice(PARTIES),
        "asked": _some(chance, 2), "hands": hands if chance.random() < 0.6 else [],
    }  # fmt: skip


def solicitation(chance: random.Random) -> State:
    """A call for offers."""
    asked = [{"party": party, "region": chance.choice((None, *REGIONS))} for party in _some(chance)]
    recalled = chance.random() < 0.2
    approached = [] if recalled else [one["party"] for one in asked]
    return {"region": "wca", "approached": approached, "asked": asked, "requesting_states": _some(chance)}


def _called(state: Any) -> Resource:
    regions = {one.region for one in state.asked if one.region is not None}
    state.serving = lambda: frozenset(regions - {state.region})
    return resources.of_solicitation("wca", state)


def _as_object(value: Any) -> Any:
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _as_object(one) for name, one in value.items()})
    return [_as_object(one) for one in value] if isinstance(value, list) else value


def _meeting(state: Any) -> Resource:
    state.serving = lambda: frozenset(one.region for one in state.invitations if one.region is not None)
    return resources.of_meeting(state)


MADE: Mapping[str, tuple[Callable[[random.Random], State], Callable[[Any], Resource]]] = {
    "request": (request, resources.of_request),
    "offer": (offer, resources.of_offer),
    "match": (match, resources.of_match),
    "meeting": (meeting, _meeting),
    "engagement": (engagement, resources.of_engagement),
    "thread": (thread, resources.of_thread),
    "commitment": (commitment, resources.of_commitment),
    "solicitation": (solicitation, _called),
    "draft": (draft, resources.of_draft),
}


def thing(kind: str, state: State) -> Resource:
    """What the policy sees of a state."""
    return MADE[kind][1](_as_object(state))
