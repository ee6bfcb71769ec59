"""Which rule set holds at a moment, and what two of them find differently (WM 21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from services.intake.criteria import ORDER, DatedRuleSet
from services.intake.criteria.rule_set_faults import faults_of
from shared.contracts.rule_sets import DECLARED, DeclaredRules
from shared.contracts.shapes.support_request import CriterionFinding


class FaultyRuleSets(ValueError):
    """Declared sets that cannot be applied; names every fault."""


@dataclass(frozen=True)
class MovedFinding:
    """What two sets find of one request by one criterion; None where a set does not have it."""

    paragraph: str
    before: CriterionFinding | None
    after: CriterionFinding | None


class RuleSets:
    """All that are declared, oldest first. Raises FaultyRuleSets."""

    def __init__(self, declared: Sequence[DeclaredRules] = DECLARED) -> None:
        if faults := tuple(faults_of(declared)):
            raise FaultyRuleSets("; ".join(faults))
        self.all = tuple(DatedRuleSet(one) for one in declared)

    def at(self, moment: datetime) -> DatedRuleSet:
        """The one that holds; before the day of the first, the first."""
        return next((one for one in reversed(self.all) if begins(one) <= moment), self.all[0])

    def named(self, name: str) -> DatedRuleSet | None:
        """One by its name; None for one that another release brings."""
        return next((one for one in self.all if one.name == name), None)

    def coming(self, moment: datetime, until: datetime) -> DatedRuleSet | None:
        """The next one that comes into force after a moment, up to another."""
        later = self.all[self.all.index(self.at(moment)) + 1 :]
        return next((one for one in later if begins(one) <= until), None)


RULE_SETS = RuleSets()
"""Those of this release: criteria are one for all, so no setting changes them."""


def begins(one: DatedRuleSet) -> datetime:
    """The first moment of its day, in UTC wherever a deployment is."""
    return datetime.combine(one.declared.holds_from, time(), UTC)


def differing(
    before: Sequence[CriterionFinding], after: Sequence[CriterionFinding]
) -> tuple[MovedFinding, ...]:  # fmt: skip
    """Criteria of which two sets find something else, in the document's order."""
    old, new = ({one.paragraph: one for one in side} for side in (before, after))
    return tuple(
        MovedFinding(number, old.get(number), new.get(number))
        for number in ORDER
        if _said(old.get(number)) != _said(new.get(number))
    )


def _said(one: CriterionFinding | None) -> object:
    return one and (one.outcome, one.reasons)
