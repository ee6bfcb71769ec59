"""Loads the public cases through the public APIs, as their parties would; a second start finds them there."""

import asyncio
from typing import Any

from deploy.demo.cases import REGION, Case, languages_of, offer_body, own_commitment_body, read_cases, request_body
from deploy.demo.client import Client
from deploy.demo.parties import DemoParty, party_of

AT_ONCE = 8
MEMBERS = {"org:eccas": ("Gabon", "Cameroon", "Chad", "Central African Republic", "Congo", "Equatorial Guinea")}
"""States behind an organisation in the public cases, the host of its seat first; those its bureau serves."""


def mailboxes(deployment: str) -> list[tuple[str, str, str]]:
    """(actor, party, language) of everyone this region's cases write to; all of it made up."""
    found = [
        (f"{deployment}-officer", f"unhcr-bureau:{deployment}", "en"),
        ("geneva-officer", "unhcr:secretariat", "en"),
    ]
    for case in read_cases():
        if case.region == REGION.get(deployment):
            lead = _lead(case.requesting)
            states = [p for p in case.requesting if p.country] or list(member_states(lead) if lead else ())
            for party in (*states, *case.offering):
                language = next((code for code in languages_of(party) if code in {"en", "fr"}), "en")
                found.append((party.actor, party.party, language))
                if party in states:
                    found.append((f"{str(party.country).lower()}-office", f"unhcr-office:{party.country}", language))
    return list(dict.fromkeys(found))


async def load(client: Client, deployment: str, *, alone: bool = True) -> dict[str, int]:
    """How many of each kind were sent. The keys are those of the rows, so a repeat makes nothing twice.

    ``alone``: no other deployment takes the offers and pledges of other regions, so this one does.
    """
    for actor, party, language in mailboxes(deployment):
        body = {"email": f"{actor}@example.org", "language": language}
        await client.call(actor, "PUT", "notifications", f"/directory/{party}", body, key=f"address-{party}")
    gate, counts = asyncio.Semaphore(AT_ONCE), {"requests": 0, "offers": 0, "own commitments": 0}

    async def send(kind: str, number: int, who: str, service: str, path: str, body: dict[str, Any]) -> None:
        async with gate:
            await client.call(who, "POST", service, path, body, key=f"public-case-{number:04}-{path[1:5]}")
        counts[kind] += 1

    await asyncio.gather(
        *(send(*one) for n, case in enumerate(read_cases()) for one in _calls(n, case, deployment, alone))
    )
    return counts


def _calls(
    number: int, case: Case, deployment: str, alone: bool
) -> list[tuple[str, int, str, str, str, dict[str, Any]]]:
    found: list[tuple[str, int, str, str, str, dict[str, Any]]] = []
    here = case.region == REGION.get(deployment, "")
    lead = _lead(case.requesting)
    if case.kind in {"request", "match"} and here and lead is not None:
        states = tuple(p for p in case.requesting if p.country) or member_states(lead)
        others = [p.party for p in case.requesting if not p.country]
        if states:
            body = request_body(_with(case, states), f"unhcr-office:{states[0].country}") | {"supporters": others}
            body["distinct_from"] = [f"public-case-{number:04}"]  # Rows of the file are distinct, whatever they say.
            found.append(("requests", number, states[0].actor, "intake", "/support-requests", body))
    if case.kind == "offer" and case.offering and (here or alone):
        offer = offer_body(case) | {"distinct_from": [f"public-case-{number:04}"]}
        found.append(("offers", number, case.offering[0].actor, "roster", "/support-offers", offer))
    pledging = lead or _lead(case.offering)
    if case.kind == "pledge" and pledging is not None and (here or alone):
        body = own_commitment_body(_with(case, (pledging,)))
        found.append(("own commitments", number, pledging.actor, "intake", "/own-commitments", body))
    return found


def member_states(organisation: DemoParty) -> tuple[DemoParty, ...]:
    """Only States ask (WM 2): a request of an organisation's members is theirs jointly, led here by its host State."""
    return tuple(party_of(name) for name in MEMBERS.get(organisation.party, ()))


def _lead(parties: tuple[DemoParty, ...]) -> DemoParty | None:
    return parties[0] if parties else None


def _with(case: Case, states: tuple[DemoParty, ...]) -> Case:
    return Case(**(vars(case) | {"requesting": states}))
