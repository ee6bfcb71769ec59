"""Ten thousand pairs of a reader and a thing: what each surface shows equals what a plain oracle says (WM 3, 8, 11, 17, 18).

The oracle knows neither the policy nor its views: it stands in tests/support/plain_reader.py. Every text of a thing is
a canary of its own, so what is visible is the set of canaries in what a surface gives.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from services.gateway.projections.rows import row_of
from services.gateway.read_model.views import ItemView, facts, shown_fields, state_for, view_of
from services.intake.domain.consented_view import consented_view
from services.notifications.audiences.view import seen as seen_in_mail
from services.notifications.kinds.lists import item_of
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.matching import MatchReserved
from shared.contracts.roster import OfferListed
from shared.contracts.shapes.match import Consultation, MatchState
from shared.contracts.shapes.named_party import asked
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import Consent, Decision, SupportRequestState
from shared.contracts.shapes.values import Quantity
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.audience import reading
from shared.modalities.access.match_view import Beside, match
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_match, of_offer, of_request
from shared.modalities.access.states import awaited
from tests.support import happenings
from tests.support.audiences import ORGS, STATES, audience
from tests.support.bodies import offer_body, request_body
from tests.support.plain_reader import (
    ACTORS,
    HERE,
    THERE,
    World,
    of_match_oracle,
    of_offer_oracle,
    of_request_oracle,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
CONSENTABLE = ("title", "summary", "gap", "lines", "requesting_states", "reference", "national_plan")


def worlds(seed: int) -> Iterator[tuple[Actor, World]]:
    """Pairs of a reader and a world, at random."""
    chance = random.Random(seed)
    while True:
        asking = chance.sample(STATES, chance.choice((1, 1, 2)))
        rest = [party for party in (*STATES, *ORGS) if party not in asking]
        offering = chance.sample(rest, chance.choice((1, 1, 2)))
        helpers = chance.sample([party for party in rest if party not in offering], chance.choice((0, 1, 2)))
        request = _request(chance, asking, helpers)
        offer = _offer(chance, offering, [party for party in rest if party not in offering])
        yield chance.choice(ACTORS), World(request, offer, _match(chance, request, offer))


def _request(chance: random.Random, asking: list[str], helpers: list[str]) -> SupportRequestState:
    lines = [{**request_body()["lines"][0], "line_id": "canary-line", "description": "CANARY-line"}]
    one = happenings.Request(
        "r", NOW, title="CANARY-title", summary="CANARY-summary", gap="CANARY-gap", lines=lines,
        requesting_states=asking, supporters=helpers, national_plan={"title": "CANARY-plan"},
        competent_authority={"name": "CANARY-authority", "focal_point": {"name": "CANARY-contact"}},
        submission_route={"route": "direct", "reason": "CANARY-route"},
    )  # fmt: skip
    for named in one.state.named:
        if (word := chance.choice(("agreed", "agreed", "agreed", "pending", "declined"))) != "pending":
            one.said(NOW, named.party, word)
    state = one.state
    asking = list(state.content.requesting_states)
    fields = tuple(chance.sample(CONSENTABLE, chance.randint(0, len(CONSENTABLE))))
    agreed = asking if chance.random() < 0.8 else asking[:-1]
    alike = chance.random() < 0.5
    to_whom = audience(chance)
    consents = {
        one: Consent(fields=fields, given_by=one, given_at=NOW, **(to_whom if alike else audience(chance)))
        for one in agreed
    }
    back = chance.random() < 0.2
    findings = tuple(one.model_copy(update={"officer_comment": "CANARY-comment"}) for one in state.findings)
    decision = Decision(in_line=True, reason="CANARY-decision", decided_by="o", decided_at=NOW)
    waits = bool(awaited(state.named, "requester"))
    shown = consented_view(state.content, "CANARY-reference", consents) if consents and not back | waits else None
    return state.model_copy(update={
        "reference": "CANARY-reference", "findings": findings, "decision": decision, "status": "in_line",
        "consents": {} if back else consents, "shown": shown,
    })  # fmt: skip


def _offer(chance: random.Random, offering: list[str], others: list[str]) -> SupportOfferState:
    given = happenings.offer("o", NOW).offer
    content = type(given.content).model_validate(offer_body(
        title="CANARY-offer", offering_parties=offering, visibility=chance.choice(("public", "mechanism", "secretariat")),
        focal_point={"name": "CANARY-offer-contact"}, in_response_to=None,
    ))  # fmt: skip
    return given.model_copy(
        update={
            "content": content,
            "region": chance.choice((HERE, THERE)),
            "origin": "in_response",
            "named": asked(others[:1] if chance.random() < 0.25 else (), "offerer", NOW, NOW),
        }
    )


def _match(chance: random.Random, request: SupportRequestState, offer: SupportOfferState) -> MatchState:
    sides = [(one, "requester") for one in request.content.requesting_states]
    sides += [(one, "offerer") for one in offer.content.offering_parties]
    amount = Quantity.model_validate({"amount": "1", "unit": "packages"})
    notes = tuple(
        Consultation(party=party, summary=f"CANARY-note-{party}", held_at=NOW, recorded_by="o") for party, _ in sides
    )
    signals = [
        {"signal": "subject", "words": "CANARY-words"}, {"signal": "functional_area", "words": "CANARY-area"},
        {"signal": "geography", "words": "CANARY-geography"}, {"signal": "quantity", "words": "CANARY-left"},
        {"signal": "made_up", "words": "CANARY-made-up"},
    ]  # fmt: skip
    ranked = ({"line_id": "canary-line", "offer_id": "o", "rank": 1, "score": 1.0, "signals": signals},)
    return MatchState.model_validate({
        "match_id": "m", "reference": "CANARY-match", "region": HERE, "proposed_by": "o", "proposal_reason": "CANARY-why",
        "status": chance.choice(("reserved", "confirmed", "declined")), "explanation": ranked, "consultations": notes,
        "lines": [{"request_id": "r", "request_line_id": "canary-line", "offer_id": "o", "offer_line_id": "experts",
                   "quantity": amount, "covers": amount}],
        "sides": [{"party": party, "role": role} for party, role in sides],
        "reservations": [{"reservation_id": "q", "offer_id": "o", "offer_region": offer.region, "status": "held"}],
        "functional_areas": ["registration"], "proposed_at": NOW, "reservation_deadline": NOW, "answer_due_at": NOW,
    })  # fmt: skip


# What is seen.


def canaries(world: World, found: Any) -> set[str] | None:
    """The canaries and parties in what a surface gave; None: nothing is there."""
    if found is None:
        return None
    text = json.dumps(found)
    known = {*STATES, *ORGS, "unhcr-office:FRA", "canary-line", *(f"CANARY-note-{party}" for party in (*STATES, *ORGS))}
    known |= {f"CANARY-{word}" for word in (
        "title", "summary", "gap", "line", "plan", "reference", "authority", "contact", "route", "comment", "decision",
        "offer", "offer-contact", "match", "why", "words", "area", "geography", "left", "made-up",
    )}  # fmt: skip
    return {word for word in known if f'"{word}"' in text}


def owners(actor: Actor, world: World) -> dict[str, Any]:
    """As the owners answer over REST."""
    request, offer, one = world.request, world.offer, world.match
    beside = {
        "r": Beside(of_request(request), frozenset(request.shown.fields if request.shown else ())),
        "o": Beside(of_offer(offer)),
    }
    whole = views.request(actor, of_request(request), request.model_dump(mode="json"))
    shown = (
        request.shown.fields
        if request.shown and decide(actor, a.READ_SHOWN_REQUEST, of_request(request)).allowed
        else None
    )
    return {
        "request": whole if whole is not None else shown,
        "offer": views.offer(actor, of_offer(offer), offer.model_dump(mode="json")),
        "match": match(actor, of_match(one), one.model_dump(mode="json"), beside),
    }


def rows(world: World) -> dict[str, Any]:
    """As the gateway keeps them."""
    events = {
        "request": SupportRequestSubmitted(aggregate_id="r", aggregate_version=1, request=world.request),
        "offer": OfferListed(aggregate_id="o", aggregate_version=1, offer=world.offer),
        "match": MatchReserved(aggregate_id="m", aggregate_version=1, match=world.match),
    }
    found: dict[str, Any] = {}
    for kind, event in events.items():
        region = world.offer.region if kind == "offer" else HERE
        row = row_of(event, happenings.envelope(event, NOW, region=region), b"{}")
        assert row is not None
        state = getattr(event, kind).model_dump(mode="json")
        found[kind] = SimpleNamespace(**row, state=state, published=None, changed_at=NOW)
    found["match"].beside = [
        {"id": row.id, "region": row.region, "roles": row.roles, "shown_to": row.shown_to,
         "shown": list((row.state.get("shown") or {}).get("fields", {}))}
        for row in (found["request"], found["offer"])
    ]  # fmt: skip
    return found


def gateway(actor: Actor, world: World) -> dict[str, Any]:
    """As GraphQL and exports give them, with what stands beside a state."""
    given: dict[str, Any] = {}
    for kind, row in rows(world).items():
        view = view_of(actor, row)
        if view is ItemView.FULL:
            seen = state_for(actor, row)
            known = facts(row, seen)
            given[kind] = [seen, known.reference, known.parties]
        else:
            given[kind] = shown_fields(row) if view is ItemView.SHOWN else None
    return given


ORACLES = {"request": of_request_oracle, "offer": of_offer_oracle, "match": of_match_oracle}


def differences(seed: int, pairs: int, surface: Any) -> list[str]:
    found = []
    for (actor, world), number in zip(worlds(seed), range(pairs), strict=False):
        for kind, given in surface(actor, world).items():
            expected, seen = ORACLES[kind](actor, world), canaries(world, given)
            if seen != expected:
                more, less = (seen or set()) - (expected or set()), (expected or set()) - (seen or set())
                found.append(
                    f"{seed}/{number} {kind} {actor.role} {actor.party}: shows {more}, hides {less}, {seen is None}"
                )
    return found


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("surface", [owners, gateway], ids=lambda one: one.__name__)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_visible_is_what_the_oracle_says(surface: Any, seed: int) -> None:
    assert differences(seed, 1000, surface)[:5] == []


@pytest.mark.paragraph("17")
def test_a_mail_tells_no_more_than_the_oracle_says() -> None:
    told = 0
    for (actor, world), _ in zip(worlds(99), range(2000), strict=False):
        if actor.party is None or actor.role is Role.SERVICE:
            continue
        made = [
            SupportRequestSubmitted(aggregate_id="r", aggregate_version=1, request=world.request),
            OfferListed(aggregate_id="o", aggregate_version=1, offer=world.offer),
            MatchReserved(aggregate_id="m", aggregate_version=1, match=world.match),
        ]
        group = {one.item_id: one for event in made if (one := item_of(event, happenings.envelope(event, NOW)))}
        for kind, one in (("request", "r"), ("offer", "o"), ("match", "m")):
            mail = seen_in_mail(group[one], actor, group)
            if mail is None:
                continue
            told += 1
            # A mail about a match may call it by the reader's own offer or by the request's title, where that is shown.
            allowed = (
                set().union(*(ORACLES[of](actor, world) or set() for of in ORACLES))
                if kind == "match"
                else (ORACLES[kind](actor, world))
            )
            assert allowed is not None, (kind, actor)
            assert (canaries(world, mail.model_dump(mode="json")) or set()) <= allowed, (kind, actor)
    assert told > 500


@pytest.mark.control
@pytest.mark.parametrize("kind", ["request", "match"])
def test_a_view_that_shows_all_to_whoever_may_read_is_found(kind: str) -> None:
    def careless(actor: Actor, world: World) -> dict[str, Any]:
        given = owners(actor, world)[kind]
        return {kind: None if given is None else getattr(world, kind).model_dump(mode="json")}

    assert differences(1, 300, careless)


@pytest.mark.control
@pytest.mark.parametrize("careless", [frozenset({"offerers"}), frozenset({"public", "offerers"})])
def test_an_audience_of_which_a_part_is_overlooked_is_found(careless: frozenset[str]) -> None:
    def surface(actor: Actor, world: World) -> dict[str, Any]:
        """Who is shown something is shown it whomever it was opened to."""
        given = owners(actor, world)
        shown = world.request.shown
        if given["request"] is None and shown is not None and reading(actor.party).may(careless):
            return {"request": shown.fields}
        return {"request": given["request"]}

    assert differences(2, 300, surface)
