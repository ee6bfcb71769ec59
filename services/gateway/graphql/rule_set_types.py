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
