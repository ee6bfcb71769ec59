"""What was found of a request, as the schema says it (WM 9, 12, 13, 15)."""

from typing import Any

import strawberry

from services.gateway.graphql.languages import asked
from shared.contracts.party_names import party_name
from shared.wording.findings import finding_words


@strawberry.type(
    name="FindingReason", description="Why something was found so, as a code that has words in six languages"
)
class ReasonOfFinding:
    code: str
    party: str | None = strawberry.field(description="The party it is about, where it is about one")


@strawberry.type(
    name="RecipientLink",
    description="What an officer found of the link between a recipient other than a State and the authorities (WM 10, 15.iv)",
)
class LinkOfRecipient:
    recipient: str
    outcome: str = strawberry.field(description="satisfied, not_satisfied or question")
    comment: str


@strawberry.type(name="Finding", description="What was found for one paragraph of WM 9, 12, 13 or 15")
class FindingOnCriterion:
    paragraph: str
    outcome: str
    reason: str = strawberry.field(description="In English")
    reasons: list[ReasonOfFinding] = strawberry.field(description="Empty in findings from before reasons had codes")
    evidence: list[str]
    moved_from: str | None
    officer_outcome: str | None
    officer_comment: str | None
    links: list[LinkOfRecipient] = strawberry.field(
        description="Of 15.iv: the officer's finding on each recipient that was judged"
    )

    @strawberry.field(
        description="The reason in one of the six languages of the United Nations; in English where it has no code"
    )
    def message(self, language: str = "en") -> str:
        spoken = asked(language)
        said = [(one.code, one.party) for one in self.reasons]
        return finding_words(said, spoken, party_name) if said else self.reason


_AS_IT_IS = ("paragraph", "outcome", "reason", "moved_from", "officer_outcome", "officer_comment")


def findings_of(state: Any) -> list[FindingOnCriterion]:
    """Findings in the state of a request, as far as its reader has it."""
    return [
        FindingOnCriterion(
            **{name: found.get(name) for name in _AS_IT_IS},
            evidence=list(found.get("evidence", ())),
            reasons=[ReasonOfFinding(code=one["code"], party=one.get("party")) for one in found.get("reasons", ())],
            links=[LinkOfRecipient(**one) for one in found.get("links", ())],
        )
        for found in state.get("findings", ())
    ]
