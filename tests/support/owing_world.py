"""A world at random in which somebody owes something: requests, needs, offers, matches, engagements, meetings and messages
in every state that their owners' own rules can bring about, as the events that tell them.
"""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from shared.contracts.event import Event
from shared.contracts.matching import MatchReserved
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.named_party import asked
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.errors import ModalityError
from tests.support.engaged import life
from tests.support.happenings import Request, match, offer
from tests.support.meetings import STEPS, Meeting

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATES = [f"iso3166:{code}" for code in ("TCD", "CMR", "FRA", "DEU", "SEN")]
ORGS = ["org:euaa", "org:ecre"]
Told = tuple[datetime, Event]
READERS = [
    *(Actor(party, Role.STATE_AUTHORITY, party) for party in [*STATES, "iso3166:KEN"]),
    *(Actor(party, Role.STAKEHOLDER, party) for party in [*ORGS, *STATES[:2]]),
    *(Actor(f"office-{party}", Role.COUNTRY_OFFICE, f"unhcr-office:{party[-3:]}") for party in STATES),
    *(Actor(f"bureau-{r}", Role.BUREAU_OFFICER, f"unhcr-bureau:{r}", r) for r in ("wca", "europe", "esa", "geneva")),
    Actor("geneva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"),
    *(Actor("acme", Role.INTEGRATOR, party) for party in ("org:acme", "org:euaa", "iso3166:TCD")),
    Actor("service", Role.SERVICE, None, "wca"),
    Actor("nobody", Role.STATE_AUTHORITY, None),
    PUBLIC,
    *(Actor(f"program-{scope}-{party}", role, party, region, scopes=frozenset({scope}))
      for scope in ("read", "webhooks", "planted")
      for role, party, region in ((Role.STATE_AUTHORITY, "iso3166:TCD", None), (Role.STAKEHOLDER, "org:euaa", None),
                                  (Role.STATE_AUTHORITY, "iso3166:FRA", None), (Role.COUNTRY_OFFICE, "unhcr-office:TCD", None),
                                  (Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca"), (Role.INTEGRATOR, "org:ecre", None),
                                  (Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"))),
]  # fmt: skip
"""Readers of every role, by login and by programs with scopes."""


def world(seed: int, size: int) -> Iterator[Told]:
    """Events of ``size`` things of each kind, each thing's in their order."""
    chance = random.Random(seed)
    for number in range(size):
        yield from _request(chance, f"request-{seed}-{number:03}")
        yield from _offer(chance, f"offer-{seed}-{number:03}")
        yield from _meeting(chance, f"meeting-{seed}-{number:03}")
        yield from _delivery(chance, f"delivery-{seed}-{number:03}")
        yield from life(chance, f"engagement-{seed}-{number:03}", BEGIN)


def _request(chance: random.Random, one: str) -> Iterator[Told]:
    states = chance.sample(STATES, chance.choice((1, 1, 2)))
    helpers = chance.sample([p for p in (*STATES, *ORGS) if p not in states], chance.choice((0, 0, 1)))
    request = Request(one, BEGIN, requesting_states=states, supporters=helpers, distinct_from=[one])
    now, needs = BEGIN, 0
    yield now, request.submitted
    for step in chance.choices(
        (
            "feedback",
            "revised",
            "in",
            "in",
            "in",
            "out",
            "consent",
            "consent",
            "consent",
            "back",
            "withdrawn",
            "need",
            "need",
            "match",
            "agreed",
            "agreed",
            "declined",
        ),
        k=chance.randint(0, 9),
    ):
        now += timedelta(days=chance.randint(0, 3), minutes=chance.randint(0, 500))
        party = chance.choice([*states, *helpers])
        with suppress(ModalityError, AssertionError):
            if step == "need" and request.state.status == "in_line":
                needs += 1
                yield now, request.need(chance.randint(0, 1), needs)
            elif step == "match" and request.state.status == "in_line":
                yield now, _match(chance, request, f"match-{one}-{needs}", now)
            elif step not in {"need", "match"}:
                yield now, _taken(request, step, party, now, chance)


def _taken(request: Request, step: str, party: str, now: datetime, chance: random.Random) -> Event:
    shown = ("title", *chance.sample(("requesting_states", "lines", "reference"), chance.randint(0, 3)))
    if step == "feedback":
        return request.feedback(now)
    if step == "revised":
        return request.revised(now)
    if step in {"in", "out"}:
        return request.decided(now, in_line=step == "in")
    if step == "consent":
        if chance.random() < 0.2:
            return request.consent(now, shown, party, parties=(chance.choice(("iso3166:FRA", "iso3166:POL")),))
        return request.consent(now, shown, party, chance.choice((("offerers",), ("offerers", "public"))))
    if step == "back":
        return request.consent_back(party)
    return request.withdrawn() if step == "withdrawn" else request.said(now, party, step)


def _match(chance: random.Random, request: Request, one: str, now: datetime) -> Event:
    offering = chance.sample([p for p in (*STATES, *ORGS) if p not in request.state.content.requesting_states], 1)
    every = (*request.state.content.requesting_states, *offering)
    answers = {party: chance.choice(("pending", "pending", "accepted")) for party in every}
    status = chance.choice(("reserved", "reserved", "reserving", "confirmed"))
    event = match(MatchReserved, request, now, answers, status=status, version=1)
    held = [r.model_copy(update={"offer_region": chance.choice(("wca", "europe"))}) for r in event.match.reservations]
    state: MatchState = event.match.model_copy(update={"match_id": one, "reference": one, "reservations": tuple(held)})
    return MatchReserved(aggregate_id=one, aggregate_version=1, match=state)


def _offer(chance: random.Random, one: str) -> Iterator[Told]:
    lead, other = chance.sample([*STATES, *ORGS], 2)
    visibility = chance.choice(("public", "mechanism", "secretariat"))
    event = offer(one, BEGIN, offering_parties=[lead], visibility=visibility)
    if chance.random() < 0.5:
        named = asked([other], "offerer", BEGIN, BEGIN + timedelta(days=14))
        event = event.model_copy(update={"offer": event.offer.model_copy(update={"named": named})})
    yield BEGIN, event


def _meeting(chance: random.Random, one: str) -> Iterator[Told]:
    region, now = chance.choice(("wca", "europe")), BEGIN
    serving = {"iso3166:FRA": "wca" if region == "europe" else "europe"} if chance.random() < 0.5 else {}
    meeting = Meeting(BEGIN, one, region, serving, distinct_from=[one])
    yield now, meeting.convened
    for step in chance.choices(sorted(STEPS), k=chance.randint(0, 4)):
        now += timedelta(days=chance.randint(0, 9))
        with suppress(ModalityError):
            yield now, STEPS[step](meeting, now)


def _delivery(chance: random.Random, one: str) -> Iterator[Told]:
    recipient, must_act = chance.choice([*STATES[:2], "org:euaa", "unhcr-office:TCD"]), chance.random() < 0.4
    now = BEGIN + timedelta(hours=chance.randint(0, 400))
    for version, state in enumerate(
        chance.choices(("queued", "failed", "failed", "delivered"), k=chance.randint(1, 4)), 1
    ):
        said = DeliveryState(
            delivery_id=one, event_id=one, event_type="acsg.intake.feedback-shared", item_id=one, recipient=recipient,
            channel="email", must_act=must_act, state=state, attempts=version,
        )  # fmt: skip
        yield now, DeliveryStateChanged(aggregate_id=one, aggregate_version=version, delivery=said)
        now += timedelta(hours=chance.randint(0, 3))
