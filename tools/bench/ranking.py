"""``rank_p99_ms``: one request of three lines against 5,000 made-up offers, the first fifty of each line explained (WM 11).

The offers differ in everything that is compared (days, amounts, areas, languages, lines), and some are excluded: a roster
of equal offers would flatter whatever works equal things out once.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import explain
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import rank
from services.matching.ranking_file import offer_of, request_of
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.vocabulary import code_list
from shared.runtime.garbage import collect_seldom
from tools.bench.figures import Figure, figure
from tools.bench.load import quantile

TODAY = date(2026, 1, 1)
WORDS = ("registration backlog training law interpreters database appeal procedure staff quality country data").split()  # noqa: SIM905


def _line(chance: Random, number: int) -> dict[str, Any]:
    return {
        "line_id": str(number),
        "functional_areas": chance.sample(list(code_list("functional_areas")), chance.randint(1, 4)),
        "support_type": chance.choice(("technical", "material", "financial")),
        "support_form": chance.choice((None, *code_list("support_forms"))),
        "quantity": {"amount": str(chance.randint(1, 500)), "unit": chance.choice(("packages", "seats"))},
    }


def _roster(chance: Random, count: int) -> Iterator[SupportOfferState]:
    for number in range(count):
        start = TODAY + timedelta(days=chance.randint(-400, 500))
        yield offer_of(
            {
                "offer_id": str(number),
                "offering_parties": chance.sample(["FRA", "CHE", "CAN", "DEU", "SWE", "PHL", "TCD", "org:euaa"], 1),
                "subject": " ".join(chance.sample(WORDS, 8)),
                "lines": [_line(chance, n) for n in range(chance.choice((1, 1, 2, 3)))],
                "availability": {"start": str(start), "end": str(start + timedelta(days=chance.randint(100, 1200)))},
                "languages": chance.choice(([], ["fr"], ["en"], ["fr", "ar"])),
                "bureaux": chance.choice(([], [], ["wca"], ["mena"])),
            },
            number,
        )


def figures(offers: int = 5000, times: int = 200) -> list[Figure]:
    """Takes the figure. As in the running service, the roster itself is not kept."""
    collect_seldom()
    chance = Random(1)  # noqa: S311 - made-up offers
    prepared = prepare(list(_roster(chance, offers)), TODAY)
    lines = [
        {"line_id": str(n), "functional_area": area, "support_type": "technical",
         "quantity": {"amount": "100", "unit": "seats"}, "period": {"start": "2026-03-01", "end": "2027-12-31"}}
        for n, area in enumerate(chance.sample(list(code_list("functional_areas")), 3))
    ]  # fmt: skip
    request = request_of({"requesting_states": ["TCD"], "lines": lines, "subject": " ".join(WORDS[:6])})
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        explain(rank(asked_lines(request, TODAY), texts_of(request), prepared, 50))
        seconds.append(time.perf_counter() - began)
    return [
        figure("rank_p50_ms", quantile(seconds, 0.5) * 1000, "ms", "", times),
        figure("rank_p99_ms", quantile(seconds, 0.99) * 1000, "ms", "<= 50", times),
    ]
