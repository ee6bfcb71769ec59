"""Ranking: every offer appears, filters stand apart, and the score is what its signals say (WM 11)."""

from datetime import date
from typing import Any

import pytest

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import explain
from services.matching.fit.features import prepare
from services.matching.fit.ranking import rank
from services.matching.ranking_file import offer_of, request_of

TODAY = date(2026, 1, 1)
AREAS = ["registration", "reception", "legislation", "documentation"]


def ranking(most: int | None = None) -> tuple[list[dict[str, Any]], int]:
    roster = [
        offer_of(
            {"offer_id": str(n), "offering_parties": [("FRA", "CHE", "TCD")[n % 3]], "subject": f"training {n}",
             "themes": AREAS[: n % 4 + 1], "support_type": "technical"},
            n,
        )
        for n in range(40)
    ]  # fmt: skip
    request = request_of({"requesting_states": ["TCD"], "themes": AREAS[:2], "subject": "training of registration"})
    found = rank(asked_lines(request, TODAY), texts_of(request), prepare(roster, TODAY), most)
    return explain(found, most), len(roster)


@pytest.mark.paragraph("11")
def test_every_offer_is_ranked_or_excluded_with_its_reason() -> None:
    lines, total = ranking()
    assert len(lines) == 2
    for line in lines:
        assert len(line["ranked"]) + len(line["excluded"]) == total
        assert {one["reason"] for one in line["excluded"]} == {"own_offer"}


@pytest.mark.paragraph("11")
def test_the_score_is_the_weighted_mean_of_the_signals_said() -> None:
    for one in ranking()[0][0]["ranked"]:
        weights = sum(s["weight"] for s in one["signals"])
        mean = sum(s["weight"] * s["value"] for s in one["signals"]) / weights
        assert one["score"] == pytest.approx(mean, abs=0.0002)
        assert all(s["words"] for s in one["signals"])


def test_the_first_few_are_the_same_whether_or_not_the_rest_is_put_together() -> None:
    whole, few = ranking()[0], ranking(5)[0]
    assert [line["ranked"][:5] for line in whole] == [line["ranked"] for line in few]
