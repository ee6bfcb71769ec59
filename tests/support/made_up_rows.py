"""Made-up states of every kind, as owners store them, each with what the policy makes of it."""

import random
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from types import SimpleNamespace
from typing import Any

from services.roster.actions.package import of_package
from shared.modalities.access import resources
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.assessments import of_assessment
from shared.modalities.access.calls_for_action import of_call_for_action
from shared.modalities.access.crises import of_crisis, of_warning
from shared.modalities.access.editions import of_edition
from shared.modalities.access.experts import of_expert
from shared.modalities.access.funds import of_allotment, of_contribution
from shared.modalities.access.initiatives import of_initiative
from shared.modalities.access.liaisons import of_liaison
from shared.modalities.access.links import of_link
from shared.modalities.access.national_plans import of_national_plan
from shared.modalities.access.organisations import of_organisation
from shared.modalities.access.practices import of_practice
from shared.modalities.access.projects import of_project
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
        "recipients": [
            {"name": str(n), "party": chance.choice([None, one]), "answer": chance.choice(["pending", "agreed", "declined", "left"])}
            for n, one in enumerate(chance.sample(PARTIES, chance.randint(0, 2)))
        ],
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


def review(chance: random.Random) -> State:
    """A review of the terms, asked for or yearly."""
    told = [{"party": one, "region": chance.choice([None, *REGIONS])} for one in _some(chance)]
    return {
        "region": chance.choice(REGIONS), "asked_by": chance.choice([None, *PARTIES]), "concerned": told,
        "status": chance.choice(["due", "asked", "declined", "opened", "consulting", "concluded"]),
        "asked_region": chance.choice([None, *REGIONS]),
    }  # fmt: skip


def crisis(chance: random.Random) -> State:
    """A declared crisis of some States."""
    states = [{"party": one} for one in dict.fromkeys(chance.choices(STATES, k=chance.randint(1, 3)))]
    return {"region": chance.choice(REGIONS), "states": states, "open_to_others": chance.random() < 0.5}


def project(chance: random.Random) -> State:
    """A thematic project at any point, with champions and offers of any deployment."""
    champions = [
        {
            "party": one,
            "answer": chance.choice(["pending", "accepted", "declined", "ended"]),
            "region": chance.choice([None, *REGIONS]),
        }
        for one in _some(chance)
    ]
    return {
        "region": chance.choice(REGIONS), "proposed_by": chance.choice([None, *PARTIES]), "champions": champions,
        "status": chance.choice(["proposed", "declined", "open", "closed"]),
        "offers": [{"party": one, "region": chance.choice(REGIONS)} for one in _some(chance)],
        "proposed_region": chance.choice([None, *REGIONS]),
    }  # fmt: skip


def peer_link(chance: random.Random) -> State:
    """A peer link at any point, with parties of any deployment."""
    parties = [
        {
            "party": one,
            "answer": chance.choice(["pending", "accepted", "declined", "left"]),
            "region": chance.choice([None, *REGIONS]),
            "publishes": chance.random() < 0.7,
        }
        for one in _some(chance)
    ]
    agreed = chance.choice([None, "2026-03-02T09:00:00Z"])
    return {"region": chance.choice(REGIONS), "parties": parties, "agreed_at": agreed}


def initiative(chance: random.Random) -> State:
    """An initiative of a State, with or without a partner, shown to some."""
    party, word = chance.choice(PARTIES), chance.choice(["pending", "accepted", "declined", "left"])
    readers = [{"party": one, "shown": chance.random() < 0.7} for one in _some(chance)]
    served = chance.choice([None, *REGIONS])
    return {
        "region": chance.choice(REGIONS), "content": {"country": chance.choice(PARTIES)}, "readers": readers, "served_by": served,
        "partner": chance.choice([None, {"party": party, "answer": word, "region": chance.choice([None, *REGIONS])}]),
    }  # fmt: skip


def action_call(chance: random.Random) -> State:
    """A call for action to some parties, or to all."""
    asked = [{"party": one, "region": chance.choice([None, *REGIONS])} for one in _some(chance)]
    return {"region": chance.choice(REGIONS), "open_to_all": chance.random() < 0.3, "parties": asked}


def package(chance: random.Random) -> State:
    """A package of support of some party."""
    return {"region": chance.choice(REGIONS), "party": chance.choice(PARTIES), "status": "prepared"}


def expert(chance: random.Random) -> State:
    """An expert of some party, sent to some others."""
    deployments = [
        {
            "number": n + 1, "person_released": chance.random() < 0.5,
            "receivers": [{"party": one, "region": chance.choice([None, *REGIONS])} for one in _some(chance)],
        }
        for n in range(chance.randint(0, 2))
    ]  # fmt: skip
    return {
        "region": chance.choice(REGIONS), "party": chance.choice(PARTIES), "status": chance.choice(["listed", "withdrawn"]),
        "content": {"visibility": chance.choice(["mechanism", "secretariat"])}, "deployments": deployments,
    }  # fmt: skip


def assessment(chance: random.Random) -> State:
    """A capacity assessment of some State, shown to some or to nobody."""
    hands = [
        {"party": one, "role": chance.choice(["editor", "reader"]), "since": "2026-01-01T00:00:00Z"}
        for one in _some(chance)
    ]
    return {"region": chance.choice(REGIONS), "party": chance.choice(PARTIES), "hands": hands, "status": "planned"}


