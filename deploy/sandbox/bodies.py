"""What made-up States ask for and offer. Every name, place and figure is invented."""

import random
from typing import Any

from shared.contracts.vocabulary import code_list, made_up_states

SHOWN = ["title", "requesting_states", "lines", "languages"]
_THINGS = ("case files", "interview rooms", "a register of decisions", "interpreters' training", "reception standards")


def request_body(state: str, chance: random.Random) -> dict[str, Any]:
    """A request of a made-up State; some are complete, some leave out what officers then ask for (WM 15)."""
    said, area = made_up_states()[state], chance.choice(sorted(code_list("functional_areas")))
    body: dict[str, Any] = {
        "title": f"Made up: {chance.choice(_THINGS)} in {said.name}",
        "language": said.language,
        "summary": "Invented for the sandbox; nothing of it is real.",
        "requesting_states": [f"iso3166:{state}"],
        "competent_authority": {"name": f"Asylum Office of {said.name}"},
        "submission_route": {"route": "country_office", "country_office": f"unhcr-office:{state}"},
        "gap": "Invented.",
        "lines": [
            {
                "line_id": "1", "functional_area": area, "support_type": "technical",
                "quantity": {"amount": str(chance.randint(1, 4)), "unit": "packages"},
                "period": {"start": "2026-01-01", "end": "2030-12-31"},
            }
        ],
        "languages": [said.language],
        "distinct_from": [f"made-up-{chance.getrandbits(40):x}"],
    }  # fmt: skip
    if chance.random() < 0.1:
        body |= {"urgent": True, "urgency": "Invented: many arrivals at once."}
    if chance.random() < 0.7:
        body |= {
            "national_plan": {"title": f"Plan of {said.name}", "reference": "SANDBOX-1"},
            "assessment": {"reference": "Invented assessment"},
            "sustainability": {"statement": "Posts move to the budget", "exit_arrangement": "Invented"},
        }
    return body


def offer_body(state: str, area: str, amount: str, language: str, chance: random.Random) -> dict[str, Any]:
    """A standing offer of another made-up State that fits an area."""
    return {
        "title": f"Made up: experts of {made_up_states()[state].name}",
        "language": language,
        "offering_parties": [f"iso3166:{state}"],
        "lines": [
            {
                "line_id": "experts", "functional_areas": [area], "support_type": "technical",
                "quantity": {"amount": amount, "unit": "packages"},
            }
        ],
        "availability": {"start": "2026-01-01", "end": "2030-12-31"},
        "languages": [language],
        "visibility": chance.choice(["public", "mechanism"]),
        "distinct_from": [f"made-up-{chance.getrandbits(40):x}"],
    }  # fmt: skip
