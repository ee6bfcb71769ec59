"""Rule sets as everybody may read them: day, criteria with their measures, words, and what changed from the one before (WM 21)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pydantic import BaseModel, Field

from services.intake.criteria import DatedRuleSet
from services.intake.criteria.rule_sets import RuleSets


class RuleCriterion(BaseModel):
    """A criterion that a set has, by its paragraph."""

    paragraph: str
    measures: Mapping[str, int] = Field(description="What it measures by, where it does: all of it, changed or not")


class ChangedCriterion(BaseModel):
    """What a set changed of the one before: a criterion that is new, one that it has no more, or another measure."""

    paragraph: str
    before: Mapping[str, int] | None = Field(description="Measures in the set before; null: the criterion is new")
    after: Mapping[str, int] | None = Field(description="Measures in this one; null: it does not have the criterion")


class ToldRuleSet(BaseModel):
    """A rule set. ``words``: what it is, or what it changes, by language."""

    rule_set: str
    holds_from: date = Field(description="The day, from its first moment in UTC, until the day of the next")
    holds: bool = Field(description="Whether it is the one of now")
    decided_by: str | None = Field(description="Reference of the review that decided it; null for the document's own")
    words: Mapping[str, str]
    criteria: tuple[RuleCriterion, ...]
    changed: tuple[ChangedCriterion, ...] = Field(description="Empty for the first")


def told_rules(rules: RuleSets, now: datetime) -> tuple[ToldRuleSet, ...]:
    """Every set, oldest first."""
    before: DatedRuleSet | None = None
    found = []
    for one in rules.all:
        found.append(
            ToldRuleSet(
                rule_set=one.name, holds_from=one.holds_from, holds=one is rules.at(now),
                decided_by=one.declared.decided_by, words=dict(one.words),
                criteria=tuple(RuleCriterion(paragraph=n, measures=m) for n, m in one.measures.items()),
                changed=tuple(_changed(before, one)) if before is not None else (),
            )
        )  # fmt: skip
        before = one
    return tuple(found)


def _changed(before: DatedRuleSet, after: DatedRuleSet) -> Iterator[ChangedCriterion]:
    for number in dict.fromkeys((*before.measures, *after.measures)):
        old, new = before.measures.get(number), after.measures.get(number)
        if old != new:
            yield ChangedCriterion(paragraph=number, before=old, after=new)