def organisation(chance: random.Random) -> State:
    """An organisation that somebody applied for."""
    status = chance.choice(["applied", "registered", "refused", "withdrawn", "merged", "ended"])
    return {"region": chance.choice(REGIONS), "applicant": chance.choice([None, *PARTIES]), "status": status}


def contribution(chance: random.Random) -> State:
    """A contribution to the fund."""
    return {"region": chance.choice(REGIONS), "party": chance.choice(PARTIES)}


def allotment(chance: random.Random) -> State:
    """An allotment of the fund, in support of some State."""
    return {"region": chance.choice(REGIONS), "content": {"state": chance.choice(PARTIES)}}


def liaison(chance: random.Random) -> State:
    """A contact of officers with a party, which does not stand in it."""
    return {"region": chance.choice(REGIONS), "content": {"party": chance.choice(PARTIES)}}


def warning(chance: random.Random) -> State:
    """A warning; no party stands in it."""
    return {"region": chance.choice(REGIONS), "status": "open"}


def edition(chance: random.Random) -> State:
    """An edition of a report; no party stands in it."""
    status = chance.choice(["due", "opened", "frozen", "published", "published"])
    return {"region": chance.choice(REGIONS), "status": status}


def thread(chance: random.Random) -> State:
    """A thread, one of three for the Secretariat alone."""
    roles = ("requester", "offerer", "approached", "invited")
    sides = [{"party": one, "role": chance.choice(roles)} for one in _some(chance)] if chance.random() < 0.7 else []
    return {"region": chance.choice(REGIONS), "sides": sides}


def practice(chance: random.Random) -> State:
    """A good practice."""
    return {
        "region": chance.choice(REGIONS), "content": {"country": chance.choice(STATES)}, "proposed_by": chance.choice(["", *PARTIES]),
        "status": chance.choice(["proposed", "declined", "published", "published", "outdated", "retracted"]),
        "audience": chance.choice([None, "mechanism", "public"]), "served_by": chance.choice([None, *REGIONS]),
    }  # fmt: skip


def national_plan(chance: random.Random) -> State:
    """A national plan of some State, shown to some or to nobody."""
    readers = [{"party": one, "since": "2026-01-01T00:00:00Z"} for one in _some(chance)]
    return {"region": chance.choice(REGIONS), "party": chance.choice(PARTIES), "readers": readers, "status": "in_force"}


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


def _review(state: Any) -> Resource:
    regions = {one.region for one in state.concerned} | {state.asked_region}
    state.serving = lambda: frozenset(one for one in regions if one is not None)
    return resources.of_review(state)


def _project(state: Any) -> Resource:
    regions = {one.region for one in (*state.champions, *state.offers)} | {state.proposed_region}
    state.serving = lambda: frozenset(one for one in regions if one is not None) - {state.region}
    return of_project(state)


def _expert(state: Any) -> Resource:
    regions = {it.region for one in state.deployments for it in one.receivers}
    state.serving = lambda: frozenset(one for one in regions if one is not None) - {state.region}
    return of_expert(state)


def _link(state: Any) -> Resource:
    members = [one for one in state.parties if one.answer in ("accepted", "left")]
    state.public = lambda: state.agreed_at is not None and all(one.publishes for one in members)
    state.serving = lambda: frozenset(one.region for one in state.parties if one.region is not None)
    return of_link(state)


def _initiative(state: Any) -> Resource:
    regions = {state.served_by, state.partner.region if state.partner else None}
    state.shown_to = lambda: [one.party for one in state.readers if one.shown]
    state.serving = lambda: frozenset(one for one in regions if one is not None)
    return of_initiative(state)


def _action_call(state: Any) -> Resource:
    state.serving = lambda: frozenset(one.region for one in state.parties if one.region is not None)
    return of_call_for_action(state)


MADE: Mapping[str, tuple[Callable[[random.Random], State], Callable[[Any], Resource]]] = {
    "request": (request, resources.of_request),
    "offer": (offer, resources.of_offer),
    "match": (match, resources.of_match),
    "meeting": (meeting, _meeting),
    "engagement": (engagement, resources.of_engagement),
    "thread": (thread, resources.of_thread),
    "review": (review, _review),
    "project": (project, _project),
    "link": (peer_link, _link),
    "initiative": (initiative, _initiative),
    "call_for_action": (action_call, _action_call),
    "package": (package, of_package),
    "expert": (expert, _expert),
    "organisation": (organisation, of_organisation),
    "assessment": (assessment, of_assessment),
    "national_plan": (national_plan, of_national_plan),
    "practice": (practice, of_practice),
    "crisis": (crisis, of_crisis),
    "contribution": (contribution, of_contribution),
    "allotment": (allotment, of_allotment),
    "liaison": (liaison, of_liaison),
    "warning": (warning, of_warning),
    "edition": (edition, of_edition),
    "commitment": (commitment, resources.of_commitment),
    "solicitation": (solicitation, _called),
    "draft": (draft, resources.of_draft),
}


def thing(kind: str, state: State) -> Resource:
    """What the policy sees of a state."""
    return MADE[kind][1](_as_object(state))
