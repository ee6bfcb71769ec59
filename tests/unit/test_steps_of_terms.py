"""What a review changed of the terms and no rule set applies is owed by the officers of its deployment (WM 21)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts import rule_sets
from shared.contracts.rule_sets import DECLARED
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.reviewed import reviewed

pytestmark = pytest.mark.paragraph("21")
LIMITS = Limits(
    lambda since, *_: since, revision=1, consent=2, seek=3, confirm=4, moderators=5, engage=6, ahead=7, unconfirmed=8,
    practice=9, crisis=10,
)  # fmt: skip
END = {"words": "Done", "language": "en", "concluded_at": "2026-03-04T09:00:00+00:00", "terms_from": "2026-03-09"}
STATE = {
    "reference": "REVIEW-2026-WCA-001", "status": "concluded", "begun_at": "2026-03-03T09:00:00+00:00", "conclusion": END,
}  # fmt: skip
OWED = [("apply_terms", "unhcr-bureau:wca", "21", datetime(2026, 3, 9, tzinfo=UTC))]
FIRST = DECLARED[0]
CITES = replace(FIRST, name="later", decided_by="REVIEW-2026-WCA-001")


def owed(**changes: Any) -> list[tuple[str, str, str, datetime]]:
    steps = rules.of_review(reviewed("wca", STATE | changes, rule_sets.is_applied), LIMITS)
    return [(one.code, one.party, one.paragraph.number, one.due_at) for one in steps]


def test_changed_terms_that_no_rule_set_applies_are_owed_by_the_day_from_which_they_hold() -> None:
    assert owed() == OWED
    assert owed(conclusion=END | {"terms_from": None}) == [], "the terms stay as they are"
    assert owed(status="consulting", conclusion=None) == []


def test_nothing_is_owed_once_a_set_cites_the_review(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_sets, "DECLARED", (FIRST, replace(CITES, decided_by="REVIEW-2026-GVA-001")))
    assert owed() == OWED, "another review's"
    monkeypatch.setattr(rule_sets, "DECLARED", (FIRST, CITES))
    assert owed() == []


def test_nothing_is_owed_of_a_review_that_changed_no_criterion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_sets, "WITHOUT_RULES", {"REVIEW-2026-WCA-001": "it changed how often meetings are held"})
    assert owed() == []
