"""Made-up requests and offers that differ in everything the ranking compares, from a seed."""

from decimal import Decimal
from random import Random
from typing import Any

from services.matching.ranking_file import offer_of, request_of
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import code_list

AREAS, FORMS, UNITS = (list(code_list(name)) for name in ("functional_areas", "support_forms", "units"))
TYPES = ("technical", "material", "financial")
QUALITIES = ("fairness", "efficiency", "adaptability", "integrity")
WORDS = [
    "registration",
    "backlog",
    "training",
    "law",
    "interpreters",
    "database",
    "appeal",
    "staff",
    "quality",
    "country",
    "formation",
    "réception",
]
PARTIES = ("FRA", "CHE", "CAN", "DEU", "SWE", "TCD", "CMR", "NER", "org:euaa")


def _period(chance: Random) -> dict[str, str]:
    start, end = sorted(f"20{chance.randint(24, 29)}-{chance.randint(1, 12):02}-01" for _ in range(2))
    return {"start": start, "end": end} if chance.random() < 0.7 else {"start": start}


def _line(chance: Random, number: int, **area: Any) -> dict[str, Any]:
    return {
        "line_id": str(number),
        "support_type": chance.choice(TYPES),
        "support_form": chance.choice([None, *FORMS]),
        "quantity": {"amount": chance.choice(["1", "2", "7.5", "100"]), "unit": chance.choice(UNITS[:3])},
        **area,
    }


def offer(chance: Random, number: int) -> SupportOfferState:
    """An offer of one to three lines; some are withdrawn, some lines used up."""
    areas = [{"functional_areas": chance.sample(AREAS, chance.randint(1, 5))} for _ in range(chance.randint(1, 3))]
    made = offer_of(
        {
            "offer_id": str(chance.randint(0, 10**6)),
            "status": chance.choice(["live"] * 9 + ["withdrawn"]),
            "offering_parties": chance.sample(PARTIES, chance.choice([1, 1, 2])),
            "subject": " ".join(chance.sample(WORDS, chance.randint(1, 8))),
            "lines": [_line(chance, n, **area) for n, area in enumerate(areas)],
            "availability": _period(chance),
            "countries": chance.choice([[], [], [], ["TCD"], ["SWE"]]),
            "bureaux": chance.choice([(), (), (), ("wca",), ("mena",)]),
            "quality_characteristics": chance.sample(QUALITIES, chance.randint(0, 4)),
            "languages": chance.choice([[], ["fr"], ["en"], ["ar", "fr"]]),
        },
        number,
    )
    left = [c.model_copy(update={"remaining": Decimal(0)}) if chance.random() < 0.3 else c for c in made.capacity]
    return made.model_copy(update={"capacity": tuple(left)})


def request(chance: Random) -> RequestContent:
    """A request of one to four lines; its words may occur nowhere."""
    known = " ".join(chance.sample(WORDS, chance.randint(1, 6)))
    shared_period = _period(chance)
    lines = [
        _line(chance, n, functional_area=chance.choice(AREAS))
        | {"period": shared_period if chance.random() < 0.5 else _period(chance)}
        for n in range(chance.randint(1, 4))
    ]
    return request_of(
        {
            "requesting_states": chance.sample(("TCD", "CMR", "NER"), chance.randint(1, 2)),
            "subject": known if chance.random() < 0.9 else "elsewhere unheard",
            "lines": lines,
            "quality_characteristics": chance.sample(QUALITIES, chance.randint(0, 2)),
            "languages": chance.choice([[], ["fr"]]),
            "engagement": chance.choice(["project", "ongoing"]),
        }
    )
