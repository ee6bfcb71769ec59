"""What each reader may see of each thing that was driven, in canaries: by the oracle of pairs, which knows no policy.

That oracle is held against the pure views by ten thousand pairs; here it is asked of what the owners keep.
"""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.actor import Actor, Role
from tests.support.driven.driving import note_of
from tests.support.driven.things import Thing, text_of
from tests.support.plain_reader import (
    ACTORS,
    HERE,
    OFFICERS,
    ORGS,
    STATES,
    asks,
    country,
    of_match_oracle,
    of_offer_oracle,
    of_request_oracle,
    of_what_is_shown,
    works_on,
)

PARTIES = (*STATES, *ORGS)
WORDS = {"CANARY-line": "line", "canary-line": "lineid", "CANARY-plan": "plan"}
SIGNALS = {"CANARY-words": "subject", "CANARY-area": "functional_area", "CANARY-geography": "geography",
           "CANARY-left": "quantity"}  # fmt: skip
MEETING_WAY = "link"


def reader_name(actor: Actor) -> str | None:
    """The name under which a reader of the oracle logs in; None: without a token."""
    if actor.role is Role.PUBLIC:
        return None
    code = (actor.party or "").rpartition(":")[2]
    return {
        Role.STATE_AUTHORITY: f"{code.lower()}-authority", Role.COUNTRY_OFFICE: f"{code.lower()}-office",
        Role.STAKEHOLDER: code, Role.BUREAU_OFFICER: f"{actor.region}-officer", Role.GENEVA_OFFICER: "geneva-officer",
        Role.INTEGRATOR: "integrator-acme", Role.SERVICE: f"{actor.region}-service",
    }[actor.role]  # fmt: skip


READERS = {reader_name(actor): actor for actor in ACTORS}


def marks(one: Thing) -> dict[str, str]:
    """What the oracle calls a thing in a thing -> what stands there for it, of what this one has."""
    names = ["title", "summary", "gap", "line", "plan", "authority", "contact", "route", "comment", "decision", "offer",
             "why"]  # fmt: skip
    found = {f"CANARY-{name}": one.canary(WORDS.get(f"CANARY-{name}", name)) for name in names}
    if one.kind == "offer":
        found = {"CANARY-offer": one.canary("offer"), "CANARY-offer-contact": one.canary("contact")}
    if one.kind == "match":
        found["canary-line"] = one.beside[0].canary("lineid")
        found |= {f"CANARY-note-{party}": one.canary(note_of(party)) for party in PARTIES}
        found |= {label: f'"signal":"{signal}"' for label, signal in SIGNALS.items()}
        found["CANARY-match"] = str(one.state.get("reference"))
    if one.kind == "request":
        found["canary-line"] = one.canary("lineid")
        found["CANARY-reference"] = str(one.state.get("reference"))
    found |= {party: f'"{party}"' for party in PARTIES}
    whole = text_of(one.state)
    return {label: mark for label, mark in found.items() if mark in whole}


def _world(one: Thing, state: dict[str, Any] | None = None) -> Any:
    """The thing as the oracle takes it; what stands beside it is as it is now."""
    state = state or one.state
    if one.kind == "match":
        request, offer = one.beside
        return SimpleNamespace(
            match=MatchState.model_validate(state), request=SupportRequestState.model_validate(request.state),
            offer=SupportOfferState.model_validate(offer.state),
        )  # fmt: skip
    if one.kind == "offer":
        return SimpleNamespace(offer=SupportOfferState.model_validate(state))
    return SimpleNamespace(request=SupportRequestState.model_validate(state))


ORACLES = {"request": of_request_oracle, "offer": of_offer_oracle, "match": of_match_oracle}


def expected(actor: Actor, one: Thing, state: dict[str, Any] | None = None) -> set[str] | None:
    """Labels that the reader sees at the thing's owner; None: it is not there for them."""
    if one.kind in {"meeting", "engagement"}:
        return _of_meeting(actor, one) if one.kind == "meeting" else of_engagement(actor, one, state)
    said = ORACLES[one.kind](actor, _world(one, state))
    return None if said is None else said & set(marks(one))


def whole(actor: Actor, one: Thing) -> bool:
    """Whether the reader reads it as one who stands in it, and not only as somebody to whom it is shown."""
    if one.kind != "request":
        return expected(actor, one) is not None
    return "CANARY-authority" in (expected(actor, one) or ())


def reads_words(actor: Actor, one: Thing) -> bool:
    """Whether the reader reads what officers write to a request: who asks, and officers of the deployment."""
    return asks(actor, _world(one)) or (actor.role in OFFICERS and works_on(actor, HERE))


def shown(actor: Actor, one: Thing) -> set[str] | None:
    """Labels of a request that its States agreed to show to the reader."""
    said = of_what_is_shown(actor, _world(one))
    return None if said is None else said & set(marks(one))


