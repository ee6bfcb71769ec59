"""The criteria of WM 15 with the prerequisites of WM 13, and what WM 9 and 12 ask for; one file each, in the document's order."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from services.intake.criteria.crisis_response import CrisisResponse
from services.intake.criteria.i_national_plan import PartOfNationalPlan
from services.intake.criteria.ii_concrete_gap import ConcreteGap
from services.intake.criteria.iii_sustainability import SustainabilityOfResults
from services.intake.criteria.iv_other_stakeholders import OtherStakeholders
from services.intake.criteria.longer_engagement import LongerEngagement
from services.intake.criteria.v_joint_request import JointRequest
from services.intake.criteria.vi_coordination import CoordinationOfSupport
from services.intake.criteria.vii_monitoring import MonitoringOfImpact
from services.intake.domain.before import NOTHING, Before
from services.intake.prerequisites.needs_assessment import NeedsAssessment
from services.intake.prerequisites.prior_commitment import PriorCommitment
from shared.contracts.party_names import party_name
from shared.contracts.rule_sets import MEASURES, DeclaredRules
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.support_request import CriterionFinding, FindingReason, RequestContent
from shared.modalities.rule import Criterion, Finding, Outcome
from shared.wording.findings import finding_words

CRITERIA: tuple[Criterion[RequestContent], ...] = (
    PartOfNationalPlan(),
    ConcreteGap(),
    SustainabilityOfResults(),
    OtherStakeholders(),
    JointRequest(),
    CoordinationOfSupport(),
    MonitoringOfImpact(),
)
LONGER = LongerEngagement()
ENCOURAGED: tuple[Criterion[RequestContent], ...] = (LONGER, CrisisResponse())
PREREQUISITES: tuple[Criterion[RequestContent], ...] = (NeedsAssessment(), PriorCommitment())
Rule = TypeVar("Rule", bound=Criterion[RequestContent])
_WORST = (Outcome.NOT_MET, Outcome.UNCLEAR, Outcome.PARTLY, Outcome.MET, Outcome.NOT_APPLICABLE)


ORDER = ("9", "12", "13", *(rule.paragraph.number for rule in CRITERIA))
"""Numbers of the paragraphs in the order of findings."""


class DatedRuleSet:
    """One set of rules as it is declared: criteria are found by their paragraph, with the measures that the set gives them."""

    def __init__(self, declared: DeclaredRules) -> None:
        self.declared = declared
        self.name, self.holds_from, self.words = declared.name, declared.holds_from, declared.words
        self._longer = _measured(LONGER, declared)
        self._rules = {rule.paragraph.number: _measured(rule, declared) for rule in (*ENCOURAGED, *CRITERIA)}

    @property
    def measures(self) -> Mapping[str, Mapping[str, int]]:
        """Each criterion that it has, in the document's order, with all that it measures by, changed or not."""
        return {
            number: {name: getattr(self._rules[number], name) for name in MEASURES.get(number, ())}
            for number in ORDER
            if number in self.declared.criteria
        }

    def assess(
        self,
        content: RequestContent,
        awaited: tuple[str, ...] = (),
        before: Before = NOTHING,
        recipients: tuple[NamedRecipient, ...] = (),
    ) -> tuple[CriterionFinding, ...]:
        """WM 9, WM 12, WM 13 as one finding of its two halves, WM 15.i to 15.vii. ``awaited``: States whose word is awaited;
        ``before``: what is recorded here of what it says was done before it; ``recipients``: those it names, with their word.
        """
        prior = (NeedsAssessment(before.assessed), PriorCommitment(before.pledged, before.planned))
        rules = self._rules | {"15.iv": OtherStakeholders(recipients), "15.v": JointRequest(awaited)}
        return tuple(
            stored(
                _together([half.assess(content) for half in prior]) if number == "13" else rules[number].assess(content)
            )
            for number in ORDER
            if number in self.declared.criteria
        )

    def assess_text(
        self, content: RequestContent, written: Collection[str], awaited: tuple[str, ...], before: Before = NOTHING
    ) -> tuple[CriterionFinding, ...]:
        """The same of a text that is not whole: ``written`` are its parts that can be read."""
        of_text = stored(self._longer.of_draft(content, written))
        found = self.assess(content, awaited, before)
        return tuple(of_text if one.paragraph == of_text.paragraph else one for one in found)


def _measured(rule: Rule, declared: DeclaredRules) -> Rule:
    """A criterion with the measures of a set, which are fields of it; as it is where the set measures nothing anew."""
    measures = declared.criteria.get(rule.paragraph.number)
    if not measures:
        return rule
    changed: Any = rule
    made: Rule = replace(changed, **measures)
    return made


def _together(findings: list[Finding]) -> Finding:
    """One finding for one paragraph: the weaker outcome, the reasons of both, all evidence."""
    outcomes: list[Outcome] = [f.outcome for f in findings if f.outcome is not Outcome.NOT_APPLICABLE]
    outcomes = outcomes or [Outcome.NOT_APPLICABLE]
    worst = min(outcomes, key=_WORST.index)
    if worst is Outcome.NOT_MET and any(outcome in {Outcome.MET, Outcome.PARTLY} for outcome in outcomes):
        worst = Outcome.PARTLY
    reasons = tuple(reason for finding in findings for reason in finding.reasons)
    return Finding(findings[0].paragraph, worst, reasons, tuple(place for f in findings for place in f.evidence))


@lru_cache(4096)
def stored(finding: Finding) -> CriterionFinding:
    """A finding as it is kept and told: codes, and the same in English."""
    reasons = tuple(FindingReason(code=reason.code, party=reason.party) for reason in finding.reasons)
    return CriterionFinding(
        paragraph=finding.paragraph.number,
        outcome=finding.outcome.value,
        reason=finding_words(((one.code, one.party) for one in reasons), "en", party_name),
        reasons=reasons,
        evidence=finding.evidence,
    )
