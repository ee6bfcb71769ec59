"""Ranking: every offer appears, filters stand apart, and the score is what its signals say (WM 11)."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, get_args

import pytest

from services.matching.domain.worked import Ended, Worked
from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import explain
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import rank
from services.matching.ranking_file import offer_of, request_of
from tests.support import random_roster
from tests.support.plain_ranking import plain

TODAY = date(2026, 1, 1)
AREAS = ["registration", "reception", "legislation", "documentation"]


def worked(chance: Random) -> list[Worked]:
    """Earlier work with some of the parties that made-up offers have."""
    return [
        Worked("iso3166:TCD", f"iso3166:{chance.choice(('FRA', 'CHE', 'CAN'))}", chance.choice(get_args(Ended)), None, None,
               chance.randint(1, 5))
        for _ in range(chance.choice((0, 1, 3)))
    ]  # fmt: skip


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
    return explain(found), len(roster)


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


@pytest.mark.paragraph("11")
@pytest.mark.parametrize("seed", range(40))
def test_order_scores_and_words_are_those_of_the_plain_form(seed: int) -> None:
    chance = Random(seed)
    offers = [random_roster.offer(chance, n) for n in range(chance.choice([0, 1, 5, 60, 120]))]
    prepared = prepare(offers, TODAY)
    for _ in range(3):
        content = random_roster.request(chance)
        lines = asked_lines(content, TODAY, worked=worked(chance))
        wanted = plain(lines, texts_of(content), offers, TODAY, Counter)
        for most in (None, 1, 10):
            found = rank(lines, texts_of(content), prepared, most)
            assert [
                {
                    "line_id": one.line_id,
                    "ranked": [(r.place, r.offer.offer_id, r.offer_line_id, r.score, r.signals) for r in one.ranked],
                    "excluded": [(offer.offer_id, reason) for offer, reason in one.excluded],
                }
                for one in found
            ] == [line | {"ranked": line["ranked"][:most]} for line in wanted]


def test_the_chosen_offers_keep_their_places() -> None:
    chance = Random(1)
    offers = [random_roster.offer(chance, n) for n in range(60)]
    content = random_roster.request(chance)
    lines, texts, prepared = asked_lines(content, TODAY), texts_of(content), prepare(offers, TODAY)
    wanted = {offers[0].offer_id, offers[7].offer_id, offers[31].offer_id}
    for one, whole in zip(rank(lines, texts, prepared, only=wanted), rank(lines, texts, prepared), strict=True):
        assert list(one.ranked) == [r for r in whole.ranked if r.offer.offer_id in wanted]


@pytest.mark.control
def test_the_comparison_sees_a_changed_order(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(3)
    offers = [random_roster.offer(chance, n) for n in range(60)]
    content = random_roster.request(chance)
    lines = asked_lines(content, TODAY)
    wanted = plain(lines, texts_of(content), offers, TODAY, Counter)
    monkeypatch.setattr("services.matching.fit.ranking._W_AREA", 3.0)
    other = rank(lines, texts_of(content), prepare(offers, TODAY))
    assert [[r.offer.offer_id for r in one.ranked] for one in other] != [[r[1] for r in w["ranked"]] for w in wanted]


@pytest.mark.paragraph("7")
@pytest.mark.parametrize(("age", "first"), [(179, "1-old"), (180, "2-new"), (400, "2-new")])
def test_an_offer_that_was_long_not_confirmed_comes_after_one_that_fits_alike(age: int, first: str) -> None:
    noon = datetime.combine(TODAY, time(12), UTC)
    offers = [
        offer_of({"offer_id": name, "offering_parties": ["FRA"], "themes": AREAS[:1], "subject": "training"}, 0)
        .model_copy(update={"confirmed_at": noon - timedelta(days=days)})
        for name, days in (("1-old", age), ("2-new", 1))
    ]  # fmt: skip
    request = request_of({"requesting_states": ["TCD"], "themes": AREAS[:1], "subject": "training"})

    def ranked(days: int | None) -> list[dict[str, Any]]:
        lines = rank(asked_lines(request, TODAY), texts_of(request), prepare(offers, TODAY, days))
        found: list[dict[str, Any]] = explain(lines)[0]["ranked"]
        return found

    found = {one["offer_id"]: one for one in ranked(180)}
    assert ranked(180)[0]["offer_id"] == first
    said = {name: [s["words"] for s in one["signals"] if s["signal"] == "confirmed"] for name, one in found.items()}
    stale = [f"not confirmed since {TODAY - timedelta(days=age)}"] if first == "2-new" else []
    assert said == {"1-old": stale, "2-new": []}
    assert ranked(None)[0]["score"] == ranked(None)[1]["score"] == found["2-new"]["score"], (
        "who is fresh scores as before"
    )