def _of_meeting(actor: Actor, one: Thing) -> set[str] | None:
    """Of the kept state: participants, the offices of their countries, officers of its deployment and of theirs (WM 4, 5)."""
    invited = {each["party"]: each for each in one.state["invitations"]}
    chosen = {each["party"] for each in one.state["moderators"]}
    serving = {each["region"] for each in one.state["invitations"] if each["region"]}
    here = actor.role in OFFICERS and (works_on(actor, HERE) or actor.region in serving)
    takes_part = actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and actor.party in invited.keys() | chosen
    helps = actor.role is Role.COUNTRY_OFFICE and country(actor) in invited.keys() | chosen
    if not (here or takes_part or helps):
        return None
    registered = {party for party, each in invited.items() if each["answer"] == "registered"}
    way_in = here or (takes_part and actor.party in registered | chosen)
    names = ["title", "place", "chosen", "reason", *([MEETING_WAY] if way_in else [])]
    text = text_of(one.state)
    return {one.canary(name) for name in names if one.canary(name) in text}


IN_ENGAGEMENTS = ("words", "plan", "ended", "contact")


def _canaries_of(one: Thing) -> dict[str, str]:
    """Texts that stand in an engagement, of its request and its offer too."""
    request, offer = one.beside[0].beside
    beside = {"title": request.canary("title"), "offer": offer.canary("offer")}
    return beside | {name: one.canary(name) for name in IN_ENGAGEMENTS}


def of_engagement(actor: Actor, one: Thing, state: dict[str, Any] | None = None) -> set[str] | None:
    """Officers and both sides read it, the offering side of the request what was shown until all have signed; who stands
    beside it, or is asked to, reads what is planned and done, and nothing of the request before (WM 2, 6, 11, 17, 19).
    """
    state = one.state if state is None else state
    sides = {side["party"]: side["role"] for side in state["sides"]}
    standing = {each["party"] for each in state["champions"] if each["answer"] in {"pending", "accepted"}}
    speaks = actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER}
    signed = any(
        sides.keys() <= {each["party"] for each in state["signatures"] if each["version"] == terms["version"]}
        for terms in state["terms"]
    )
    serving = {side["region"] for side in state["sides"]} | {line["offer_region"] for line in state["lines"]}
    found = {name: text for name, text in _canaries_of(one).items() if text in text_of(state)}
    if actor.role in OFFICERS and (works_on(actor, HERE) or actor.region in serving):
        return set(found.values())
    if speaks and actor.party in standing:
        return {text for name, text in found.items() if signed and name in {"title", "plan"}}
    if not (speaks and actor.party in sides) and not (actor.role is Role.COUNTRY_OFFICE and country(actor) in sides):
        return None
    asks = speaks and sides[str(actor.party)] == "requester"
    return {text for name, text in found.items() if name != "title" or asks or signed or titled(one)}


def titled(one: Thing) -> bool:
    """Whether the offering side may read the request's title by what its States showed."""
    request, offer = one.beside[0].beside
    readers = [actor for actor in ACTORS if actor.party in offer.state["content"]["offering_parties"]]
    return all("CANARY-title" in (shown(actor, request) or ()) for actor in readers)


def writes_to(actor: Actor, one: Thing) -> bool:
    """Whether the contact that a side released is for the reader: that side's, and the other's."""
    sides = {side["party"]: side["role"] for side in one.state["sides"]}
    released = [side for side in one.state["sides"] if side["contact_released"]]
    speaks = actor.role in {Role.STATE_AUTHORITY, Role.STAKEHOLDER} and actor.party in sides
    return speaks and any(side["party"] == actor.party or side["role"] != sides[str(actor.party)] for side in released)


def seen(one: Thing, found: Any, *, parties: bool = True) -> set[str]:
    """Labels of a thing that an answer shows."""
    text = text_of(found)
    if one.kind == "engagement":
        return {canary for canary in _canaries_of(one).values() if canary in text}
    if one.kind == "meeting":
        return {
            one.canary(name) for name in ("title", "place", "chosen", "reason", MEETING_WAY) if one.canary(name) in text
        }
    return {label for label, mark in marks(one).items() if mark in text and (parties or label not in PARTIES)}


def allowed(actor: Actor, things: Iterable[Thing], *, ever: bool = False) -> set[str]:
    """Canaries that a reader may find anywhere; ``ever``: or might, before something was taken back."""
    found = set[str]()
    for one in things:
        if one.kind == "call":
            if actor.party == "iso3166:DEU" or (actor.role in OFFICERS and works_on(actor, HERE)):
                found.add(one.canary("message"))
            continue
        if one.kind == "commitment":
            found.add(one.canary("title"))
            continue
        if one.kind == "meeting":
            found |= _of_meeting(actor, one) or set()
            continue
        if one.kind == "engagement":
            for state in (one.state, *(one.before if ever else ())):
                found |= of_engagement(actor, one, state) or set()
            continue
        known = marks(one)
        before = one.before if ever else []
        for state in (one.state, *before):
            said = expected(actor, one, state) or set()
            found |= {known[label] for label in said if label in known and known[label].startswith("zq")}
        once = any("CANARY-authority" in (expected(actor, one, state) or ()) for state in before)
        if one.kind == "request" and (whole(actor, one) or once):
            found.add(one.canary("old"))
            if reads_words(actor, one):
                found.add(one.canary("comment"))  # of a version before, too
        if one.kind == "offer" and works_on(actor, HERE):
            found.add(one.canary("ended"))
        if one.kind == "match" and whole(actor, one) and "CANARY-why" in (expected(actor, one) or ()):
            found.add(one.canary("ended"))
    return found
