"""With which parties a deployment stays in touch: the States that it serves, their country offices, and organisations (WM 3, 6)."""

from collections.abc import Iterator
from datetime import date

from shared.contracts.reference.states import states
from shared.contracts.vocabulary import SANDBOX, deployment_of_country, made_up_states, organisations

SCHEMES = {"state": "iso3166", "office": "unhcr-office", "organisation": "org"}
"""What a party is -> how its identifier begins."""
HUB = "geneva"


def served_by(party: str, on: date) -> str | None:
    """The deployment of the bureau of a State or of a country office; None for an organisation, and where Geneva alone has one."""
    scheme, _, code = party.partition(":")
    return deployment_of_country(code, on) if scheme in {"iso3166", "unhcr-office"} else None


def parties_served(deployment: str, on: date) -> Iterator[str]:
    """Geneva's are all of them. An organisation that ended is none to stay in touch with."""
    known = made_up_states() if deployment == SANDBOX else states()
    for code in known:
        if deployment in (HUB, SANDBOX) or deployment_of_country(code, on) == deployment:
            yield f"iso3166:{code}"
            yield f"unhcr-office:{code}"
    for code, one in organisations().items():
        if one.until is None or one.until >= on:
            yield f"org:{code}"
