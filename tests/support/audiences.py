"""Audiences at random, and in plain words who is in one; of the policy's own code nothing (WM 17)."""

import random
from typing import Any

from shared.contracts.shapes.support_request import Consent
from shared.modalities.access.actor import Actor, Role

STATES = [f"iso3166:{code}" for code in ("TCD", "CMR", "FRA", "DEU", "POL")]
ORGS = ["org:ecre", "org:euaa", "org:refugee-rights-turkey", "org:iom"]
KIND = {**dict.fromkeys(STATES, "state"), "org:ecre": "ngo", "org:refugee-rights-turkey": "ngo",
        "org:euaa": "regional_organisation", "org:iom": "un_agency"}  # fmt: skip


def audience(chance: random.Random) -> dict[str, Any]:
    """Whom a State may open a request to: all, all possible offerers but some, kinds but some, named parties."""
    anybody = [*STATES, *ORGS, "unhcr-office:FRA"]
    audiences: tuple[str, ...] = chance.choice((("offerers",), ("public",), ("offerers", "public"), (), (), ()))
    if audiences == ("offerers",):
        return {"audiences": audiences, "but": tuple(chance.sample(anybody, chance.choice((0, 1, 3))))}
    if audiences:
        return {"audiences": audiences}
    kinds = tuple(chance.sample(sorted(set(KIND.values())), chance.choice((0, 1, 2))))
    inside = [party for party in KIND if KIND[party] in kinds]
    but = tuple(chance.sample(inside, chance.randint(0, min(2, len(inside)))))
    named = [party for party in anybody if party not in but]
    return {
        "audiences": (),
        "kinds": kinds,
        "but": but,
        "parties": tuple(chance.sample(named, chance.choice((0, 1, 2)))),
    }


def country(actor: Actor) -> str:
    """The State in whose country an office is."""
    return f"iso3166:{(actor.party or '')[-3:]}"


def opens(consent: Consent, actor: Actor) -> bool:
    """Whether one State's agreement has the reader in it."""
    if "public" in consent.audiences:
        return True
    if actor.role in {Role.PUBLIC, Role.INTEGRATOR}:
        return False
    if actor.party in consent.but or (actor.role is Role.COUNTRY_OFFICE and country(actor) in consent.but):
        return False
    kind = KIND.get(actor.party or "")
    return "offerers" in consent.audiences or actor.party in consent.parties or (kind in consent.kinds)
