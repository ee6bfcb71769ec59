"""Rule sets as the schema says them: which one holds, and what another finds differently (WM 21)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.finding_types import FindingOnCriterion, findings_of
from services.gateway.graphql.languages import asked


@strawberry.type(
    name="ComingRuleSet",
    description="A rule set that comes into force before feedback would be due, or within thirty days, and what it finds differently (WM 21)",
)
class ComingSeen:
    rule_set: str
    holds_from: dt.date = strawberry.field(description="The day, from its first moment in UTC")
    words: JSON = strawberry.field(description="What it changes, by language")
    differing: list[FindingOnCriterion] = strawberry.field(
        description="Findings whose outcome or reason it changes, as it finds them"
    )
    dropped: list[str] = strawberry.field(description="Paragraphs of criteria that it does not have any more")

    @strawberry.field(description="What it changes, in one of the six languages of the United Nations")
    def message(self, language: str = "en") -> str:
        return said_in(self.words, language)


def said_in(words: Any, language: str) -> str:
    """Words of a set in a language. Raises Invalid for one that is none of the six."""
    return str(words[asked(language)])


def coming_of(said: Mapping[str, Any] | None) -> ComingSeen | None:
    """As its owner answers it; None where no other set comes."""
    if said is None:
        return None
    return ComingSeen(
        rule_set=said["rule_set"],
        holds_from=dt.date.fromisoformat(said["holds_from"]),
        words=said["words"],
        differing=findings_of({"findings": said["differing"]}),
        dropped=list(said["dropped"]),
    )


@strawberry.type(name="RuleMeasure", description="What a criterion measures by, by its name in the code")
class MeasureSeen:
    name: str
    value: int


@strawberry.type(name="RuleSetCriterion", description="A criterion that a rule set has, by its paragraph")
class CriterionSeen:
    paragraph: str
    measures: list[MeasureSeen]


@strawberry.type(
    name="RuleSetChange",
    description="What a rule set changed of the one before. before: none where the criterion is new; after: none where it has it no more",
)
class RuleChangeSeen:
    paragraph: str
    before: list[MeasureSeen] | None
    after: list[MeasureSeen] | None


@strawberry.type(name="RuleSet", description="Criteria with their measures that hold from a day on (WM 15, 21)")
class RuleSetSeen:
    rule_set: str
    holds_from: dt.date = strawberry.field(
        description="The day, from its first moment in UTC, until the day of the next"
    )
    holds: bool = strawberry.field(description="Whether it is the one of now")
    decided_by: str | None = strawberry.field(
        description="Reference of the review that decided it; none for the document's own"
    )
    words: JSON = strawberry.field(description="What it is, or what it changes, by language")
    criteria: list[CriterionSeen]
    changed: list[RuleChangeSeen] = strawberry.field(description="None for the first")

    @strawberry.field(description="What it is, or what it changes, in one of the six languages of the United Nations")
    def message(self, language: str = "en") -> str:
        return said_in(self.words, language)


def rule_set_of(said: Mapping[str, Any]) -> RuleSetSeen:
    """As its owner answers it."""
    return RuleSetSeen(
        **{name: said[name] for name in ("rule_set", "holds", "decided_by", "words")},
        holds_from=dt.date.fromisoformat(said["holds_from"]),
        criteria=[CriterionSeen(paragraph=one["paragraph"], measures=_measures(one["measures"])) for one in said["criteria"]],
        changed=[
            RuleChangeSeen(paragraph=one["paragraph"], before=_side(one["before"]), after=_side(one["after"]))
            for one in said["changed"]
        ],
    )  # fmt: skip


def _side(measures: Mapping[str, int] | None) -> list[MeasureSeen] | None:
    return None if measures is None else _measures(measures)


def _measures(given: Mapping[str, int]) -> list[MeasureSeen]:
    return [MeasureSeen(name=name, value=value) for name, value in given.items()]


@strawberry.type(
    name="RuleSetDifference", description="What two rule sets find of one criterion; none where a set does not have it"
)
class RuleDifferenceSeen:
    paragraph: str
    before: FindingOnCriterion | None
    after: FindingOnCriterion | None


@strawberry.type(
    name="ComparedRequest",
    description="An open request of which two rule sets find something else. heldBy: the set that its stored findings name, which stay as they are",
)
class RuleComparedSeen:
    request_id: str
    reference: str
    title: str
    held_by: str
    differing: list[RuleDifferenceSeen]


@strawberry.type(
    name="RuleSetComparison",
    description="lookedAt: open requests that were looked at, of which nodes are those that differ. after: give it to read on; none at the end",
)
class ComparisonSeen:
    rule_set: str
    instead: str
    looked_at: int
    nodes: list[RuleComparedSeen]
    after: str | None


def comparison_of(said: Mapping[str, Any]) -> ComparisonSeen:
    """As its owner answers it."""
    return ComparisonSeen(
        **{name: said[name] for name in ("rule_set", "instead", "looked_at", "after")},
        nodes=[
            RuleComparedSeen(
                **{name: one[name] for name in ("request_id", "reference", "title", "held_by")},
                differing=[
                    RuleDifferenceSeen(paragraph=each["paragraph"], before=_found(each["before"]), after=_found(each["after"]))
                    for each in one["differing"]
                ],
            )
            for one in said["requests"]
        ],
    )  # fmt: skip


def _found(finding: Any) -> FindingOnCriterion | None:
    return findings_of({"findings": [finding]})[0] if finding is not None else None
