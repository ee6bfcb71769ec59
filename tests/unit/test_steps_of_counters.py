"""Who owes what of a match that a party countered: a table (WM 11)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.kinds.match import KIND
from shared.modalities.steps.limits import Limits
from tests.support.counters import kept_match

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, WCA = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca"
LIMITS = Limits(
    lambda since, days, _: since + timedelta(days=days),
    revision=1, consent=2, seek=3, confirm=4, moderators=5, engage=6, ahead=7, unconfirmed=8, practice=9, crisis=10,
)  # fmt: skip
Owed = list[tuple[str, str, int]]


def counter(party: str, status: str, made: int = 2, settled: int | None = None) -> dict[str, str | None]:
    at = (NOW + timedelta(days=settled)).isoformat() if settled is not None else None
    return {"party": party, "status": status, "made_at": (NOW + timedelta(days=made)).isoformat(), "settled_at": at}


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(
    ("answers", "counters", "owed"),
    [
        ({TCD: "pending", FRA: "pending"}, [], [("answer", TCD, 21), ("answer", FRA, 21)]),
        ({TCD: "pending", FRA: "pending"}, [counter(FRA, "open")], [("answer", TCD, 21), ("answer_counter", WCA, 6)]),
        ({TCD: "accepted", FRA: "pending"}, [counter(FRA, "open")], [("answer_counter", WCA, 6)]),
        (
            {TCD: "pending", FRA: "pending"},
            [counter(FRA, "open", 3), counter(TCD, "open", 1)],
            [("answer_counter", WCA, 5)],
        ),
        ({TCD: "accepted", FRA: "pending"}, [counter(FRA, "kept", 2, 5)], [("answer", FRA, 21)]),
        ({TCD: "accepted", FRA: "pending"}, [counter(FRA, "kept", 2, 30)], [("answer", FRA, 34)]),
        ({TCD: "accepted", FRA: "pending"}, [counter(FRA, "withdrawn", 2, 30)], [("answer", FRA, 34)]),
        ({TCD: "accepted", FRA: "accepted"}, [counter(FRA, "kept", 2, 5)], [("confirmation", WCA, 4)]),
    ],
)
def test_of_a_countered_match(answers: dict[str, str], counters: list[dict[str, str | None]], owed: Owed) -> None:
    assert KIND.owing is not None
    steps = KIND.owing(kept_match(answers, counters, NOW), None, LIMITS)
    assert [(one.words, one.party, (one.due_at - NOW).days) for one in steps] == owed


@pytest.mark.parametrize("status", ["reserving", "confirmed", "withdrawn", "handed_over"])
def test_a_match_that_is_not_answered_owes_nothing(status: str) -> None:
    assert KIND.owing is not None
    kept = kept_match({TCD: "pending", FRA: "pending"}, [counter(FRA, "open")], NOW, status)
    assert list(KIND.owing(kept, None, LIMITS)) == []
