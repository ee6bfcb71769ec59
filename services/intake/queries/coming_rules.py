"""What a rule set that comes into force soon would find differently, for who prepares a request (WM 21)."""

from collections.abc import Callable, Sequence

from services.intake.actions.bodies import ComingFindings
from services.intake.criteria.rule_sets import differing
from services.intake.domain.ports import RuleSet
from shared.contracts.shapes.support_request import CriterionFinding


def coming_findings(
    coming: RuleSet | None,
    findings: Sequence[CriterionFinding],
    found: Callable[[RuleSet], Sequence[CriterionFinding]],
) -> ComingFindings | None:
    """None where no other set comes. ``findings``: of the set that holds; ``found``: those of another."""
    if coming is None:
        return None
    moved = differing(findings, found(coming))
    return ComingFindings(
        rule_set=coming.name,
        holds_from=coming.holds_from,
        words=dict(coming.words),
        differing=tuple(one.after for one in moved if one.after is not None),
        dropped=tuple(one.paragraph for one in moved if one.after is None),
    )
