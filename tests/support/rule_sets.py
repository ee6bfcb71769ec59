"""Rule sets that a test declares beside the product's own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.intake.criteria.rule_sets import RuleSets
from shared.contracts.rule_sets import DECLARED, DeclaredRules
from shared.contracts.vocabulary import LANGUAGES

DAY = date(2027, 3, 1)
FIRST = DECLARED[0]


def later(day: date = DAY, name: str = "planted", **changes: Any) -> DeclaredRules:
    """A set that a review decided: support is longer from three years on, results last by three parts, WM 12 is left out."""
    stricter: Mapping[str, Mapping[str, int]] = {
        number: {"9": {"longer_days": 1096}, "15.iii": {"parts_needed": 3}}.get(number, measures)
        for number, measures in FIRST.criteria.items()
        if number != "12"
    }
    words = {language: f"Stricter ({language})" for language in LANGUAGES}
    one = DeclaredRules(name, day, stricter, words, decided_by="REVIEW-2026-GVA-001")
    return replace(one, **changes)


def two_sets(day: date = DAY) -> RuleSets:
    """The product's first set and the planted one."""
    return RuleSets((FIRST, later(day)))
